import assert from "node:assert/strict";
import { publication } from "./fake-transport";
import { OutboxBench, topics } from "./outbox-bench";

describe("a drain rate", () => {
  it("spreads what has waited over time", () => {
    const bench = new OutboxBench({ drainRate: 50 });
    bench.publishAll(...topics(90));
    bench.connect();
    const counts = [0, 200, 400, 600, 800].map(() => {
      const { length } = bench.transport.topics;
      bench.clock.advance(200);
      return length;
    });
    assert.deepEqual(counts, [1, 11, 21, 31, 41]);
    bench.clock.advance(1_000);
    assert.deepEqual(bench.transport.topics, topics(90));
  });

  it("keeps the order: what is published meanwhile comes after it", () => {
    const bench = new OutboxBench({ drainRate: 10 });
    bench.publishAll("a", "b");
    bench.connect();
    bench.publish("c");
    bench.publish("d", 0);
    assert.deepEqual(bench.transport.topics, ["a"]);
    bench.clock.advance(1_000);
    assert.deepEqual(bench.transport.topics, ["a", "b", "c", "d"]);
  });

  it("is over with the backlog", () => {
    const bench = new OutboxBench({ drainRate: 1 });
    bench.publishAll("a", "b");
    bench.connect();
    bench.clock.advance(1_000);
    bench.publishAll(...topics(50, "c"));
    assert.equal(bench.outbox.waiting, 0);
  });

  it("has nothing to say where nothing has waited", () => {
    const bench = new OutboxBench({ drainRate: 1 });
    bench.connect();
    bench.publishAll(...topics(100));
    assert.equal(bench.outbox.waiting, 0);
  });

  it("has nothing to say where nothing had waited when the broker came, though the socket wanted a pause then", () => {
    const bench = new OutboxBench({ drainRate: 1 });
    bench.connect();
    bench.transport.room = 1;
    bench.outbox.announce({ publication: publication("birth", 0), ended: () => undefined });
    bench.publishAll("a", "b", "c");
    bench.transport.room = 9;
    bench.outbox.writable();
    assert.deepEqual(bench.transport.topics, ["birth", "a", "b", "c"]);
  });

  it("needs one timer, however much comes meanwhile", () => {
    const bench = new OutboxBench({ drainRate: 1 });
    bench.publishAll("a", "b");
    bench.connect();
    bench.publishAll(...topics(10, "c"));
    assert.equal(bench.clock.pending, 1);
  });

  it("leaves what comes meanwhile within the limits of the queue", () => {
    const bench = new OutboxBench({ drainRate: 1, limit: 3 });
    bench.publishAll("a", "b", "c");
    bench.connect();
    bench.publishAll("d", "e");
    assert.deepEqual(bench.endings.all, ["e queue-full"]);
  });

  it("begins anew with each connection, and leaves no timer behind", () => {
    const bench = new OutboxBench({ drainRate: 1 });
    bench.publishAll("a", "b", "c");
    bench.connect();
    bench.outbox.disconnected();
    assert.equal(bench.clock.pending, 0);
    bench.connect();
    assert.deepEqual(bench.transport.topics, ["a"]);
    bench.outbox.clear();
    assert.equal(bench.clock.pending, 0);
  });

  it("can be many a millisecond", () => {
    const bench = new OutboxBench({ drainRate: 100_000, limit: 10_000 });
    bench.publishAll(...topics(5_000));
    bench.connect({ receiveMaximum: 65_535 });
    for (let at = 0; at < 5_000; at += 1) {
      if (bench.transport.sent.length <= at) bench.clock.advance(10);
      bench.outbox.acknowledged(bench.transport.sent[at]?.packetId ?? 0);
    }
    assert.deepEqual(bench.endings.all, topics(5_000));
    assert.ok(bench.clock.now() >= 40 && bench.clock.now() <= 100, `${bench.clock.now()} ms`);
  });
});
