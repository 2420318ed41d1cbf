import assert from "node:assert/strict";
import type { Client } from "aedes";
import { connectAsync, type MqttClient } from "mqtt";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { deploy, useRuntime, type DeployedFlow, type FlowNode } from "../support/flow";
import { Journal } from "../support/journal";
import { connected } from "../support/phrase";

const DEPLOYS = ["full", "flows", "nodes"] as const;

describe("a deploy", () => {
  useRuntime();
  let broker: AedesBroker;
  let foreigner: MqttClient;
  let clients: Journal<Client>;
  let subscribed: Journal<string>;
  let published: Journal<string>;

  beforeEach(async () => {
    broker = await startAedes();
    foreigner = await connectAsync(broker.uri);
    clients = new Journal("clients");
    subscribed = new Journal("SUBSCRIBE and UNSUBSCRIBE");
    published = new Journal("published");
    broker.aedes.on("client", (client) => clients.add(client));
    broker.aedes.on("subscribe", (filters) => subscribed.add(`+${filters.map(({ topic }) => topic).join()}`));
    broker.aedes.on("unsubscribe", (filters) => subscribed.add(`-${filters.join()}`));
    broker.aedes.on("publish", ({ topic, payload }) => published.add(`${topic}=${String(payload)}`));
  });
  afterEach(async () => {
    await foreigner.endAsync();
    await broker.stop();
  });

  function nodes(config: object = {}, receiver: object = {}): FlowNode[] {
    return [
      {
        id: "broker",
        type: "broker-config",
        uri: broker.uri,
        birth: [{ topic: "house/node-red", payload: "born" }],
        close: { topic: "house/node-red", payload: "closed" },
        will: { topic: "house/node-red", payload: "lost" },
        ...config,
      },
      { id: "in", type: "mqtt-in", broker: "broker", topic: "house/lamp", wires: [["sink"]], ...receiver },
      { id: "out", type: "mqtt-out", broker: "broker" },
      { id: "sink", type: "helper" },
    ];
  }

  /** Everything runs, and the retained value has come. */
  async function running(): Promise<DeployedFlow> {
    await foreigner.publishAsync("house/lamp", "on", { retain: true, qos: 1 });
    const flow = await deploy(nodes());
    await connected(flow, "in");
    assert.equal((await flow.received("sink").next()).payload, "on");
    await published.next((entry) => entry === "house/node-red=born");
    published.skip();
    return flow;
  }

  /** What the broker and the flow had seen when a message published after all that has come. */
  async function seenUntilNow(flow: DeployedFlow): Promise<{ payloads: unknown[]; ofBroker: string[] }> {
    await foreigner.publishAsync("house/lamp", "last", { qos: 1 });
    await flow.received("sink").next(({ payload }) => payload === "last");
    const ofBroker = published.all.filter((entry) => entry.startsWith("house/node-red"));
    return { payloads: flow.received("sink").all.map(({ payload }) => payload), ofBroker };
  }

  for (const type of DEPLOYS) {
    it(`(${type}) with an unchanged broker is none to the broker: no CONNECT, message, SUBSCRIBE or replay`, async () => {
      const flow = await running();
      const other: FlowNode = { id: "new", type: "helper" };
      await flow.redeploy([...nodes({ name: "renamed" }), other], type);
      const { payloads, ofBroker } = await seenUntilNow(flow);
      assert.deepEqual(payloads, ["on", "last"]);
      assert.deepEqual(ofBroker, ["house/node-red=born"]);
      assert.deepEqual(subscribed.all, ["+house/lamp"]);
      assert.equal(clients.all.length, 1);
    });

    it(`(${type}) of a changed broker reconnects once, with the close message and a new birth`, async () => {
      const flow = await running();
      const gone = new Promise((resolve) => broker.aedes.once("clientDisconnect", resolve));
      await flow.redeploy(nodes({ keepalive: 17 }), type);
      await gone;
      await published.next((entry) => entry === "house/node-red=born");
      await subscribed.next();
      const { ofBroker } = await seenUntilNow(flow);
      assert.deepEqual(ofBroker, ["house/node-red=born", "house/node-red=closed", "house/node-red=born"]);
      assert.equal(clients.all.length, 2);
    });
  }

  it("of changed credentials reconnects, too", async () => {
    const flow = await running();
    await flow.redeploy(nodes(), "full", { broker: { username: "alice", password: "new" } });
    await published.next((entry) => entry === "house/node-red=born");
    assert.equal(clients.all.length, 2);
  });

  it("with nothing changed at all, but Full, keeps the connection", async () => {
    const flow = await running();
    await flow.redeploy(nodes(), "full");
    const { payloads } = await seenUntilNow(flow);
    assert.deepEqual(payloads, ["on", "last"]);
    assert.equal(clients.all.length, 1);
  });

  it("of a changed subscription asks for that one alone, retained value included", async () => {
    const flow = await running();
    await foreigner.publishAsync("house/door", "shut", { retain: true, qos: 1 });
    await flow.redeploy(nodes({}, { topic: "house/door" }), "full");
    await flow.received("sink").next(({ payload }) => payload === "shut");
    await subscribed.next((entry) => entry === "-house/lamp");
    assert.deepEqual([...subscribed.all].sort(), ["+house/door", "+house/lamp", "-house/lamp"]);
    assert.equal(clients.all.length, 1);
  });

  it("loses nothing that comes meanwhile, nor delivers it twice", async () => {
    const flow = await running();
    const count = 500;
    const publishing = (async () => {
      for (let i = 0; i < count; i += 1) await foreigner.publishAsync("house/lamp", String(i), { qos: 1 });
    })();
    for (const type of DEPLOYS) await flow.redeploy(nodes({ name: type }, { name: type }), type);
    await publishing;
    const { payloads } = await seenUntilNow(flow);
    assert.deepEqual(payloads, ["on", ...Array(count).keys(), "last"]);
    assert.equal(clients.all.length, 1);
  });

  it("delivers what comes while the flows are stopped when they run again", async () => {
    const flow = await running();
    flow.node("sink").on("close", (done: () => void) => {
      const messages = [1, 2, 3].map((payload) => foreigner.publishAsync("house/lamp", String(payload), { qos: 1 }));
      void Promise.all(messages).then(done);
    });
    await flow.redeploy(nodes(), "full");
    const { payloads } = await seenUntilNow(flow);
    assert.deepEqual(payloads, ["on", 1, 2, 3, "last"]);
  });

  it("carries over what waits to be sent", async () => {
    const flow = await running();
    broker.aedes.authorizePublish = () => undefined; // never answers
    for (let i = 0; i < 5; i += 1) flow.send("out", { topic: "house/n", payload: i, qos: 1 });
    await flow.redeploy(nodes(), "full");
    assert.deepEqual(flow.caught.all, []);
    assert.deepEqual(flow.completed.all, []);
    assert.equal(clients.all.length, 1);
  });

  it("without the broker's nodes ends the connection, with the close message", async () => {
    const flow = await running();
    const gone = new Promise((resolve) => broker.aedes.once("clientDisconnect", resolve));
    await flow.redeploy([{ id: "left", type: "helper" }], "full");
    await gone;
    await published.next((entry) => entry === "house/node-red=closed");
    assert.ok(!published.all.includes("house/node-red=lost"));
  });

  it("that disables the broker's nodes ends the connection", async () => {
    const flow = await running();
    const gone = new Promise((resolve) => broker.aedes.once("clientDisconnect", resolve));
    const disabled = nodes().map((node) => (node.id === "broker" ? { ...node, d: true } : node));
    await flow.redeploy(disabled, "full");
    await gone;
  });

  it("with a missing node type, so that the flows never start, ends the connection", async () => {
    const flow = await running();
    const gone = new Promise((resolve) => broker.aedes.once("clientDisconnect", resolve));
    flow.redeploy([...nodes(), { id: "unknown", type: "no-such-type" }], "full").catch(() => undefined);
    await gone;
  });

  it("reports two broker nodes with one address and client id", async () => {
    const flow = await deploy([
      { id: "broker", type: "broker-config", uri: broker.uri, clientId: "plant" },
      { id: "twin", type: "broker-config", uri: broker.uri, clientId: "plant" },
      { id: "in", type: "mqtt-in", broker: "broker", topic: "house/lamp" },
      { id: "in-2", type: "mqtt-in", broker: "twin", topic: "house/door" },
    ]);
    const { id } = await flow.logged.next(({ msg }) => String(msg).includes("with the client ID plant, too"));
    assert.equal(id, "twin");
  });
});
