import assert from "node:assert/strict";
import type { IPublishPacket, Packet } from "mqtt-packet";
import { useRuntime } from "../support/flow";
import { Journal } from "../support/journal";
import { connected, showing } from "../support/phrase";
import { accepted } from "../support/scripted-peer";
import { useScriptedPeer } from "./facing-peer";

describe("a broker that sets limits or refuses", () => {
  useRuntime();
  const facing = useScriptedPeer();

  it("never has more messages in flight than its Receive Maximum", async () => {
    const open = new Set<number | undefined>();
    const most = new Journal<number>("messages in flight");
    const flow = await facing((packet, connection) => {
      if (packet.cmd === "connect") connection.send(accepted({ receiveMaximum: 3 }));
      if (packet.cmd !== "publish") return;
      most.add(open.add(packet.messageId).size);
      if (open.size < 3) return;
      for (const messageId of open) connection.send({ cmd: "puback", messageId: messageId ?? 0, reasonCode: 0 });
      open.clear();
    });
    await connected(flow, "out");
    for (let i = 0; i < 30; i += 1) flow.send("out", { topic: "plant/n", payload: i, qos: 1 });
    await flow.completed.take(30);
    assert.equal(Math.max(...most.all), 3);
  });

  it("gets what it had not acknowledged again, marked as duplicate, when it still knows the session", async () => {
    const published = new Journal<IPublishPacket>("PUBLISH");
    const flow = await facing(
      (packet, connection, count) => {
        if (packet.cmd === "connect") connection.send(accepted({}, count > 1));
        if (packet.cmd !== "publish") return;
        published.add(packet);
        if (count === 1) connection.close();
        else connection.send({ cmd: "puback", messageId: packet.messageId ?? 0, reasonCode: 0 });
      },
      { cleanSession: false, clientId: "kept" },
    );
    await connected(flow, "out");
    flow.send("out", { topic: "plant/n", payload: 1, qos: 1 });
    const [first, second] = await published.take(2);
    assert.deepEqual([first?.dup, second?.dup], [false, true]);
    assert.equal(second?.messageId, first?.messageId);
    await flow.completed.next();
    assert.equal(published.all.length, 2);
  });

  it("may refuse a subscription, which that node says and Catch gets", async () => {
    const flow = await facing((packet, connection) => {
      if (packet.cmd === "connect") connection.send(accepted());
      if (packet.cmd === "subscribe") {
        connection.send({ cmd: "suback", messageId: packet.messageId ?? 0, granted: [0x87] });
      }
    });
    const shown = await showing(flow, "in", "subscribe-refused");
    assert.deepEqual([shown.fill, shown.shape], ["red", "dot"]);
    const { error } = await flow.caught.next();
    assert.equal(error.code, "subscribe-refused");
    assert.match(error.message, /refused the subscription to plant\/#: not authorized/);
  });

  it("may refuse a message, which Catch gets with the reason", async () => {
    const flow = await facing((packet, connection) => {
      if (packet.cmd === "connect") connection.send(accepted());
      if (packet.cmd !== "publish") return;
      connection.send({
        cmd: packet.qos === 1 ? "puback" : "pubrec",
        messageId: packet.messageId ?? 0,
        reasonCode: 0x97,
      });
    });
    await connected(flow, "out");
    for (const qos of [1, 2]) flow.send("out", { topic: "plant/n", payload: 1, qos });
    for (const { error } of await flow.caught.take(2)) {
      assert.equal(error.code, "publish-refused");
      assert.match(error.message, /quota exceeded/);
    }
  });

  it("may use topic aliases where it was allowed to, for QoS 2 too", async () => {
    const flow = await facing(
      (packet, connection) => {
        if (packet.cmd === "connect") connection.send(accepted());
        if (packet.cmd === "subscribe") for (const alias of aliased()) connection.send(alias);
        if (packet.cmd === "pubrec") connection.send({ cmd: "pubrel", messageId: packet.messageId ?? 0 });
      },
      { properties: { topicAliasMaximum: 5 } },
    );
    const topics = (await flow.received("sink").take(2)).map(({ topic }) => topic);
    assert.deepEqual(topics, ["plant/aliased", "plant/aliased"]);
  });
});

/** Two PUBLISHes: the first gives a topic an alias, the second has the alias alone. */
function aliased(): Packet[] {
  const publish = { cmd: "publish", payload: "x", qos: 2, retain: false, dup: false } as const;
  const properties = { topicAlias: 1 };
  return [
    { ...publish, topic: "plant/aliased", messageId: 1, properties },
    { ...publish, topic: "", messageId: 2, properties },
  ];
}
