import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import helper from "node-red-node-test-helper";
import {
  deploy,
  useRuntime,
  type CaughtMessage,
  type DeployedFlow,
  type FlowMessage,
  type FlowNode,
} from "../support/flow";
import { Journal } from "../support/journal";
import { showing } from "../support/phrase";
import { accepted, startPeer, type PeerConnection, type ScriptedPeer } from "../support/scripted-peer";

describe("a message that was done when it was safe on disk, and fails later", () => {
  useRuntime();
  let userDir: string;
  let peer: ScriptedPeer;
  /** Those whom the broker has not answered yet. */
  let clients: Journal<PeerConnection>;

  beforeEach(async () => {
    userDir = await mkdtemp(path.join(tmpdir(), "failed-later-"));
    helper.settings({ userDir });
    clients = new Journal("CONNECT");
    peer = await startPeer((packet, connection) => {
      if (packet.cmd === "connect") clients.add(connection);
    });
  });
  afterEach(async () => {
    helper.settings({ userDir: undefined });
    await helper.unload();
    await peer.stop();
    await rm(userDir, { recursive: true });
  });

  const message = {
    topic: "plant/boiler",
    qos: 2,
    retain: true,
    contentType: "text/plain",
    userProperties: { unit: "C" },
  };

  /** Sends a message, and has it refused when it is done: the broker takes no QoS 2, it turns out. */
  async function fail(flow: DeployedFlow, msg: FlowMessage): Promise<CaughtMessage> {
    const connection = await clients.next();
    flow.send("out", { _msgid: "original", ...message, ...msg });
    assert.equal((await flow.completed.next())._msgid, "original");
    connection.send(accepted({ maximumQoS: 1 }));
    return flow.caught.next();
  }

  function nodes(config: object = {}): FlowNode[] {
    return [
      { id: "broker", type: "broker-config", uri: peer.uri, queue: "disk", ...config },
      { id: "out", type: "mqtt-out", broker: "broker" },
      { id: "other", type: "mqtt-out", broker: "broker" },
      { id: "third", type: "mqtt-out", broker: "broker" },
    ];
  }

  function running(config: object = {}): Promise<DeployedFlow> {
    return deploy(nodes(config));
  }

  for (const [what, payload, kept] of [
    ["a text", "21", "21"],
    ["an object, as its JSON", { t: 21 }, '{"t":21}'],
    ["a buffer", Buffer.from([0, 255]), Buffer.from([0, 255])],
  ] as const) {
    it(`goes to Catch as it was kept, with ${what}`, async () => {
      const before = Date.now();
      const flow = await running();
      const { error, _msgid, queuedAt, ...msg } = await fail(flow, { payload });
      assert.equal(error.code, "qos-not-supported");
      assert.equal(error.source.id, "out");
      assert.match(error.message, /takes QoS 1 at most, not 2\.$/);
      assert.match(_msgid ?? "", /^[0-9a-f]{16}$/);
      assert.ok(Number(queuedAt) >= before && Number(queuedAt) <= Date.now());
      assert.deepEqual(msg, { ...message, payload: kept });
    });
  }

  for (const [what, code, config] of [
    ["it waited too long", "message-expired", { messageTtl: 1 }],
    ["a newer one took its place", "queue-dropped", { queueLimit: 1, queueOverflow: "drop-oldest" }],
  ] as const) {
    it(`goes to Catch when ${what}`, async () => {
      const flow = await running(config);
      for (const payload of ["21", "22"]) flow.send("out", { ...message, payload });
      const { error, _msgid, queuedAt, ...msg } = await flow.caught.next();
      assert.deepEqual([error.code, error.source.id, msg], [code, "out", { ...message, payload: "21" }]);
      assert.equal(flow.completed.all.length, 2);
    });
  }

  for (const [what, payload] of [
    ["a text", "21"],
    ["a buffer", Buffer.from([0, 255])],
  ] as const) {
    it(`goes to Catch from its broker node when the node that sent it is gone, with ${what}`, async () => {
      const flow = await running();
      const connection = await clients.next();
      flow.send("out", { ...message, payload });
      await flow.completed.next();
      await flow.redeploy(
        nodes().filter(({ id }) => id !== "out"),
        "nodes",
      );
      const before = Date.now();
      connection.send(accepted({ maximumQoS: 1 }));
      const { error, _msgid, queuedAt, ...msg } = await flow.caught.next();
      assert.deepEqual([error.code, error.source.id, msg], ["qos-not-supported", "broker", { ...message, payload }]);
      assert.match(error.message, /takes QoS 1 at most, not 2\.$/);
      assert.ok(Number(queuedAt) <= before);
      assert.equal(flow.caught.all.length, 1);
    });
  }

  it("shows in the node's status, and is told once", async () => {
    const flow = await running();
    await fail(flow, { payload: "21" });
    assert.equal((await showing(flow, "out", "qos-not-supported")).fill, "red");
    assert.deepEqual([flow.caught.all.length, flow.completed.all.length], [1, 1]);
  });
});
