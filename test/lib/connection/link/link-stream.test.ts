import assert from "node:assert/strict";
import { generate } from "mqtt-packet";
import { openLinkStream } from "../../../../nodes/lib/connection/link/link-stream";
import type { ProtocolVersion } from "../../../../nodes/lib/connection/settings/connect-settings";
import { Journal } from "../../../support/journal";
import { startPeer, type PeerConnection, type ScriptedPeer } from "../../../support/scripted-peer";
import { linkOf } from "../settings/saved-connection";

describe("the stream of a link", () => {
  let peer: ScriptedPeer;
  let connections: Journal<PeerConnection>;
  const streams: { destroy(): void }[] = [];

  beforeEach(async () => {
    connections = new Journal("connections");
    peer = await startPeer((_packet, connection) => connections.add(connection));
  });
  afterEach(() => {
    for (const stream of streams.splice(0)) stream.destroy();
    return peer.stop();
  });

  it("tells of each byte that comes, were it the first of many of one packet", async () => {
    const { broker, events } = await open(5);
    broker.send(Buffer.from([0x30]));
    assert.deepEqual(await events.next(), "heard");
    broker.send(Buffer.from([0x7f]));
    assert.deepEqual(await events.next(), "heard");
  });

  it("tells of a packet larger than MQTT 5 was told we take, before it has come", async () => {
    const { broker, events } = await open(5, { properties: { maximumPacketSize: 1_000 } });
    broker.send(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]));
    assert.deepEqual(await events.take(2), ["heard", "268435460 bytes"]);
  });

  it("takes what comes where no limit was set, or the broker can't know it", async () => {
    for (const opened of [open(5), open(4, { properties: { maximumPacketSize: 10 } })]) {
      const { broker, events } = await opened;
      broker.send(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]));
      assert.deepEqual(await events.next(), "heard");
      assert.equal(events.all.length, 1);
    }
  });

  async function open(
    version: ProtocolVersion,
    saved: object = {},
  ): Promise<{ broker: PeerConnection; events: Journal<string> }> {
    const events = new Journal<string>("events");
    const stream = openLinkStream(linkOf(version, { uri: peer.uri, ...saved }), {
      up: () => undefined,
      failed: () => undefined,
      heard: () => events.add("heard"),
      tooLarge: (bytes) => events.add(`${bytes} bytes`),
    });
    streams.push(stream);
    // The peer shows a connection with its first packet.
    stream.write(generate({ cmd: "pingreq" }));
    return { broker: await connections.next(), events };
  }
});
