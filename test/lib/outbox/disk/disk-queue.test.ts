import assert from "node:assert/strict";
import type { OutboxEntry } from "../../../../nodes/lib/outbox/outbox-entry";
import { topics } from "../outbox-bench";
import { killedBench, openBench, quiet, topicsOf } from "./queue-bench";

describe("a message in a queue on disk", () => {
  it("is recorded and synced, then ended for its sender, and may be sent only then", async () => {
    const bench = await openBench();
    const entry = bench.push("a");
    assert.deepEqual([bench.queue.first, bench.ended, bench.queue.count], [undefined, [], 1]);
    await quiet();
    assert.deepEqual(bench.store.appends, [{ words: ["a"], isSynced: true }]);
    assert.deepEqual([bench.ended, entry.ended, bench.queue.first], [["a"], undefined, entry]);
  });

  it("is neither ended nor sent while its record is on its way", async () => {
    const bench = await openBench();
    bench.store.isHeld = true;
    bench.push("a");
    await quiet();
    assert.deepEqual([bench.store.appends.length, bench.queue.first, bench.ended], [1, undefined, []]);
    bench.store.release();
    await quiet();
    assert.deepEqual([bench.ended, bench.shiftAll()], [["a"], ["a"]]);
  });

  it("tells its owner when it may be sent", async () => {
    const bench = await openBench();
    const { changes } = bench;
    bench.pushAll(topics(50));
    await quiet();
    assert.equal(bench.changes, changes + 1);
  });

  it("is there again in the next process, in its order, with all that belongs to it", async () => {
    const bench = await openBench();
    bench.push("a", { sender: "one", lifetime: 60_000, expires: bench.clock.now() + 60_000, bytes: 123 });
    bench.pushAll(["b", "c"]);
    await quiet();
    bench.clock.advance(20_000);
    const next = await killedBench(bench, { clock: bench.clock });
    const { first } = next.queue;
    assert.deepEqual(
      [first?.publication.topic, first?.sender, first?.lifetime, first?.bytes, first?.ended, first?.mayWait],
      ["a", "one", 60_000, 123, undefined, true],
    );
    assert.equal(first?.expires, next.clock.now() + 40_000);
    assert.deepEqual([next.queue.count, next.shiftAll()], [3, ["a", "b", "c"]]);
  });

  it("lives no longer than it was to, though the clock of the machine was set back", async () => {
    const bench = await openBench();
    bench.push("a", { lifetime: 1_000, queuedAt: bench.clock.date() + 5_000 });
    await quiet();
    const next = await killedBench(bench, { clock: bench.clock });
    assert.equal(next.queue.first?.expires, next.clock.now() + 1_000);
  });

  it("has a greater sequence number than those before, over restarts too", async () => {
    const bench = await openBench();
    const [first, second] = bench.pushAll(["a", "b"]);
    await quiet();
    const next = await killedBench(bench);
    assert.deepEqual([first?.sequence, second?.sequence, next.push("c").sequence], [0, 1, 2]);
  });

  it("comes back if it was in flight, and perhaps was sent", async () => {
    const bench = await openBench();
    bench.pushAll(topics(150));
    await quiet();
    bench.shift(3);
    const next = await killedBench(bench);
    const entries = next.shift(Infinity);
    assert.deepEqual(topicsOf(entries), topics(150));
    assert.ok(entries.every(({ progress }) => progress === "sent"));
  });

  it("perhaps was sent if so many before it were acknowledged while the disk was busy", async () => {
    const bench = await openBench();
    bench.pushAll(topics(13_000));
    await bench.flushed();
    bench.store.isHeld = true;
    bench.push("b");
    await quiet(2);
    bench.acknowledge(...bench.shift(Infinity));
    bench.store.isHeld = false;
    const next = await killedBench(bench);
    const entries: OutboxEntry[] = [];
    while (next.queue.count > 0) {
      entries.push(...next.shift(Infinity));
      await quiet(1);
    }
    assert.equal(
      entries.findIndex(({ progress }) => progress !== "sent"),
      12_000,
    );
  });

  it("has certainly not been sent if it is of this process", async () => {
    const bench = await openBench();
    bench.push("a");
    await quiet();
    const next = await killedBench(bench);
    next.push("b");
    await quiet();
    assert.deepEqual(
      next.shift(2).map(({ progress }) => progress),
      ["sent", "new"],
    );
  });
});

