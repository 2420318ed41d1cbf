import assert from "node:assert/strict";
import { startAedes } from "../support/aedes-broker";
import { deploy, useRuntime, type DeployedFlow } from "../support/flow";
import { freePort } from "../support/free-port";
import { connected, showing } from "../support/phrase";

describe("a control message about the queue", () => {
  useRuntime();

  /** Nodes whose broker is away. */
  async function waiting(port: number, config: object = {}): Promise<DeployedFlow> {
    const uri = `mqtt://127.0.0.1:${port}`;
    const flow = await deploy([
      { id: "broker", type: "broker-config", uri, reconnectMin: 1, reconnectMax: 1, queueLimit: 5, ...config },
      { id: "in", type: "mqtt-in", broker: "broker", topic: "a", inputs: 1, wires: [[]] },
      { id: "out", type: "mqtt-out", broker: "broker", qos: 1, retain: true },
      { id: "other", type: "mqtt-out", broker: "broker", qos: 1 },
    ]);
    await showing(flow, "out", "connection-refused");
    return flow;
  }

  it("tells how it stands, for all nodes of the broker", async () => {
    const flow = await waiting(await freePort());
    const before = Date.now();
    for (const id of ["out", "other", "out"]) flow.send(id, { topic: "a", payload: "text" });
    flow.send("other", { action: "getQueue", topic: "kept" });
    const { topic, payload } = await flow.completed.next();
    const { oldest, bytes, ...rest } = payload as { oldest: number; bytes: number };
    assert.equal(topic, "kept");
    assert.deepEqual(rest, { waiting: 3, inFlight: 0, storage: "memory", limit: 5, limitBytes: 104_857_600 });
    assert.ok(oldest >= before && oldest <= Date.now());
    assert.ok(bytes >= 3 * "atext".length && bytes < 100);
  });

  it("tells that nothing waits", async () => {
    const flow = await waiting(await freePort());
    flow.send("out", { action: "getQueue" });
    const { waiting: count, bytes, oldest } = (await flow.completed.next()).payload as Record<string, unknown>;
    assert.deepEqual([count, bytes, oldest], [0, 0, undefined]);
  });

  it("clears it: each message that waited ends in an error, and what comes later is sent", async () => {
    const port = await freePort();
    const flow = await waiting(port);
    for (const [id, payload] of [
      ["out", 1],
      ["other", 2],
      ["out", 3],
    ] as const)
      flow.send(id, { topic: "a", payload });
    flow.send("out", { action: "clearQueue", _msgid: "clear" });
    const caught = await flow.caught.take(3);
    assert.deepEqual(
      caught.map(({ payload, error }) => [payload, error.code]).sort(),
      [1, 2, 3].map((payload) => [payload, "queue-cleared"]),
    );
    const { _msgid, payload } = await flow.completed.next();
    assert.deepEqual([_msgid, payload], ["clear", { cleared: 3 }]);
    flow.send("out", { topic: "a", payload: "later" });
    const broker = await startAedes({ port });
    assert.equal((await flow.completed.next()).payload, "later");
    await broker.stop();
    assert.deepEqual([flow.completed.all.length, flow.caught.all.length], [2, 3]);
  });

  it("shows each node its own waiting messages, and none when they are cleared", async () => {
    const flow = await waiting(await freePort());
    const shows = (id: string, count: number): Promise<unknown> =>
      flow.statuses(id).next(({ text }) => text === `${count} waiting · no broker there`);
    for (const id of ["out", "other", "out"]) flow.send(id, { topic: "a", payload: "x" });
    await Promise.all([shows("out", 2), shows("other", 1)]);
    flow.send("other", { action: "clearQueue" });
    await flow.completed.next();
    // The error of the node's last message is told by Catch: the status goes on to say why there is no connection.
    await Promise.all([showing(flow, "out", "connection-refused"), showing(flow, "other", "connection-refused")]);
  });

  it("ends in an error where its message can't be changed, and clears nothing", async () => {
    const flow = await waiting(await freePort());
    flow.send("out", { topic: "a", payload: "x" });
    flow.send("out", Object.freeze({ _msgid: "1", action: "clearQueue" }));
    assert.equal((await flow.caught.next()).error.code, "unexpected");
    flow.send("out", { action: "getQueue" });
    assert.equal(((await flow.completed.next()).payload as { waiting: number }).waiting, 1);
  });

  it("is none that mqtt-in knows", async () => {
    const broker = await startAedes();
    const flow = await deploy([
      { id: "broker", type: "broker-config", uri: broker.uri },
      { id: "in", type: "mqtt-in", broker: "broker", topic: "a", inputs: 1, wires: [[]] },
      { id: "out", type: "mqtt-out", broker: "broker" },
    ]);
    await connected(flow, "in");
    flow.send("in", { action: "getQueue" });
    const { error } = await flow.caught.next();
    assert.equal(error.code, "action-unknown");
    assert.match(error.message, /subscribe, unsubscribe, getSubscriptions\.$/);
    flow.send("out", { action: "dance" });
    assert.match((await flow.caught.next()).error.message, /connect, disconnect, getQueue, clearQueue\.$/);
    await broker.stop();
  });
});
