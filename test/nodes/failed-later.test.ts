import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import helper from "node-red-node-test-helper";
import { deploy, useRuntime, type CaughtMessage, type DeployedFlow, type FlowMessage } from "../support/flow";
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

  function running(): Promise<DeployedFlow> {
    return deploy([
      { id: "broker", type: "broker-config", uri: peer.uri, queue: "disk" },
      { id: "out", type: "mqtt-out", broker: "broker" },
    ]);
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

  it("shows in the node's status, and is told once", async () => {
    const flow = await running();
    await fail(flow, { payload: "21" });
    assert.equal((await showing(flow, "out", "qos-not-supported")).fill, "red");
    assert.deepEqual([flow.caught.all.length, flow.completed.all.length], [1, 1]);
  });
});
