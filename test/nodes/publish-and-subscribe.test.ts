import assert from "node:assert/strict";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { deploy, useRuntime, type DeployedFlow, type FlowNode } from "../support/flow";
import { Journal } from "../support/journal";
import { connected, phrase } from "../support/phrase";

describe("a message through the broker", () => {
  useRuntime();
  let broker: AedesBroker;

  beforeEach(async () => {
    broker = await startAedes();
  });
  afterEach(() => broker.stop());

  async function running(mqttIn: object = {}, mqttOut: object = {}): Promise<DeployedFlow> {
    const flow = await deploy([
      { id: "broker", type: "broker-config", uri: broker.uri },
      { id: "in", type: "mqtt-in", broker: "broker", topic: "home/#", qos: "2", wires: [["sink"]], ...mqttIn },
      { id: "out", type: "mqtt-out", broker: "broker", ...mqttOut },
      { id: "sink", type: "helper" },
    ]);
    await connected(flow, "in", "out");
    return flow;
  }

  for (const qos of [0, 1, 2] as const) {
    it(`arrives once with QoS ${qos}, and completes once`, async () => {
      const flow = await running();
      flow.send("out", { topic: "home/lamp", payload: "on", qos });
      flow.send("out", { topic: "home/end", payload: "end", qos });
      const messages = await flow.received("sink").take(2);
      assert.deepEqual(
        messages.map(({ topic, payload, qos: level, retain }) => ({ topic, payload, qos: level, retain })),
        [
          { topic: "home/lamp", payload: "on", qos, retain: false },
          { topic: "home/end", payload: "end", qos, retain: false },
        ],
      );
      await flow.completed.take(2);
      assert.equal(flow.completed.all.length, 2);
      assert.equal(flow.caught.all.length, 0);
    });
  }

  it("comes with the lower of the node's QoS and the message's", async () => {
    const flow = await running({ qos: 1 });
    flow.send("out", { topic: "home/lamp", payload: "on", qos: 2 });
    assert.equal((await flow.received("sink").next())["qos"], 1);
  });

  it("is kept by the broker when it is retained, and cleared by an empty payload", async () => {
    const flow = await running();
    flow.send("out", { topic: "home/lamp", payload: "on", retain: true, qos: 1 });
    await flow.completed.next();
    assert.deepEqual(await retained(broker), ["home/lamp=on"]);
    flow.send("out", { topic: "home/lamp", payload: "", retain: true, qos: 1 });
    await flow.completed.next();
    assert.deepEqual(await retained(broker), []);
  });

  it("gives the values of named wildcards in msg.params", async () => {
    const flow = await running({ topic: "home/+room/#rest" });
    flow.send("out", { topic: "home/kitchen/lamp/state", payload: "on" });
    assert.deepEqual((await flow.received("sink").next())["params"], { room: "kitchen", rest: ["lamp", "state"] });
  });

  it("takes topic, QoS and retain from the node where both are set", async () => {
    const flow = await running({}, { topic: "home/fixed", qos: "1", retain: "false" });
    flow.send("out", { topic: "home/other", payload: "x", qos: 2, retain: true });
    const { topic, qos } = await flow.received("sink").next();
    assert.deepEqual({ topic, qos }, { topic: "home/fixed", qos: 1 });
    assert.deepEqual(await retained(broker), []);
  });

  it("goes to msg.responseTopic where there is no topic", async () => {
    const flow = await running();
    flow.send("out", { responseTopic: "home/answer", payload: "x" });
    assert.equal((await flow.received("sink").next()).topic, "home/answer");
  });

  it("is not modified by mqtt-out", async () => {
    const flow = await running({}, { topic: "home/fixed", qos: 1 });
    const msg = { _msgid: "1", topic: "a", payload: { on: true }, qos: 0 };
    flow.send("out", Object.freeze(msg));
    assert.deepEqual((await flow.received("sink").next()).payload, { on: true });
    assert.deepEqual(msg, { _msgid: "1", topic: "a", payload: { on: true }, qos: 0 });
  });

  it("reaches each of a hundred nodes once, over one connection and one SUBSCRIBE", async () => {
    const subscribed = new Journal<string[]>("SUBSCRIBE");
    broker.aedes.on("subscribe", (filters) => subscribed.add(filters.map(({ topic }) => topic)));
    const nodes: FlowNode[] = [{ id: "broker", type: "broker-config", uri: broker.uri }];
    for (let i = 0; i < 100; i += 1) {
      nodes.push({ id: `in${i}`, type: "mqtt-in", broker: "broker", topic: `house/${i % 10}`, wires: [["sink"]] });
    }
    const flow = await deploy([...nodes, { id: "sink", type: "helper" }]);
    assert.equal((await subscribed.next()).length, 10);
    for (const topic of ["house/3", "house/4"]) broker.aedes.publish(packet(topic), () => undefined);
    const topics = (await flow.received("sink").take(20)).map(({ topic }) => topic);
    assert.deepEqual(topics, [...Array<string>(10).fill("house/3"), ...Array<string>(10).fill("house/4")]);
    assert.equal(subscribed.all.length, 1);
    assert.equal(broker.aedes.connectedClients, 1);
  });

  it("shows the nodes connected in green", async () => {
    const flow = await running();
    const { fill, shape, text } = flow.statuses("in").all.at(-1) ?? {};
    assert.deepEqual([fill, shape, text], ["green", "dot", phrase("connected")]);
  });
});

/** The part of aedes that holds retained messages; its types leave it out. */
interface WithPersistence {
  readonly persistence: {
    createRetainedStreamCombi(filters: string[]): AsyncIterable<{ topic: string; payload: Buffer }>;
  };
}

/** The retained messages of a broker. */
async function retained({ aedes }: AedesBroker): Promise<string[]> {
  const { persistence } = aedes as unknown as WithPersistence;
  const packets: string[] = [];
  for await (const { topic, payload } of persistence.createRetainedStreamCombi(["#"])) {
    packets.push(`${topic}=${String(payload)}`);
  }
  return packets;
}

function packet(topic: string): Parameters<AedesBroker["aedes"]["publish"]>[0] {
  return { cmd: "publish", topic, payload: "x", qos: 1, retain: false, dup: false };
}
