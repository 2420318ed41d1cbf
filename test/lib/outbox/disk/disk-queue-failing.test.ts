import assert from "node:assert/strict";
import { MqttNodeError } from "../../../../nodes/lib/errors";
import { topics } from "../outbox-bench";
import { diskFull } from "./fake-record-store";
import { killedBench, openBench, quiet, topicsOf, type QueueBench } from "./queue-bench";

describe("a queue whose disk is full", () => {
  it("tells it once, and goes on in memory: a message ends when the broker has it", async () => {
    const bench = await full();
    bench.pushAll(["a", "b"]);
    await quiet();
    assert.deepEqual([bench.troubles, bench.ended], [["store-failed"], []]);
    bench.acknowledge(...bench.shift(2));
    bench.push("c");
    bench.clock.advance(5_000);
    await quiet();
    assert.deepEqual([bench.troubles, bench.ended, bench.shiftAll()], [["store-failed"], ["a", "b"], ["c"]]);
  });

  it("tells its owner that messages may be sent now", async () => {
    const bench = await full();
    const { changes } = bench;
    bench.push("a");
    await quiet();
    assert.equal(bench.changes, changes + 1);
  });

  it("tells another reason, too", async () => {
    const bench = await full();
    bench.push("a");
    await quiet();
    bench.store.appendFailure = new MqttNodeError("store-failed", { file: "queue", detail: "EIO: i/o error, write" });
    bench.clock.advance(5_000);
    await quiet();
    assert.deepEqual(bench.troubles, ["store-failed", "store-failed"]);
  });

  it("tells it again when it was well meanwhile", async () => {
    const bench = await full();
    bench.push("a");
    await quiet();
    await mend(bench);
    bench.store.appendFailure = diskFull();
    bench.push("b");
    await quiet();
    assert.deepEqual(bench.troubles, ["store-failed", "mended", "store-failed"]);
  });

  it("tells once that it is well again", async () => {
    const bench = await full();
    bench.push("a");
    await quiet();
    await mend(bench);
    bench.push("b");
    await quiet();
    assert.deepEqual(bench.troubles, ["store-failed", "mended"]);
  });

  it("doesn't tell that it is well again before all of it is", async () => {
    const bench = await full();
    bench.pushAll(topics(20), { bytes: 1_000_000 });
    bench.store.appendFailure = undefined;
    await quiet(60);
    bench.store.appendFailure = diskFull();
    bench.store.readFailure = new MqttNodeError("store-failed", { file: "queue", detail: "EIO: i/o error, read" });
    bench.push("b");
    bench.shiftAll();
    await quiet();
    await mend(bench);
    assert.deepEqual(bench.troubles, ["store-failed", "store-failed"]);
    bench.store.readFailure = undefined;
    bench.clock.advance(5_000);
    await quiet();
    assert.deepEqual(bench.troubles, ["store-failed", "store-failed", "mended"]);
  });

  it("tells one reason once, though it can neither be written nor read", async () => {
    const bench = await openBench();
    bench.pushAll(topics(20), { bytes: 1_000_000 });
    await quiet(60);
    bench.store.appendFailure = bench.store.readFailure = diskFull();
    bench.push("b");
    bench.shiftAll();
    await quiet();
    assert.deepEqual(bench.troubles, ["store-failed"]);
  });

  it("tells nobody that it is well again once it is closed", async () => {
    const bench = await full();
    bench.push("a");
    await quiet();
    bench.store.appendFailure = undefined;
    await bench.closed();
    assert.deepEqual([bench.troubles, bench.store.topics], [["store-failed"], ["a"]]);
  });

  it("records nothing, as far as its owner is told, while it lasts", async () => {
    const bench = await full();
    bench.pushAll(["a", "b"], { sender: "one" });
    assert.equal(bench.queue.recordingOf("one"), 2);
    await quiet();
    assert.deepEqual([bench.queue.recordingOf("one"), bench.queue.count], [0, 2]);
    await mend(bench);
    assert.deepEqual([bench.queue.recordingOf("one"), bench.queue.count], [0, 2]);
  });

  it("tries every five seconds, and not in between, however many messages come", async () => {
    const bench = await full();
    for (const topic of topics(100)) {
      bench.push(topic);
      await quiet(2);
    }
    assert.equal(bench.store.appends.length, 1);
    bench.clock.advance(4_999);
    await quiet();
    assert.equal(bench.store.appends.length, 1);
    bench.clock.advance(1);
    await quiet();
    assert.deepEqual(bench.store.appends.at(-1)?.words, topics(100));
  });

  it("records what waits and what is in flight when there is room again, and ends it", async () => {
    const bench = await full();
    bench.pushAll(["a", "b", "c", "d"]);
    await quiet();
    const [a, b] = bench.shift(2);
    if (a !== undefined) bench.acknowledge(a);
    await mend(bench);
    assert.deepEqual(
      [bench.ended, bench.store.topics],
      [
        ["a", "b", "c", "d"],
        ["b", "c", "d"],
      ],
    );
    if (b !== undefined) bench.acknowledge(b);
    await quiet();
    assert.deepEqual(
      [bench.store.topics, bench.shiftAll()],
      [
        ["c", "d"],
        ["c", "d"],
      ],
    );
    assert.deepEqual(bench.ended, ["a", "b", "c", "d"]);
  });

  it("records nothing of what has been settled while it was tried again", async () => {
    const bench = await full();
    bench.pushAll(["a", "b"]);
    await quiet();
    const entries = bench.shift(2);
    bench.store.isHeld = true;
    bench.clock.advance(5_000);
    await quiet();
    bench.acknowledge(...entries);
    bench.store.release();
    await quiet();
    const tries = bench.store.appends.length;
    await mend(bench);
    assert.deepEqual([bench.store.topics, bench.store.appends.length], [[], tries]);
  });

  it("records as settled what was settled while it was recorded at last", async () => {
    const bench = await full();
    bench.pushAll(["a", "b"]);
    await quiet();
    const entries = bench.shift(2);
    bench.store.isHeld = true;
    bench.store.appendFailure = undefined;
    bench.clock.advance(5_000);
    await quiet();
    bench.acknowledge(...entries);
    bench.store.isHeld = false;
    bench.store.release();
    await quiet();
    assert.deepEqual([bench.store.topics, bench.ended], [[], ["a", "b"]]);
  });

  it("doesn't count as well before something has been written", async () => {
    const bench = await full();
    bench.push("a");
    await quiet();
    bench.acknowledge(...bench.shift());
    bench.clock.advance(5_000);
    await quiet();
    bench.push("b");
    await quiet();
    assert.deepEqual([bench.troubles, topicsOf(bench.shift())], [["store-failed"], ["b"]]);
    await mend(bench);
    assert.deepEqual([bench.ended, bench.store.topics], [["a", "b"], ["b"]]);
  });

  it("keeps in mind what has become of stored messages until it can be written", async () => {
    const bench = await openBench();
    bench.pushAll(["a", "b", "c"]);
    await quiet();
    bench.store.appendFailure = diskFull();
    const [a, b] = bench.shift(2);
    const order: string[] = [];
    if (b !== undefined) bench.queue.received(b, () => order.push("safe"));
    await quiet();
    assert.deepEqual(order, ["safe"]);
    if (a !== undefined) bench.acknowledge(a);
    await quiet();
    await mend(bench);
    const next = await killedBench(bench);
    const left = next.shift(Infinity);
    assert.deepEqual([topicsOf(left), left[0]?.progress], [["b", "c"], "received"]);
  });

  it("lets PUBREL follow at once while it lasts", async () => {
    const bench = await openBench();
    bench.pushAll(["a", "b"]);
    await quiet();
    bench.store.appendFailure = diskFull();
    bench.push("c");
    await quiet();
    const order: string[] = [];
    for (const entry of bench.shift(3)) bench.queue.received(entry, () => order.push(entry.publication.topic));
    assert.deepEqual(order, ["a", "b", "c"]);
  });

  it("remembers the last session only, however many begin", async () => {
    const bench = await full();
    for (const topic of topics(20, "session")) bench.queue.beginSession(topic, () => undefined);
    await quiet();
    for (const topic of topics(20, "later")) bench.queue.beginSession(topic, () => undefined);
    await mend(bench);
    assert.deepEqual(bench.store.appends.at(-1)?.words, ["session later19"]);
  });

  it("counts as flushed", async () => {
    const bench = await full();
    bench.push("a");
    await bench.flushed();
    assert.equal(bench.store.appends.length, 1);
  });

  it("gives back what its owner takes, and doesn't record it later", async () => {
    const bench = await full();
    bench.pushAll(["a", "b", "c"]);
    await quiet();
    const taken = bench.queue.take(({ publication }) => publication.topic !== "b");
    bench.acknowledge(...taken);
    await mend(bench);
    assert.deepEqual([topicsOf(taken), bench.store.topics, bench.shiftAll()], [["a", "c"], ["b"], ["b"]]);
  });

  it("gives back what its owner takes in its order, recorded or not", async () => {
    const bench = await full();
    bench.push("a", { mayWait: false });
    bench.push("b");
    bench.push("c", { mayWait: false });
    bench.push("d");
    assert.deepEqual(topicsOf(bench.queue.take(() => true)), ["a", "b", "c", "d"]);
  });

  it("goes on recording what is in flight when the rest is cleared", async () => {
    const bench = await full();
    bench.pushAll(["a", "b"]);
    await quiet();
    bench.shift();
    bench.store.isHeld = true;
    bench.clock.advance(5_000);
    await quiet();
    bench.acknowledge(...bench.queue.clear().unended);
    bench.store.appendFailure = undefined;
    bench.store.isHeld = false;
    bench.store.release();
    await quiet();
    assert.deepEqual([bench.store.topics, bench.ended], [["a"], ["b", "a"]]);
  });

  it("can be closed after one more attempt", async () => {
    const bench = await full();
    bench.pushAll(["a", "b"]);
    await quiet();
    const { changes } = bench;
    await bench.closed();
    assert.deepEqual([bench.store.appends.length, bench.store.isClosed], [2, true]);
    assert.deepEqual([bench.changes, bench.troubles.length, bench.clock.pending], [changes, 1, 0]);
    assert.deepEqual(topicsOf(bench.queue.take(() => true)), ["a", "b"]);
  });
});

