import assert from "node:assert/strict";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { deploy, useRuntime, type FlowMessage } from "../support/flow";
import { connected } from "../support/phrase";

describe("a hostile message to mqtt-out", () => {
  useRuntime();
  let broker: AedesBroker;
  before(async () => {
    broker = await startAedes();
  });
  after(() => broker.stop());

  const failing = (): never => {
    throw new Error("not mine");
  };
  const properties: readonly string[] = (
    "action topic responseTopic payload qos retain contentType correlationData messageExpiryInterval " +
    "payloadFormatIndicator userProperties"
  ).split(" ");
  const hostile: [what: string, msg: object, code: string][] = [
    ...properties.map((property): [string, object, string] => [
      `throws where its ${property} is read`,
      hidden(property, { get: failing }),
      "unexpected",
    ]),
    ["throws nothing that can be read", hidden("payload", { get: throwingRevoked }), "unexpected"],
    [
      "has a payload that throws",
      { topic: "a", payload: hidden("a", { get: failing, enumerable: true }) },
      "payload-unserialisable",
    ],
    ["has a payload that is revoked", { topic: "a", payload: revoked() }, "payload-unserialisable"],
    [
      "has user properties that throw",
      { topic: "a", payload: "x", userProperties: new Proxy({}, { ownKeys: failing }) },
      "property-invalid",
    ],
    [
      "has user properties that are revoked",
      { topic: "a", payload: "x", userProperties: revoked() },
      "property-invalid",
    ],
  ];
  for (const [what, msg, code] of hostile) {
    it(`that ${what} ends once, in ${code}, and the next good one arrives`, async () => {
      const flow = await deploy([
        { id: "broker", type: "broker-config", uri: broker.uri },
        { id: "in", type: "mqtt-in", broker: "broker", topic: "#", wires: [["sink"]] },
        { id: "out", type: "mqtt-out", broker: "broker" },
        { id: "sink", type: "helper" },
      ]);
      await connected(flow, "in", "out");
      flow.send("out", msg as FlowMessage);
      flow.send("out", { topic: "good", payload: "good", qos: 1 });
      assert.equal((await flow.received("sink").next()).topic, "good");
      await flow.completed.next();
      assert.deepEqual(
        flow.caught.all.map(({ error }) => error.code),
        [code],
      );
      assert.equal(flow.completed.all.length, 1);
    });
  }

  /** A message with one property that can't be read. Where that isn't seen, Node-RED doesn't copy it for a Catch node. */
  function hidden(property: string, descriptor: PropertyDescriptor): object {
    const msg = property === "responseTopic" ? { payload: "x" } : { topic: "a", payload: "x" };
    return Object.defineProperty(msg, property, { enumerable: false, ...descriptor });
  }

  function revoked(): object {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  }

  function throwingRevoked(): never {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- a function node may throw anything
    throw revoked();
  }
});
