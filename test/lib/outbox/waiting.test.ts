import assert from "node:assert/strict";
import { publicationBytes } from "../../../nodes/lib/messages/publication";
import type { PublishTransport } from "../../../nodes/lib/outbox/publish-transport";
import { heapUsed } from "../heap-used";
import { publication, UNLIMITED } from "./fake-transport";
import { OutboxBench, topics } from "./outbox-bench";

describe("an outbox while the broker is away", () => {
  it("keeps QoS 1 and 2 messages and sends them in order, once", () => {
    const bench = new OutboxBench();
    for (const [index, topic] of topics(50).entries()) bench.publish(topic, index % 2 === 0 ? 1 : 2);
    assert.equal(bench.outbox.waiting, 50);
    bench.connect({ receiveMaximum: 100 });
    assert.deepEqual(bench.transport.topics, topics(50));
    assert.equal(bench.outbox.waiting, 0);
  });

  it("sends thousands in order, a window at a time", () => {
    const bench = new OutboxBench({ limit: 5_000 });
    bench.publishAll(...topics(5_000));
    bench.connect();
    for (const topic of topics(5_000)) bench.acknowledge(topic);
    assert.deepEqual(bench.transport.topics, topics(5_000));
    assert.deepEqual(bench.endings.all, topics(5_000));
  }).timeout(20_000);

  it("refuses QoS 0 messages, since these promise nothing", () => {
    const bench = new OutboxBench();
    bench.publish("a", 0);
    assert.deepEqual([bench.endings.all, bench.outbox.waiting], [["a not-connected"], 0]);
  });

  it("keeps QoS 0 messages too if it is asked to", () => {
    const bench = new OutboxBench({ queueQos0: true });
    bench.publish("a", 0);
    bench.publish("b", 1);
    bench.connect();
    assert.deepEqual([bench.endings.all, bench.transport.topics], [["a"], ["a", "b"]]);
  });

  it("refuses all messages if it is off", () => {
    const bench = new OutboxBench({ storage: "off", queueQos0: true });
    for (const qos of [0, 1, 2] as const) bench.publish(`a${qos}`, qos);
    assert.deepEqual(bench.endings.all, ["a0 not-connected", "a1 not-connected", "a2 not-connected"]);
  });

  it("refuses again once a connection is lost", () => {
    const bench = new OutboxBench({ storage: "off" });
    bench.connect();
    bench.outbox.disconnected();
    bench.publish("a");
    assert.deepEqual(bench.endings.all, ["a not-connected"]);
  });
});

describe("a full outbox", () => {
  it("refuses the new message", () => {
    const bench = new OutboxBench({ limit: 2 });
    bench.publishAll("a", "b", "c");
    assert.deepEqual(bench.endings.all, ["c queue-full"]);
    bench.connect();
    assert.deepEqual(bench.transport.topics, ["a", "b"]);
  });

  it("or drops the oldest, with an error", () => {
    const bench = new OutboxBench({ limit: 2, overflow: "drop-oldest" });
    bench.publishAll("a", "b", "c", "d");
    assert.deepEqual(bench.endings.all, ["a queue-dropped", "b queue-dropped"]);
    bench.connect();
    assert.deepEqual(bench.transport.topics, ["c", "d"]);
  });

  it("has no more bytes than its limit, to the byte", () => {
    const size = publicationBytes(publication("a"));
    const bench = new OutboxBench({ bytes: 3 * size });
    bench.publishAll("a", "b", "c", "d");
    assert.deepEqual(bench.endings.all, ["d queue-full"]);
    const tighter = new OutboxBench({ bytes: 3 * size - 1 });
    tighter.publishAll("a", "b", "c");
    assert.deepEqual(tighter.endings.all, ["c queue-full"]);
  });

  it("drops as many of the oldest as the new message needs", () => {
    const size = publicationBytes(publication("a"));
    const bench = new OutboxBench({ bytes: 4 * size, overflow: "drop-oldest" });
    bench.publishAll("a", "b", "c", "d");
    bench.publish("e", 1, { payload: "x".repeat(size) });
    assert.deepEqual(bench.endings.all, ["a queue-dropped", "b queue-dropped"]);
    assert.equal(bench.outbox.waiting, 3);
  });

  it("drops nothing for a message that is too large for it anyway", () => {
    const bench = new OutboxBench({ bytes: 200, overflow: "drop-oldest" });
    bench.publishAll("a", "b");
    bench.publish("c", 1, { payload: "x".repeat(200) });
    assert.deepEqual(bench.endings.all, ["c queue-full"]);
    assert.equal(bench.outbox.waiting, 2);
  });

  it("has room again for what has been sent", () => {
    const bench = new OutboxBench({ limit: 2, bytes: 2 * publicationBytes(publication("a")) });
    bench.connect({ receiveMaximum: 1 });
    bench.publishAll("a", "b", "c", "d");
    assert.deepEqual(bench.endings.all, ["d queue-full"]);
    bench.acknowledge("a");
    bench.publishAll("e", "f");
    assert.deepEqual(bench.endings.all, ["d queue-full", "a", "f queue-full"]);
  });

  it("counts as full what a lost session gives back, and loses none of it", () => {
    const bench = new OutboxBench({ limit: 2 });
    bench.connect({ receiveMaximum: 2 });
    bench.publishAll("a", "b", "c", "d");
    bench.outbox.disconnected();
    bench.connect({ receiveMaximum: 1 });
    bench.publishAll("e");
    assert.deepEqual(bench.endings.all, ["e queue-full"]);
    for (const topic of ["a", "b", "c", "d"]) bench.acknowledge(topic);
    assert.deepEqual(bench.transport.topics, ["a", "b", "c", "d"]);
  });
});

