import assert from "node:assert/strict";
import type { Packet } from "mqtt-packet";
import { ManualClock } from "../../../support/manual-clock";
import { accepted, type PeerConnection } from "../../../support/scripted-peer";
import { message, publication, request, send, useLinks, type LinkBench } from "./link-bench";

describe("a link that sends messages", () => {
  const open = useLinks();

  for (const version of [3, 4, 5] as const) {
    it(`gives each the identifier it is told, and hears of its end: version ${version}`, async () => {
      const bench = await open({ version, script: acknowledging });
      send(bench.link, "t/0", 0);
      send(bench.link, "t/1", 1, 60_000);
      send(bench.link, "t/2", 2, 1);
      assert.deepEqual(await bench.answers.take(2), ["acknowledged 60000", "received 1"]);
      bench.link.release(1);
      assert.equal(await bench.answers.next(), "acknowledged 1");
      assert.deepEqual(wire(bench), ["t/0 0", "t/1 1 60000", "t/2 2 1", "pubrel 1"]);
    });
  }

  it("leaves it to others when a PUBREL goes out", async () => {
    const bench = await open({ script: acknowledging });
    send(bench.link, "t/2", 2, 1);
    await bench.answers.next();
    await untilSent(bench);
    assert.deepEqual(wire(bench), ["t/2 2 1", "mark 0"]);
  });

  it("says what the broker says in the order in which it comes, also of what was never sent", async () => {
    const { broker, answers, sent, closed } = await open();
    broker.send({ cmd: "pubrec", messageId: 2, reasonCode: 0 });
    broker.send({ cmd: "puback", messageId: 1, reasonCode: 0 });
    broker.send({ cmd: "pubcomp", messageId: 2, reasonCode: 0 });
    broker.send({ cmd: "pubrec", messageId: 3, reasonCode: 0x97 });
    assert.deepEqual(await answers.take(4), ["received 2", "acknowledged 1", "acknowledged 2", "refused 3"]);
    assert.deepEqual([sent.all, closed.all], [[], []]);
  });

  for (const [cmd, reasonCode, said] of [
    ["puback", 0x10, "acknowledged 7"],
    ["pubrec", 0x10, "received 7"],
    ["pubcomp", 0x92, "acknowledged 7"],
    ["puback", 0x87, "refused 7"],
    ["pubrec", 0x91, "refused 7"],
  ] as const) {
    it(`takes a ${cmd.toUpperCase()} with ${reasonCode} for "${said}"`, async () => {
      const { broker, answers } = await open();
      broker.send({ cmd, messageId: 7, reasonCode });
      assert.equal(await answers.next(), said);
    });
  }

  it("names the reason of a refusal", async () => {
    const { broker, acknowledged } = await open();
    broker.send({ cmd: "puback", messageId: 7, reasonCode: 0x87 });
    const { error } = await acknowledged.next();
    assert.deepEqual([error?.code, error?.values], ["publish-refused", { reason: "not authorized" }]);
  });

  it("uses other identifiers for SUBSCRIBE and UNSUBSCRIBE, each for one packet at a time", async () => {
    const bench = await open();
    for (const filter of ["a", "b"]) bench.link.subscribe(request(filter), () => undefined);
    bench.link.unsubscribe(["a"], () => undefined);
    const packets = await bench.sent.take(3);
    assert.deepEqual(
      packets.map(({ messageId }) => messageId),
      [61_001, 61_002, 61_003],
    );
  });

  it("is told when its probe is answered: not by the PINGRESP that the keepalive had asked for", async () => {
    const clock = new ManualClock();
    const bench = await open({ clock, saved: { keepalive: 10 } });
    clock.advance(10_000);
    let isAnswered = false;
    bench.link.probe(() => (isAnswered = true));
    await bench.sent.take(2);
    for (const answered of [false, true]) {
      bench.broker.send({ cmd: "pingresp" });
      bench.broker.send(message("behind it"));
      await bench.received.next();
      assert.equal(isAnswered, answered);
    }
  });

  it("says that the socket is full, and when there is room again", async () => {
    const bench = await open();
    const large = { ...publication("t"), payload: Buffer.alloc(10_000) };
    let count = 1;
    while (bench.link.publish(large, 0, false)) count += 1;
    await bench.drains.next();
    assert.equal(bench.link.publish(publication("last"), 0, false), true);
    await bench.sent.next((packet) => packet.cmd === "publish" && packet.topic === "last");
    assert.deepEqual([bench.sent.all.length, bench.drains.all.length], [count + 1, 1]);
  });

  for (const { how, close, last } of [
    { how: "said DISCONNECT [MQTT-3.14.4-1]", close: ({ link }: LinkBench) => link.end(), last: ["disconnect"] },
    { how: "closed without a word", close: ({ link }: LinkBench) => link.destroy(), last: [] },
  ]) {
    it(`writes nothing any more once it has ${how}`, async () => {
      const bench = await open();
      close(bench);
      assert.equal(send(bench.link, "late", 1), false);
      bench.link.release(1);
      bench.link.probe(() => undefined);
      await bench.closed.next();
      assert.deepEqual(
        bench.sent.all.map(({ cmd }) => cmd),
        last,
      );
    });
  }

  it("is closed when something can't be written, which a broker would take for something else", async () => {
    const bench = await open();
    bench.link.publish({ ...publication("t"), properties: { messageExpiryInterval: -1 } }, 0, false);
    const { code, progress } = await bench.closed.next();
    assert.deepEqual([code, progress], ["connection-failed", "accepted"]);
    assert.deepEqual(bench.sent.all, []);
  });
});

