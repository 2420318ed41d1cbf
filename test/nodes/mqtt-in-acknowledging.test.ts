import assert from "node:assert/strict";
import { connectAsync, type MqttClient } from "mqtt";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { deploy, useRuntime, type DeployedFlow } from "../support/flow";
import { connected } from "../support/phrase";

describe("an mqtt in whose flow acknowledges", () => {
  useRuntime();
  let broker: AedesBroker;
  let foreigner: MqttClient;

  beforeEach(async () => {
    broker = await startAedes();
    foreigner = await connectAsync(broker.uri);
  });
  afterEach(async () => {
    await foreigner.endAsync();
    await broker.stop();
  });

  async function start(mqttIn: object = {}): Promise<DeployedFlow> {
    const flow = await deploy([
      { id: "broker", type: "broker-config", uri: broker.uri, cleanSession: false, clientId: "plant" },
      {
        id: "in",
        type: "mqtt-in",
        broker: "broker",
        topic: "plant/#",
        ack: "manual",
        inputs: 1,
        maxUnacked: 2,
        wires: [["sink"]],
        ...mqttIn,
      },
      { id: "sink", type: "helper" },
    ]);
    await connected(flow, "in");
    return flow;
  }

  async function publish(count: number, qos: 0 | 1 | 2 = 1): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      await foreigner.publishAsync(`plant/${index}`, String(index), { qos });
    }
  }

  it("gives the next messages when it gets one back, and each is done", async () => {
    const flow = await start();
    await publish(5);
    for (let index = 0; index < 5; index += 1) {
      const msg = await flow.received("sink").next();
      assert.equal(msg.topic, `plant/${index}`);
      assert.equal(typeof msg["_mqttAck"], "string");
      flow.send("in", msg);
      assert.equal((await flow.completed.next()).topic, `plant/${index}`);
    }
    assert.deepEqual(flow.caught.all, []);
  });

  it("shows when it waits, and when it no longer does", async () => {
    const flow = await start();
    await publish(2);
    const given = await flow.received("sink").take(2);
    const { fill, shape } = await flow.statuses("in").next(({ text }) => text === "waiting for 2 acks");
    assert.deepEqual([fill, shape], ["yellow", "dot"]);
    for (const msg of given) flow.send("in", msg);
    await flow.completed.take(2);
    await connected(flow, "in");
  });

  it("takes back a message of QoS 0, which has nothing to acknowledge", async () => {
    const flow = await start();
    await publish(1, 0);
    const msg = await flow.received("sink").next();
    for (let times = 0; times < 2; times += 1) {
      flow.send("in", msg);
      await flow.completed.next();
    }
    assert.deepEqual(flow.caught.all, []);
  });

  it("says of one that comes back twice, or that it never gave, that it is stale", async () => {
    const flow = await start();
    await publish(1);
    const msg = await flow.received("sink").next();
    flow.send("in", msg);
    await flow.completed.next();
    for (const _mqttAck of [msg["_mqttAck"], "unknown", 0, null]) {
      flow.send("in", { ...msg, _mqttAck });
      const { error } = await flow.caught.next();
      assert.equal(error.code, "ack-stale");
    }
    assert.equal(flow.completed.all.length, 1);
  });

  it("says of a message with neither an acknowledgement nor an action what is missing", async () => {
    const flow = await start();
    flow.send("in", { topic: "plant/0", payload: "lost its way" });
    const { error } = await flow.caught.next();
    assert.equal(error.code, "ack-missing");
    assert.match(error.message, /msg\._mqttAck got lost/);
  });

  it("takes control messages, too, and their subscriptions are acknowledged as well", async () => {
    const flow = await start({ topic: "" });
    flow.send("in", { action: "subscribe", topic: ["plant/#", "plant/+"] as never });
    await flow.completed.next();
    await publish(3);
    const first = await flow.received("sink").next();
    const second = await flow.received("sink").next();
    assert.notEqual(first["_mqttAck"], second["_mqttAck"]);
    flow.send("in", first);
    assert.equal((await flow.received("sink").next()).topic, "plant/2");
    assert.deepEqual(flow.caught.all, []);
  });
});