/** Keeps nothing, unlike the fake transport. */
class Devourer implements PublishTransport {
  publish(): boolean {
    return true;
  }

  release(): void {
    // Nothing is remembered.
  }

  probe(): void {
    // Nothing is remembered.
  }
}

describe("the memory of an outbox", () => {
  it("is given back when messages have been sent", () => {
    const bench = new OutboxBench({ limit: 20_000, bytes: 1e9 });
    const before = heapUsed();
    for (const topic of topics(20_000)) bench.publish(topic, 1, { properties: { contentType: topic.repeat(20) } });
    const full = heapUsed() - before;
    bench.outbox.connected(new Devourer(), { identity: "", sessionPresent: false, limits: UNLIMITED });
    for (let packetId = 1; packetId <= 20_000; packetId += 1) bench.outbox.acknowledged(packetId);
    assert.equal(bench.endings.all.length, 20_000);
    bench.endings.all.length = 0;
    const left = heapUsed() - before;
    assert.ok(left < full / 5, `${left} of ${full} bytes are left`);
    assert.equal(bench.outbox.waiting, 0);
  });
});

describe("the bytes of a lost session", () => {
  it("count again when they wait again", () => {
    const bench = new OutboxBench({ bytes: 3 * publicationBytes(publication("a")) });
    bench.connect({ receiveMaximum: 2 });
    bench.publishAll("a", "b", "c");
    bench.outbox.disconnected();
    bench.connect({ receiveMaximum: 1 });
    bench.publishAll("d", "e");
    assert.deepEqual(bench.endings.all, ["e queue-full"]);
  });
});

describe("a message that waits with a time to live", () => {
  it("is sent within it, to the millisecond", () => {
    const bench = new OutboxBench({ ttl: 5 });
    bench.publish("a");
    bench.clock.advance(5_000);
    bench.connect();
    assert.deepEqual([bench.transport.topics, bench.endings.all], [["a"], []]);
  });

  it("ends with an error after it, and the next is sent", () => {
    const bench = new OutboxBench({ ttl: 5 });
    bench.publish("a");
    bench.clock.advance(1);
    bench.publish("b");
    bench.clock.advance(5_000);
    bench.connect();
    assert.deepEqual([bench.transport.topics, bench.endings.all], [["b"], ["a message-expired"]]);
  });

  it("ends after it though it is longer than any timer can be", () => {
    const days = 24 * 60 * 60 * 1_000;
    const bench = new OutboxBench({ ttl: (60 * days) / 1_000 });
    bench.publish("a");
    bench.clock.advance(60 * days);
    assert.deepEqual(bench.endings.all, []);
    bench.clock.advance(1);
    assert.deepEqual(bench.endings.all, ["a message-expired"]);
  });

  it("lives for ever with 0", () => {
    const bench = new OutboxBench({ ttl: 0 });
    bench.publish("a");
    bench.clock.advance(1e12);
    bench.connect();
    assert.deepEqual(bench.transport.topics, ["a"]);
  });

  it("that was sent is not sent anew after it, when the broker has forgotten it", () => {
    const bench = new OutboxBench({ ttl: 5 });
    bench.connect();
    bench.publish("a");
    bench.outbox.disconnected();
    bench.clock.advance(5_001);
    bench.connect();
    assert.deepEqual([bench.transport.topics, bench.endings.all], [[], ["a message-expired"]]);
  });

  it("ends a message as soon as its time is over, and leaves its place to others", () => {
    const bench = new OutboxBench({ limit: 2, ttl: 1 });
    bench.publishAll("a", "b");
    bench.clock.advance(1_001);
    assert.deepEqual(bench.endings.all, ["a message-expired", "b message-expired"]);
    bench.publishAll("c");
    assert.equal(bench.outbox.waiting, 1);
    bench.connect();
    bench.acknowledge("c");
    assert.deepEqual(bench.transport.topics, ["c"]);
    bench.clock.advance(5_000);
    assert.equal(bench.clock.pending, 0);
  });

  it("ends what may not wait when the connection is lost, though it stood behind the window", () => {
    const bench = new OutboxBench({ storage: "off" });
    bench.connect({ receiveMaximum: 1 });
    bench.publishAll("in-flight", "behind");
    bench.outbox.disconnected();
    assert.deepEqual(bench.endings.all, ["behind not-connected"]);
  });

  it("measures what waits for the server's window, or for the socket", () => {
    const bench = new OutboxBench({ bytes: 1 });
    bench.connect({ receiveMaximum: 1 });
    bench.publishAll("a", "b");
    assert.deepEqual(bench.endings.all, ["b queue-full"]);
    bench.transport.room = 1;
    bench.publish("c", 0);
    bench.publish("d", 0);
    assert.deepEqual(bench.endings.all, ["b queue-full", "d queue-full"]);
  });

  it("measures what waits behind what is sent again", () => {
    const bench = new OutboxBench({ bytes: 1 });
    bench.connect({ receiveMaximum: 20 });
    for (const topic of topics(12)) bench.publish(topic, 2);
    bench.outbox.disconnected();
    bench.connect({}, true);
    bench.publish("b", 1);
    assert.deepEqual([bench.transport.topics, bench.endings.all], [topics(10), ["b queue-full"]]);
  });

  it("doesn't measure what needn't wait", () => {
    const bench = new OutboxBench({ limit: 1, bytes: 1 });
    bench.connect();
    bench.publishAll("a", "b", "c");
    assert.deepEqual(bench.transport.topics, ["a", "b", "c"]);
  });
});
