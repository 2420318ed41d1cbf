import { useAedes } from "../support/use-broker";
import { RunningExample } from "./running-example";
import { useExamples } from "./use-examples";

describe("The examples about the connection", function () {
  this.timeout(60_000);
  const editor = useExamples();
  const broker = useAedes();

  it("04 connects to the broker that an environment variable names", async () => {
    const example = await start("04 - Broker from an environment variable");
    await example.press("say hello");
    await example.says("Hello from the environment");
  });

  it("05 turns what happens to the connection into sentences", async () => {
    const example = await start("05 - Connection events");
    await example.says(`Connected to ${broker().uri} with MQTT `);
    await example.press("disconnect");
    await example.says("Disconnected on request");
    await example.press("connect");
    await example.says(`Connected to ${broker().uri} with MQTT `, 2);
    await broker().stop();
    await example.says(/Attempt 2 in \d+ s\./);
  });

  it("06 connects, connects differently and disconnects by message", async () => {
    const example = await start("06 - Connect and disconnect");
    await example.press("say hello");
    await example.press("connect");
    await example.says("Hello again");
    await example.press("connect with other settings");
    await example.press("say hello");
    await example.says("Hello again", 2);
    await example.press("disconnect");
    await broker().stop();
    await example.press("connect");
    await example.says(/refused the connection/);
  });

  function start(title: string): Promise<RunningExample> {
    return RunningExample.start(editor(), title, broker().uri);
  }
});
