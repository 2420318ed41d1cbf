import assert from "node:assert/strict";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { deploy, useRuntime, type DeployedFlow } from "../support/flow";
import { phrase } from "../support/phrase";

const KEPT = { cleanSession: false, clientId: "plant" };

describe("an mqtt in that can't work as it is configured", () => {
  useRuntime();
  let broker: AedesBroker;
  before(async () => {
    broker = await startAedes();
  });
  after(() => broker.stop());

  function start(mqttIn: object, config: object = {}): Promise<DeployedFlow> {
    return deploy([
      { id: "broker", type: "broker-config", uri: broker.uri, ...config },
      { id: "in", type: "mqtt-in", broker: "broker", topic: "a", ...mqttIn },
    ]);
  }

  const cases: [what: string, mqttIn: object, config: object, code: string, sentence: RegExp][] = [
    ["acknowledges by hand without an input", { ack: "manual" }, KEPT, "ack-needs-input", /add an input to this node/],
    [
      "acknowledges by hand in a session that ends with the connection",
      { ack: "manual", inputs: 1 },
      {},
      "ack-needs-session",
      /keep the session while away and enter a client ID/,
    ],
    [
      "acknowledges by hand in a session that is kept for no time",
      { ack: "manual", inputs: 1 },
      { ...KEPT, sessionExpiry: 0 },
      "ack-needs-session",
      /keep the session while away/,
    ],
    [
      "wants a shared topic without own messages",
      { topic: "$share/g/a", noLocal: true },
      {},
      "filter-share-no-local",
      /can't leave out own messages \(No Local\): \$share\/g\/a$/,
    ],
  ];
  for (const [what, mqttIn, config, code, sentence] of cases) {
    it(`since it ${what} says so, and ends each message with ${code}`, async () => {
      const flow = await start(mqttIn, config);
      const { fill, shape, text } = await flow.statuses("in").next();
      assert.deepEqual([fill, shape, text], ["red", "ring", phrase(code)]);
      await flow.logged.next(({ msg }) => sentence.test(String(msg)));
      flow.send("in", { action: "connect" });
      const { error } = await flow.caught.next((msg) => msg["action"] === "connect");
      assert.deepEqual([error.code, sentence.test(error.message)], [code, true]);
      assert.deepEqual(flow.completed.all, []);
    });
  }
});
