import assert from "node:assert/strict";
import { connectAsync, type MqttClient } from "mqtt";
import { deploy, useRuntime, type DeployedFlow, type FlowMessage } from "../support/flow";
import { mosquittoMissing, startMosquitto, type Mosquitto } from "../support/mosquitto";
import { needs } from "../support/needs";
import { connected } from "../support/phrase";

describe("a subscription by message asks a broker of MQTT 5", () => {
  needs(mosquittoMissing());
  useRuntime();
  let broker: Mosquitto;
  let foreigner: MqttClient;
  before(async () => {
    broker = await startMosquitto();
    foreigner = await connectAsync(broker.uri, { protocolVersion: 5 });
  });
  after(async () => {
    await foreigner.endAsync();
    await broker.stop();
  });

  async function start(topic: unknown): Promise<DeployedFlow> {
    const flow = await deploy([
      { id: "broker", type: "broker-config", uri: broker.uri },
      { id: "in", type: "mqtt-in", broker: "broker", inputs: 1, wires: [["sink"]] },
      { id: "out", type: "mqtt-out", broker: "broker" },
      { id: "sink", type: "helper" },
    ]);
    await connected(flow, "in", "out");
    flow.send("in", { action: "subscribe", topic } as FlowMessage);
    await flow.completed.next();
    return flow;
  }

  for (const [name, isOwn] of [
    ["nl", false],
    ["noLocal", false],
    ["qos", true],
  ] as const) {
    it(isOwn ? "for own messages, too" : `with ${name} for none of its own`, async () => {
      const flow = await start({ topic: "local/#", [name]: isOwn ? 1 : true });
      flow.send("out", { topic: "local/own", payload: "own", qos: 1 });
      await flow.completed.next();
      await foreigner.publishAsync("local/end", "end", { qos: 1 });
      await flow.received("sink").next(({ topic }) => topic === "local/end");
      const topics = flow.received("sink").all.map(({ topic }) => topic);
      assert.equal(topics.includes("local/own"), isOwn);
    });
  }

  for (const rap of [true, false]) {
    it(`with rap ${rap} for the retain flag ${rap ? "as it was published" : "of replays alone"}`, async () => {
      const flow = await start({ topic: `flag/${rap}`, rap });
      await foreigner.publishAsync(`flag/${rap}`, "live", { qos: 1, retain: true });
      assert.equal((await flow.received("sink").next())["retain"], rap);
    });
  }

  for (const [handling, isReplayed] of [
    [0, true],
    [1, true],
    [2, false],
  ] as const) {
    it(`with rh ${handling} for ${isReplayed ? "the" : "no"} stored value at first`, async () => {
      await foreigner.publishAsync(`stored/${handling}`, "stored", { qos: 1, retain: true });
      const flow = await start({ topic: `stored/${handling}`, rh: handling });
      await foreigner.publishAsync(`stored/${handling}`, "live", { qos: 1 });
      await flow.received("sink").next(({ payload }) => payload === "live");
      assert.equal(flow.received("sink").all.length, isReplayed ? 2 : 1);
    });
  }
});