describe("a queue whose disk can't be read", () => {
  it("tells it, reads again after five seconds, and keeps the order", async () => {
    const last = await openBench();
    last.pushAll(["a", "b"]);
    await quiet();
    const store = last.store.killed();
    store.readFailure = diskFull();
    const bench = await openBench({ store });
    bench.push("c");
    await quiet();
    assert.deepEqual([bench.troubles, bench.queue.first, bench.queue.count], [["store-failed"], undefined, 3]);
    store.readFailure = undefined;
    bench.clock.advance(5_000);
    await quiet();
    assert.deepEqual(bench.shiftAll(), ["a", "b", "c"]);
  });

  it("doesn't wait for messages that aren't there", async () => {
    const last = await openBench();
    last.pushAll(["a", "b", "c"], { sender: "one" });
    await quiet();
    const store = last.store.killed();
    store.forget("b");
    const bench = await openBench({ store });
    bench.push("d", { sender: "two" });
    await quiet();
    assert.deepEqual(bench.shiftAll(), ["a", "c", "d"]);
    const { queue } = bench;
    assert.deepEqual([queue.count, queue.bytes, queue.waitingOf("one"), queue.waitingOf("two")], [0, 0, 0, 0]);
  });
});

/** A queue whose disk is full from now on. */
async function full(): Promise<QueueBench> {
  const bench = await openBench();
  bench.store.appendFailure = diskFull();
  return bench;
}

/** There is room again, and it is noticed. */
async function mend(bench: QueueBench): Promise<void> {
  bench.store.appendFailure = undefined;
  bench.store.isHeld = false;
  bench.clock.advance(5_000);
  await quiet();
}
