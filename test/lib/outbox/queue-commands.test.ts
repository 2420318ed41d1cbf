import assert from "node:assert/strict";
import { publicationBytes } from "../../../nodes/lib/messages/publication";
import { FakeSender, publication } from "./fake-transport";
import { OutboxBench } from "./outbox-bench";

describe("the state of a queue", () => {
  it("tells what waits, since when and within which limits, and what is in flight", () => {
    const bench = new OutboxBench({ limit: 7, bytes: 5_000 });
    bench.connect({ receiveMaximum: 1 });
    bench.publishAll("a");
    bench.clock.advance(10);
    bench.publishAll("b");
    const oldest = bench.clock.date();
    bench.clock.advance(10);
    bench.publishAll("c");
    assert.deepEqual(bench.outbox.state, {
      waiting: 2,
      bytes: 2 * publicationBytes(publication("b")),
      inFlight: 1,
      oldest,
      storage: "memory",
      limit: 7,
      limitBytes: 5_000,
    });
  });

  it("has no oldest where nothing waits", () => {
    const bench = new OutboxBench();
    assert.deepEqual([bench.outbox.state.waiting, bench.outbox.state.oldest], [0, undefined]);
  });

  it("knows how many messages of each sender wait", () => {
    const bench = new OutboxBench();
    const other = new FakeSender("other");
    bench.publishAll("a", "b");
    bench.outbox.publish(publication("c"), other, bench.endings.of("c"));
    assert.deepEqual([bench.outbox.waitingOf("sender"), bench.outbox.waitingOf("other")], [2, 1]);
    bench.connect({ receiveMaximum: 2 });
    assert.deepEqual([bench.outbox.waitingOf("sender"), bench.outbox.waitingOf("other")], [0, 1]);
    bench.outbox.disconnected();
    assert.equal(bench.outbox.waitingOf("sender"), 2, "what is in flight waits for the broker, too");
    assert.equal(bench.outbox.waitingOf("other"), 1);
  });
});

describe("clearing a queue", () => {
  it("ends all that wait with an error, and leaves alone what is in flight", () => {
    const bench = new OutboxBench();
    bench.connect({ receiveMaximum: 1 });
    bench.publishAll("a", "b", "c");
    assert.equal(bench.outbox.clear(), 2);
    assert.deepEqual(bench.endings.all, ["b queue-cleared", "c queue-cleared"]);
    bench.acknowledge("a");
    assert.deepEqual(bench.endings.all, ["b queue-cleared", "c queue-cleared", "a"]);
    assert.deepEqual(bench.transport.topics, ["a"]);
  });

  it("tells the senders that nothing of theirs waits any more", () => {
    const bench = new OutboxBench();
    bench.publishAll("a");
    bench.outbox.clear();
    assert.equal(bench.sender.changes, 1);
    assert.equal(bench.outbox.waitingOf("sender"), 0);
  });

  it("is of no consequence for what is published in the course of it", () => {
    const bench = new OutboxBench();
    bench.publishTo(publication("a"), () => bench.publish("b"));
    assert.equal(bench.outbox.clear(), 1);
    assert.equal(bench.outbox.waiting, 1);
  });
});
