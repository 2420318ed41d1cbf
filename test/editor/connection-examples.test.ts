import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { useEditor } from "./use-editor";

describe("The examples about the connection", function () {
  this.timeout(60_000);
  const editor = useEditor();
  let broker: AedesBroker;
  let isRunning = false;

  beforeEach(async () => {
    broker = await startAedes();
    isRunning = true;
  });

  afterEach(stopBroker);

  // A debug message that comes while the next page is still loading is more than the editor's own debug tab can take.
  afterEach(() => editor().nodeRed.deploy([]));

  it("04 connects to the broker that an environment variable names", async () => {
    await importAndDeploy("04 - Broker from an environment variable");
    await editor().press("say hello");
    await says("Hello from the environment");
  });

  it("05 turns what happens to the connection into sentences", async () => {
    await importAndDeploy("05 - Connection events");
    await says(`Connected to ${broker.uri} with MQTT `);
    await editor().press("disconnect");
    await says("Disconnected on request");
    await editor().press("connect");
    await says(`Connected to ${broker.uri} with MQTT `, 2);
    await stopBroker();
    await says(/Attempt 2 in \d+ s\./);
  });

  it("06 connects, connects differently and disconnects by message", async () => {
    await importAndDeploy("06 - Connect and disconnect");
    await editor().press("say hello");
    await editor().press("connect");
    await says("Hello again");
    await editor().press("connect with other settings");
    await editor().press("say hello");
    await says("Hello again", 2);
    await editor().press("disconnect");
    await stopBroker();
    await editor().press("connect");
    await says(/refused the connection/);
  });

  async function stopBroker(): Promise<void> {
    if (isRunning) await broker.stop();
    isRunning = false;
  }

  /** With the broker of the test in the place of the one on the usual port. */
  async function importAndDeploy(title: string): Promise<void> {
    await editor().page.route(`**/${encodeURIComponent(title)}*`, async (route) => {
      const response = await route.fetch();
      const example = await response.text();
      await route.fulfill({
        response,
        body: example.replaceAll(/mqtt:\/\/(localhost|127\.0\.0\.1):1883/g, broker.uri),
      });
    });
    await editor().importExample(title);
    await editor().debugMessages();
    await editor().deploy();
  }

  /** Waits for so many messages in the debug sidebar. */
  async function says(text: string | RegExp, count = 1): Promise<void> {
    const messages = (await editor().debugMessages()).filter({ hasText: text });
    await messages.nth(count - 1).waitFor();
  }
});