describe("the topic aliases of a link that sends messages", () => {
  const open = useLinks();

  it("are as many as the broker takes, and mean nothing on the next connection", async () => {
    for (let connection = 1; connection <= 2; connection += 1) {
      const bench = await open({ connack: accepted({ topicAliasMaximum: 1 }) });
      for (const topic of ["plant/a", "plant/a", "plant/b"]) send(bench.link, topic, 0);
      await untilSent(bench);
      assert.deepEqual(wire(bench), ["plant/a 0 =1", " 0 =1", "plant/b 0", "mark 0"]);
    }
  });

  it("stand for the topics of messages that are sent again, too", async () => {
    const bench = await open({ connack: accepted({ topicAliasMaximum: 1 }, true) });
    for (const packetId of [1, 2]) bench.link.publish(publication("plant/a", 1), packetId, true);
    await untilSent(bench);
    assert.deepEqual(wire(bench), ["plant/a 1 1 again =1", " 1 2 again =1", "mark 0"]);
  });

  it("are none where the broker says nothing of them, and before MQTT 5", async () => {
    for (const version of [4, 5] as const) {
      const bench = await open({ version });
      for (const topic of ["plant/a", "plant/a"]) send(bench.link, topic, 0);
      await untilSent(bench);
      assert.deepEqual(wire(bench), ["plant/a 0", "plant/a 0", "mark 0"]);
    }
  });
});

/** A broker that takes each message. */
function acknowledging(packet: Packet, broker: PeerConnection): void {
  const messageId = packet.messageId ?? 0;
  if (packet.cmd === "publish" && packet.qos === 1) broker.send({ cmd: "puback", messageId, reasonCode: 0 });
  if (packet.cmd === "publish" && packet.qos === 2) broker.send({ cmd: "pubrec", messageId, reasonCode: 0 });
  if (packet.cmd === "pubrel") broker.send({ cmd: "pubcomp", messageId, reasonCode: 0 });
}

/** Resolves when the broker has got all that was written before. */
async function untilSent({ link, sent }: LinkBench): Promise<void> {
  send(link, "mark", 0);
  await sent.next((packet) => packet.cmd === "publish" && packet.topic === "mark");
}

/** What the broker has got: `topic qos identifier again =alias`. */
function wire({ sent }: LinkBench): string[] {
  return sent.all.map((packet) => {
    const identifier = packet.messageId === undefined ? "" : ` ${packet.messageId}`;
    if (packet.cmd !== "publish") return `${packet.cmd}${identifier}`;
    const { topic, qos, dup, properties } = packet;
    const alias = properties?.topicAlias === undefined ? "" : ` =${properties.topicAlias}`;
    return `${topic} ${qos}${identifier}${dup ? " again" : ""}${alias}`;
  });
}
