import assert from "node:assert/strict";
import type { Client } from "aedes";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import {
  deploy,
  useRuntime,
  type DeployedFlow,
  type FlowCredentials,
  type FlowMessage,
  type FlowNode,
} from "../support/flow";
import { freePort } from "../support/free-port";
import { Journal } from "../support/journal";
import { connected, showing } from "../support/phrase";

describe("a control message", () => {
  useRuntime();
  let broker: AedesBroker;
  let other: AedesBroker;
  let clients: Journal<Client>;
  let clientsOfOther: Journal<Client>;
  /** User name and password of each client of the other broker. */
  let logins: Journal<string>;

  beforeEach(async () => {
    broker = await startAedes();
    other = await startAedes();
    clients = new Journal("clients");
    clientsOfOther = new Journal("clients of the other broker");
    logins = new Journal("logins");
    broker.aedes.on("client", (client) => clients.add(client));
    other.aedes.on("client", (client) => clientsOfOther.add(client));
    other.aedes.authenticate = (_client, username, password, done) => {
      logins.add(`${String(username)}:${String(password)}`);
      done(null, true);
    };
  });
  afterEach(async () => {
    await broker.stop();
    await other.stop();
  });

  function start(config: object = {}, credentials: FlowCredentials = {}): Promise<DeployedFlow> {
    const nodes: FlowNode[] = [
      { id: "broker", type: "broker-config", uri: broker.uri, ...config },
      { id: "in", type: "mqtt-in", broker: "broker", topic: "house/#", inputs: 1, wires: [["sink"]] },
      { id: "out", type: "mqtt-out", broker: "broker" },
      { id: "sink", type: "helper" },
    ];
    return deploy(nodes, credentials);
  }

  for (const id of ["in", "out"]) {
    it(`to ${id === "in" ? "mqtt in" : "mqtt out"} connects what doesn't by itself, and disconnects it`, async () => {
      const flow = await start({ autoConnect: false });
      await showing(flow, id, "closed");
      flow.send(id, { action: "connect", _msgid: "1" });
      assert.equal((await flow.completed.next())._msgid, "1");
      await connected(flow, id);
      const gone = new Promise((resolve) => broker.aedes.once("clientDisconnect", resolve));
      flow.send(id, { action: "disconnect", _msgid: "2" });
      assert.equal((await flow.completed.next())._msgid, "2");
      await showing(flow, id, "closed");
      await gone;
      assert.equal(clients.all.length, 1);
      assert.deepEqual(flow.caught.all, []);
    });
  }

  it("to connect what is connected, or to disconnect what isn't, is done at once", async () => {
    const flow = await start();
    await connected(flow, "in");
    for (const action of ["connect", "disconnect", "disconnect"]) flow.send("in", { action });
    await flow.completed.take(3);
    assert.equal(clients.all.length, 1);
  });

  it("disconnects until the next: neither a deploy nor a message connects", async () => {
    const flow = await start();
    await connected(flow, "in", "out");
    flow.send("out", { action: "disconnect" });
    await flow.completed.next();
    flow.send("out", { topic: "house/lamp", payload: "late", qos: 1 });
    await showing(flow, "out", "closed");
    flow.send("out", { action: "connect" });
    assert.equal((await flow.received("sink").next()).payload, "late");
    assert.equal(clients.all.length, 2);
  });

  it("connects to another broker, and subscribes there", async () => {
    const flow = await start({ autoConnect: false });
    flow.send("in", {
      action: "connect",
      broker: { broker: "127.0.0.1", port: String(other.port), clientid: "mobile" },
    });
    await flow.completed.next();
    assert.equal((await clientsOfOther.next()).id, "mobile");
    await connected(flow, "in");
    flow.send("out", { topic: "house/lamp", payload: "there", qos: 1 });
    assert.equal((await flow.received("sink").next()).payload, "there");
    assert.deepEqual(clients.all, []);
  });

  it("leaves a standing connection for another broker only by force", async () => {
    const flow = await start();
    await connected(flow, "in");
    flow.send("in", { action: "connect", broker: { url: other.uri } });
    assert.equal((await flow.caught.next()).error.code, "already-connected");
    const gone = new Promise((resolve) => broker.aedes.once("clientDisconnect", resolve));
    flow.send("in", { action: "connect", broker: { url: other.uri, force: true } });
    await gone;
    await flow.completed.next();
    await clientsOfOther.next();
    assert.equal(clients.all.length, 1);
  });

  it("connects with the saved settings where it names no others, whatever was named before", async () => {
    const flow = await start();
    await connected(flow, "in");
    for (const url of [other.uri, undefined, other.uri]) {
      flow.send("in", { action: "connect", broker: { ...(url && { url }), force: true } });
      await flow.completed.next();
    }
    assert.equal(clients.all.length, 2);
    assert.equal(clientsOfOther.all.length, 2);
  });

  it("takes the saved password to the saved broker only", async () => {
    const flow = await start({ autoConnect: false }, { broker: { username: "alice", password: "s3cret" } });
    flow.send("in", { action: "connect", broker: { uri: other.uri } });
    await flow.completed.next();
    assert.equal(await logins.next(), "undefined:undefined");
    const login = { username: "bob", password: "own" };
    flow.send("in", { action: "connect", broker: { uri: other.uri, ...login, force: true } });
    await flow.completed.next();
    assert.equal(await logins.next(), "bob:own");
  });

  it("fails with the cause where there is no connection to be had, and the attempts go on", async () => {
    const port = await freePort();
    const flow = await start({ autoConnect: false, uri: `mqtt://127.0.0.1:${port}` });
    flow.send("in", { action: "connect" });
    const { error } = await flow.caught.next();
    assert.equal(error.code, "connection-refused");
    assert.match(error.message, /nothing listens there/);
    const late = await startAedes({ port });
    await connected(flow, "in");
    await late.stop();
    assert.deepEqual(flow.completed.all, []);
  });

  it("that is overtaken by its opposite ends in an error", async () => {
    const flow = await start({ autoConnect: false });
    flow.send("in", { action: "connect" });
    flow.send("in", { action: "disconnect" });
    assert.equal((await flow.caught.next()).error.code, "connect-cancelled");
    await flow.completed.next();
    await showing(flow, "in", "closed");
  });

  it("lasts over a deploy of something else", async () => {
    const flow = await start();
    await connected(flow, "in");
    flow.send("in", { action: "connect", broker: { url: other.uri, force: true } });
    await flow.completed.next();
    await flow.redeploy(
      [
        { id: "broker", type: "broker-config", uri: broker.uri },
        { id: "in", type: "mqtt-in", broker: "broker", topic: "house/#", inputs: 1, wires: [["sink"]] },
        { id: "sink", type: "helper" },
      ],
      "full",
    );
    await connected(flow, "in");
    assert.equal(clientsOfOther.all.length, 1);
    assert.equal(clients.all.length, 1);
  });

  const wrong: [what: string, message: FlowMessage, code: string][] = [
    ["an unknown action", { action: "dance" }, "action-unknown"],
    ["an action that is no text", { action: { connect: true } }, "action-unknown"],
    ["a broker that is no object", { action: "connect", broker: "mqtt://h" }, "broker-not-object"],
    ["an unknown property", { action: "connect", broker: { pasword: "x" } }, "broker-property-unknown"],
    [
      "one property by two names",
      { action: "connect", broker: { url: "mqtt://a", uri: "mqtt://a" } },
      "broker-property-twice",
    ],
    ["a wrong address", { action: "connect", broker: { url: "mqtx://h" } }, "uri-unknown-scheme"],
    ["a wrong port", { action: "connect", broker: { port: 99_999 } }, "uri-bad-port"],
    ["a wrong setting", { action: "connect", broker: { keepalive: "long" } }, "config-not-integer"],
  ];
  for (const [what, message, code] of wrong) {
    it(`with ${what} ends in ${code}, and changes nothing`, async () => {
      const flow = await start();
      await connected(flow, "in");
      flow.send("in", message);
      flow.send("out", { ...message });
      const caught = await flow.caught.take(2);
      assert.deepEqual(
        caught.map(({ error }) => error.code),
        [code, code],
      );
      assert.equal(clients.all.length, 1);
      assert.deepEqual(flow.completed.all, []);
    });
  }

  it("ends in an error where the node can't work", async () => {
    const flow = await deploy([{ id: "in", type: "mqtt-in", broker: "", topic: "a", inputs: 1 }]);
    flow.send("in", { action: "connect" });
    assert.equal((await flow.caught.next(({ _msgid }) => _msgid !== undefined)).error.code, "broker-missing");
  });
});
