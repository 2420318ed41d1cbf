import assert from "node:assert/strict";
import { deploy, useRuntime, type DeployedFlow } from "../support/flow";
import { mosquittoMissing, startMosquitto, type Mosquitto } from "../support/mosquitto";
import { mosquittoPub, mosquittoSub } from "../support/mosquitto-clients";
import { needs } from "../support/needs";
import { connected } from "../support/phrase";
import { plantNodes } from "./plant-nodes";

describe("a flow and foreign clients on mosquitto", () => {
  needs(mosquittoMissing());
  useRuntime();
  let broker: Mosquitto;
  before(async () => {
    broker = await startMosquitto();
  });
  after(() => broker.stop());

  async function running(mqttIn: object = {}, mqttOut: object = {}, config: object = {}): Promise<DeployedFlow> {
    const flow = await deploy(plantNodes({ uri: broker.uri, ...config }, mqttIn, mqttOut));
    await connected(flow, "in", "out");
    return flow;
  }

  it("is spoken to in MQTT 5 by default", async () => {
    const flow = await running();
    await flow.logged.next(({ msg }) => /^Connected to mqtt:.* with MQTT 5 as nodered_/.test(String(msg)));
  });

  for (const [version, name] of [
    ["5", "5"],
    ["4", "3.1.1"],
    ["3", "3.1"],
  ] as const) {
    it(`exchanges messages of each QoS in MQTT ${name}`, async () => {
      const flow = await running({ qos: 2 }, {}, { protocolVersion: version });
      for (const qos of [0, 1, 2]) flow.send("out", { topic: `plant/${qos}`, payload: qos, qos });
      const messages = await flow.received("sink").take(3);
      assert.deepEqual(messages.map(({ payload, qos }) => [payload, qos]).sort(), [
        [0, 0],
        [1, 1],
        [2, 2],
      ]);
      await flow.completed.take(3);
      assert.equal(flow.caught.all.length, 0);
    });
  }

  it("hands the MQTT 5 properties of a foreign client to the flow", async () => {
    const flow = await running();
    const properties = {
      "content-type": "application/json; charset=utf-8",
      "response-topic": "plant/answer",
      "correlation-data": "42",
      "message-expiry-interval": "60",
      "payload-format-indicator": "1",
    };
    const args = Object.entries(properties).flatMap(([name, value]) => ["-D", "publish", name, value]);
    args.push("-D", "publish", "user-property", "unit", "C", "-D", "publish", "user-property", "unit", "K");
    await mosquittoPub({ port: broker.port, args }, { topic: "plant/boiler", payload: '{"t":21}', qos: 1 });
    const { _msgid, ...msg } = await flow.received("sink").next();
    assert.match(_msgid ?? "", /^[0-9a-f]{16}$/);
    assert.deepEqual(msg, {
      topic: "plant/boiler",
      payload: { t: 21 },
      qos: 1,
      retain: false,
      contentType: "application/json; charset=utf-8",
      responseTopic: "plant/answer",
      correlationData: Buffer.from("42"),
      messageExpiryInterval: 60,
      payloadFormatIndicator: true,
      userProperties: { unit: ["C", "K"] },
    });
  });

  it("hands the flow's MQTT 5 properties to a foreign client, the node's winning and user properties merged", async () => {
    const flow = await running({}, { contentType: "text/plain", userProperties: '{"from":"node","site":"a"}' });
    const client = await mosquittoSub({ port: broker.port }, "plant/out", 2);
    flow.send("out", {
      topic: "plant/out",
      payload: "21",
      qos: 2,
      contentType: "text/html",
      responseTopic: "plant/answer",
      correlationData: Buffer.from("42"),
      messageExpiryInterval: 60,
      payloadFormatIndicator: true,
      userProperties: { from: "msg", n: 1 },
    });
    const { payload, qos, properties } = await client.messages.next();
    await client.stop();
    assert.equal(String(payload), "21");
    assert.equal(qos, 2);
    assert.deepEqual(properties, {
      "content-type": "text/plain",
      "response-topic": "plant/answer",
      "correlation-data": "42",
      "message-expiry-interval": 60,
      "payload-format-indicator": 1,
      "user-properties": { from: "msg", site: "a", n: "1" },
    });
  });

  it("gives a retained message to a node that comes later, and says that it was retained", async () => {
    await mosquittoPub({ port: broker.port }, { topic: "plant/kept", payload: "here", retain: true, qos: 1 });
    const flow = await running();
    const { topic, payload, retain } = await flow.received("sink").next(({ topic: name }) => name === "plant/kept");
    assert.deepEqual({ topic, payload, retain }, { topic: "plant/kept", payload: "here", retain: true });
    await mosquittoPub({ port: broker.port }, { topic: "plant/kept", retain: true, qos: 1 });
  });

  it("sends the messages of a session that was kept while Node-RED was away", async () => {
    const config = { cleanSession: "false", clientId: "kept-session" };
    const flow = await running({ qos: 1 }, {}, config);
    await broker.log.next((line) => line.includes("Sending SUBACK to kept-session"));
    await flow.redeploy([{ id: "left", type: "helper" }], "full");
    await mosquittoPub({ port: broker.port }, { topic: "plant/queued", payload: "while away", qos: 1 });
    await flow.redeploy(plantNodes({ uri: broker.uri, ...config }, { qos: 1 }), "full");
    assert.equal((await flow.received("sink").next()).payload, "while away");
  });

  it("may grant a lower QoS, which the node shows in yellow", async () => {
    const strict = await startMosquitto({ lines: ["max_qos 1"] });
    const flow = await deploy(plantNodes({ uri: strict.uri }, { qos: 2 }));
    const shown = await flow.statuses("in").next(({ text }) => text === "connected, QoS 1 granted");
    assert.deepEqual([shown.fill, shown.shape], ["yellow", "dot"]);
    flow.send("out", { topic: "plant/a", payload: "x", qos: 2 });
    assert.equal((await flow.caught.next()).error.code, "qos-not-supported");
    flow.send("out", { topic: "plant/a", payload: "good", qos: 1 });
    assert.equal((await flow.received("sink").next()).payload, "good");
    await strict.stop();
  });

  it("gets back what was in flight when it was restarted: all of 500 messages arrive", async () => {
    const flow = await running({ qos: 1 });
    for (let i = 0; i < 500; i += 1) flow.send("out", { topic: "plant/n", payload: i, qos: 1 });
    await broker.restart();
    await flow.completed.take(500);
    flow.send("out", { topic: "plant/end", payload: "end", qos: 1 });
    await flow.received("sink").next(({ payload }) => payload === "end");
    const payloads = new Set(flow.received("sink").all.map(({ payload }) => payload));
    assert.equal(payloads.size, 501);
    assert.equal(flow.caught.all.length, 0);
  });
});
