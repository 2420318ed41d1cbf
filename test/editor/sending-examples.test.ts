import assert from "node:assert/strict";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { Journal } from "../support/journal";
import { useAedes } from "../support/use-broker";
import { RunningExample } from "./running-example";
import { useExamples } from "./use-examples";

describe("The examples about sending", function () {
  this.timeout(60_000);
  const editor = useExamples();
  const broker = useAedes();
  let next: AedesBroker | undefined;

  afterEach(() => next?.stop());

  it("10 keeps messages while there is no connection, and tells which weren't sent", async () => {
    const example = await start("10 - Offline queue");
    await example.shows("example/queue", /^connected/, 2);
    await example.press("disconnect");
    await example.shows("example/queue", /not connected/, 2);
    await example.press("three messages");
    await example.shows("queue", /^3 waiting$/);
    await example.press("how many wait?");
    await example.says("waiting: 3", 2);
    await example.press("worth sending for 2 seconds");
    await example.says("the message waited longer than it is worth sending");
    await example.press("three messages");
    await example.says("the queue is full (5 messages)");
    await example.press("connect");
    await example.says(/"one"$/, 2);
    await example.says(/"two"$/, 2);
    await example.says(/"three"$/);
    assert.equal(await (await editor().debugMessages()).filter({ hasText: "only now" }).count(), 0);

    await example.press("disconnect");
    await example.shows("example/queue", /not connected/, 2);
    await example.press("three messages");
    await example.press("forget what waits");
    await example.says("the queue was cleared", 3);
  });

  it("11 sends after a restart what was measured before, without a broker", async () => {
    const example = await start("11 - Durable telemetry gateway");
    await example.shows("arrived", /^(press|mixer): 2\d/);
    const { port } = broker();
    await broker().stop();
    const gone = new Date().toISOString();
    await example.shows("/telemetry", /^\d+ waiting/);
    // An editor whose Node-RED dies has reason to complain.
    await editor().page.goto(`${editor().nodeRed.url}/settings`);
    await editor().nodeRed.kill();
    const killed = new Date().toISOString();

    next = await startAedes({ port });
    const measured = new Journal<string>("when was measured what the broker got");
    next.aedes.on("publish", ({ topic, payload }) => {
      if (/^example\/plant\/(press|mixer)\/telemetry$/.test(topic)) measured.add(measuredAt(payload));
    });
    await editor().nodeRed.restart();
    await measured.next((at) => at > gone && at < killed);
    await measured.next((at) => at > killed);
  });

  function start(title: string): Promise<RunningExample> {
    return RunningExample.start(editor(), title, broker().uri);
  }
});

/** ISO 8601, which sorts as time goes. */
function measuredAt(payload: string | Buffer): string {
  return (JSON.parse(payload.toString()) as { readonly measured: string }).measured;
}
