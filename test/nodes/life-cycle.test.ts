import assert from "node:assert/strict";
import type { Client } from "aedes";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { deploy, useRuntime, type DeployedFlow, type FlowNode } from "../support/flow";
import { freePort } from "../support/free-port";
import { Journal } from "../support/journal";
import { Leftovers } from "../support/leftovers";
import { connected, phrase, showing } from "../support/phrase";

describe("the shared connection", () => {
  useRuntime();
  let broker: AedesBroker;
  let clients: Journal<Client>;
  let gone: Journal<Client>;
  let published: Journal<string>;

  beforeEach(async () => {
    broker = await startAedes();
    clients = new Journal("clients");
    gone = new Journal("clients gone");
    published = new Journal("published");
    broker.aedes.on("client", (client) => clients.add(client));
    broker.aedes.on("clientDisconnect", (client) => gone.add(client));
    broker.aedes.on("publish", ({ topic, payload }, client) => {
      if (client !== null || topic.startsWith("house/")) published.add(`${topic}=${String(payload)}`);
    });
  });
  afterEach(() => broker.stop());

  function nodes(config: object = {}): FlowNode[] {
    return [
      { id: "broker", type: "broker-config", uri: broker.uri, ...config },
      { id: "in", type: "mqtt-in", broker: "broker", topic: "house/#", wires: [["sink"]] },
      { id: "out", type: "mqtt-out", broker: "broker" },
      { id: "sink", type: "helper" },
    ];
  }

  it("announces its birth, and its end with the close message before DISCONNECT, without the will", async () => {
    const flow = await deploy(
      nodes({
        birth: [{ topic: "house/node-red", payload: "online", retain: true, qos: 1 }],
        close: { topic: "house/node-red", payload: "stopped", retain: true, qos: 2 },
        will: { topic: "house/node-red", payload: "lost", retain: true },
      }),
    );
    await connected(flow, "in");
    await published.next((entry) => entry === "house/node-red=online");
    await remove(flow);
    await gone.next();
    assert.deepEqual(
      published.all.filter((entry) => !entry.endsWith("online")),
      ["house/node-red=stopped"],
    );
  });

  it("leaves a will to the broker, which publishes it when the link is cut", async () => {
    const flow = await deploy(
      nodes({ will: { topic: "house/node-red", payload: "lost", qos: "1" }, reconnectMin: 60 }),
    );
    await connected(flow, "in");
    broker.cut();
    await published.next((entry) => entry === "house/node-red=lost");
    assert.equal((await showing(flow, "in", "connection-lost")).fill, "red");
  });

  it("comes back after the broker was away, subscribes again, and delivers what waited, in order", async () => {
    const flow = await deploy(nodes());
    await connected(flow, "in", "out");
    const { port } = broker;
    await broker.stop();
    await showing(flow, "out", "connection-lost");
    for (let i = 0; i < 50; i += 1) flow.send("out", { topic: "house/n", payload: i, qos: 1 });
    await flow.statuses("out").next(({ text }) => (text ?? "").startsWith("50 waiting · "));
    broker = await startAedes({ port });
    const payloads = (await flow.received("sink").take(50)).map(({ payload }) => payload);
    assert.deepEqual(payloads, [...Array(50).keys()]);
    await flow.completed.take(50);
    assert.equal(flow.completed.all.length, 50);
    assert.equal(flow.caught.all.length, 0);
  });

  it("refuses a QoS 0 message while the broker is away, and any with queue 'off'", async () => {
    const flow = await deploy(nodes({ uri: `mqtt://127.0.0.1:${await freePort()}`, queue: "off" }));
    await showing(flow, "out", "connection-refused");
    flow.send("out", { topic: "house/n", payload: 0, qos: 1 });
    flow.send("out", { topic: "house/n", payload: 0, qos: 0 });
    const caught = await flow.caught.take(2);
    assert.deepEqual(
      caught.map(({ error }) => error.code),
      ["not-connected", "not-connected"],
    );
  });

  it("says that nothing listens, once in the log over several attempts", async () => {
    const flow = await deploy(
      nodes({ uri: `mqtt://127.0.0.1:${await freePort()},mqtt://127.0.0.1:${await freePort()}` }),
    );
    const shown = await showing(flow, "in", "connection-refused");
    assert.deepEqual([shown.fill, shown.shape], ["red", "ring"]);
    await flow.logged.next(({ msg }) => String(msg).includes("refused the connection: nothing listens there"));
    const { length } = flow.logged.all.filter(({ msg }) => String(msg).includes("nothing listens"));
    assert.equal(length, 1);
  });

  it("tries several brokers in order", async () => {
    const flow = await deploy(nodes({ uri: `mqtt://127.0.0.1:${await freePort()}, ${broker.uri}` }));
    await connected(flow, "in");
    assert.equal(clients.all.length, 1);
  });

  it("tells a 3.1.1-only broker by its answer to MQTT 5, and says which version it speaks", async () => {
    const flow = await deploy(nodes());
    await flow.logged.next(({ msg }) => /^Connected to mqtt:.* with MQTT 3\.1\.1 as nodered_/.test(String(msg)));
  });

  it("uses a client id that stays the same, of letters that every broker takes", async () => {
    const flow = await deploy(nodes());
    await connected(flow, "in");
    await flow.redeploy(nodes({ keepalive: 30 }), "full");
    const [first, second] = await clients.take(2);
    assert.equal(first?.id, second?.id);
    assert.match(first?.id ?? "", /^nodered_[A-Za-z0-9_-]{15}$/);
  });

  it("stays open when only a node that uses it is deployed, and nothing else is subscribed in between", async () => {
    const subscribed = new Journal<string>("SUBSCRIBE and UNSUBSCRIBE");
    broker.aedes.on("subscribe", (filters) => subscribed.add(`+${filters.map(({ topic }) => topic).join()}`));
    broker.aedes.on("unsubscribe", (filters) => subscribed.add(`-${filters.join()}`));
    const flow = await deploy(nodes());
    assert.equal(await subscribed.next(), "+house/#");
    const changed = nodes().map((node) => (node.id === "in" ? { ...node, topic: "garden/#" } : node));
    await flow.redeploy(changed, "nodes");
    assert.deepEqual((await subscribed.take(2)).sort(), ["+garden/#", "-house/#"]);
    assert.equal(clients.all.length, 1);
  });

  it("closes with its last user, and opens again with the next", async () => {
    const flow = await deploy(nodes());
    await connected(flow, "in");
    await flow.redeploy(nodes().slice(0, 1), "nodes");
    await gone.next();
    await flow.redeploy(nodes(), "nodes");
    await connected(flow, "in");
    assert.equal(clients.all.length, 2);
  });

  it("ends what still waits with an error when it is removed", async () => {
    const flow = await deploy(nodes({ uri: `mqtt://127.0.0.1:${await freePort()}` }));
    await showing(flow, "out", "connection-refused");
    flow.send("out", { topic: "house/n", payload: 1, qos: 1 });
    await flow.statuses("out").next(({ text }) => text?.startsWith("1 waiting") === true);
    await flow.redeploy([{ id: "left", type: "helper" }], "nodes");
    assert.equal((await flow.caught.next()).error.code, "node-closed");
  });

  it("leaves no socket and no timer when it is removed, with an acknowledgement outstanding", async () => {
    const leftovers = new Leftovers();
    broker.aedes.authorizePublish = () => undefined; // never answers
    const flow = await deploy(nodes());
    await connected(flow, "in", "out");
    flow.send("out", { topic: "house/n", payload: 1, qos: 1 });
    assert.ok(leftovers.count >= 2, "a socket, and the timer of the keep alive");
    await remove(flow);
    assert.deepEqual(await leftovers.remaining(), []);
  });

  it("shows a grey ring where autoConnect is off", async () => {
    const flow = await deploy(nodes({ autoConnect: "false" }));
    const { fill, shape, text } = await flow.statuses("in").next();
    assert.deepEqual([fill, shape, text], ["grey", "ring", phrase("closed")]);
    assert.equal(clients.all.length, 0);
  });
});

/** Deploys a flow without any of the nodes. */
async function remove(flow: DeployedFlow): Promise<void> {
  await flow.redeploy([{ id: "left", type: "helper" }], "full");
}
