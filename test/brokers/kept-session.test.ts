import assert from "node:assert/strict";
import type { IPublishPacket, Packet } from "mqtt-packet";
import { useRuntime, type FlowMessage } from "../support/flow";
import { Journal } from "../support/journal";
import { connected } from "../support/phrase";
import { accepted, type PeerConnection } from "../support/scripted-peer";
import { useScriptedPeer } from "./facing-peer";

const KEPT = { cleanSession: false, clientId: "plant" };

describe("a message in flight in a session that the broker keeps", () => {
  useRuntime();
  const facing = useScriptedPeer();

  for (const qos of [1, 2] as const) {
    it(`is sent again after a disconnect and a connect by message (QoS ${qos})`, async () => {
      const published = new Journal<IPublishPacket>("PUBLISH");
      const flow = await facing((packet, connection, count) => {
        if (packet.cmd === "publish") published.add(packet);
        // The first connection never acknowledges.
        answer(packet, connection, count);
      }, KEPT);
      await connected(flow, "out");
      flow.send("out", { topic: "plant/n", payload: 1, qos });
      await published.next();
      for (const action of ["disconnect", "connect"]) {
        flow.send("out", { action });
        await flow.completed.next();
      }
      assert.equal((await published.next()).dup, true);
      // The acknowledgement may come before or after the `connect` is done.
      const isDone = ({ payload }: FlowMessage): boolean => payload === 1;
      if (!flow.completed.all.some(isDone)) await flow.completed.next(isDone);
    });
  }

  it("doesn't make a broker that closes on it one that doesn't know MQTT 5", async () => {
    const versions = new Journal<number | undefined>("protocol versions");
    const flow = await facing(
      (packet, connection, count) => {
        if (packet.cmd === "publish") return connection.close();
        if (packet.cmd === "pingreq") return connection.send({ cmd: "pingresp" });
        if (packet.cmd !== "connect") return;
        versions.add(packet.protocolVersion);
        connection.send(accepted({}, count > 1));
      },
      { ...KEPT, reconnectMin: 1, reconnectMax: 1 },
    );
    await connected(flow, "out");
    flow.send("out", { topic: "plant/n", payload: 1, qos: 1 });
    assert.deepEqual(await versions.take(4), [5, 5, 5, 5]);
  });
});

function answer(packet: Packet, connection: PeerConnection, count: number): void {
  const messageId = packet.messageId ?? 0;
  if (packet.cmd === "connect") connection.send(accepted({}, count > 1));
  if (packet.cmd === "disconnect") connection.close();
  if (packet.cmd === "pubrel") connection.send({ cmd: "pubcomp", messageId, reasonCode: 0 });
  if (packet.cmd !== "publish" || count === 1) return;
  connection.send({ cmd: packet.qos === 2 ? "pubrec" : "puback", messageId, reasonCode: 0 });
}