describe("a queue on disk", () => {
  it("says whose messages are being recorded", async () => {
    const bench = await openBench();
    const recording = (): number[] => [
      bench.queue.count,
      bench.queue.recordingOf("one"),
      bench.queue.recordingOf("two"),
    ];
    bench.push("a", { sender: "one" });
    await quiet();
    bench.store.isHeld = true;
    bench.push("b", { sender: "one" });
    await quiet();
    bench.push("c", { sender: "two" });
    bench.push("d", { sender: "two", mayWait: false });
    assert.deepEqual(recording(), [4, 1, 1]);
    bench.store.isHeld = false;
    bench.store.release();
    await quiet();
    assert.deepEqual(recording(), [4, 0, 0]);
    bench.push("e", { sender: "two" });
    bench.queue.clear();
    assert.deepEqual(recording(), [0, 0, 0]);
  });

  it("counts as flushed when nothing is on its way, nor due", async () => {
    const bench = await openBench();
    const order: string[] = [];
    const note = (words: string): void => bench.queue.flushed(() => order.push(`${words}: ${bench.ended.join()}`));
    note("idle");
    bench.store.isHeld = true;
    bench.push("a");
    note("due");
    await quiet();
    note("on its way");
    assert.deepEqual(order, ["idle: "]);
    bench.store.release();
    await quiet();
    assert.deepEqual(order, ["idle: ", "due: a", "on its way: a"]);
  });
});

describe("messages that are put back in front", () => {
  it("are sent again before all others, and stay recorded", async () => {
    const bench = await openBench();
    bench.pushAll(["a", "b", "c"]);
    await quiet();
    bench.queue.putFirst(bench.shift(2));
    bench.push("d");
    assert.equal(bench.queue.count, 4);
    await quiet();
    assert.deepEqual(bench.store.topics, ["a", "b", "c", "d"]);
    assert.deepEqual([bench.shiftAll(), bench.queue.count], [["a", "b", "c", "d"], 0]);
  });
});

describe("messages that are put back in front, though they are stored,", () => {
  it("are not taken back", async () => {
    const bench = await openBench();
    bench.push("stored");
    bench.push("passing", { mayWait: false });
    await quiet();
    bench.queue.putFirst(bench.shift(2));
    assert.deepEqual(topicsOf(bench.queue.take(() => true)), ["passing"]);
    assert.deepEqual([bench.queue.count, bench.shiftAll()], [1, ["stored"]]);
  });
});

describe("the counts of a queue on disk", () => {
  it("are of all that wait, stored and in memory, in all and of each sender", async () => {
    const bench = await openBench();
    bench.push("a", { sender: "one", bytes: 10 });
    bench.push("b", { sender: "two", bytes: 20 });
    bench.push("c", { sender: "two", bytes: 30, mayWait: false });
    await quiet();
    assert.deepEqual(counts(bench), [3, 60, 1, 2]);
    bench.shift();
    assert.deepEqual(counts(bench), [2, 50, 0, 2]);
    const next = await killedBench(bench);
    assert.deepEqual(counts(next), [2, 30, 1, 1]);
    next.shiftAll();
    assert.deepEqual(counts(next), [0, 0, 0, 0]);
  });

  const counts = ({ queue }: Awaited<ReturnType<typeof openBench>>): number[] => [
    queue.count,
    queue.bytes,
    queue.waitingOf("one"),
    queue.waitingOf("two"),
  ];
});

describe("a queue on disk that records nothing any more", () => {
  it("sends and settles what it finds, then what comes, in memory", async () => {
    const bench = await openBench();
    bench.pushAll(["a", "b"]);
    await quiet();
    const next = await killedBench(bench, { persists: false });
    next.pushAll(["c", "d"]);
    assert.equal(next.queue.count, 4);
    const entries = next.shift(Infinity);
    assert.deepEqual([topicsOf(entries), next.ended], [["a", "b", "c", "d"], []]);
    next.acknowledge(...entries);
    await quiet();
    assert.deepEqual(next.store.appends, [{ words: ["settled 0", "settled 1"], isSynced: false }]);
    assert.deepEqual([next.store.topics, next.ended], [[], ["c", "d"]]);
  });
});
