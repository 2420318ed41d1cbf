import assert from "node:assert/strict";
import { diskFull, type FakeRecordStore, locked } from "./fake-record-store";
import { openBench, QueueBench, quiet, topicsOf } from "./queue-bench";

describe("a queue on disk that is being opened", () => {
  it("takes messages, sends none, and doesn't know its session", async () => {
    const { bench } = await opening();
    bench.push("new");
    assert.deepEqual([bench.queue.first, bench.queue.session, bench.queue.count], [undefined, undefined, 1]);
  });

  it("sends what is stored first, then what has come meanwhile, when it is recorded", async () => {
    const { bench, open } = await opening();
    bench.pushAll(["new", "newer"]);
    await open();
    assert.deepEqual([bench.queue.session, bench.queue.count], ["", 4]);
    assert.deepEqual(
      [bench.shiftAll(), bench.ended],
      [
        ["old", "older", "new", "newer"],
        ["new", "newer"],
      ],
    );
    assert.deepEqual(bench.store.topics, ["old", "older", "new", "newer"]);
  });

  it("tells its owner when it knows more", async () => {
    const { bench, open } = await opening();
    const before = bench.changes;
    await open();
    assert.deepEqual([before, bench.changes > before], [0, true]);
  });

  it("counts as flushed when it is open, and what has come is safe", async () => {
    const { bench, open } = await opening();
    bench.push("new");
    const order: string[] = [];
    bench.queue.flushed(() => order.push(`flushed, ${bench.ended.join()} ended`));
    await quiet();
    assert.deepEqual(order, []);
    await open();
    assert.deepEqual(order, ["flushed, new ended"]);
  });

  it("can be closed, and calls nobody then", async () => {
    const { bench, open } = await opening();
    const closed = bench.closed();
    await open();
    await closed;
    assert.deepEqual([bench.store.isClosed, bench.changes, bench.troubles, bench.clock.pending], [true, 0, [], 0]);
  });

  it("resets what the store says of the session, if another has begun meanwhile", async () => {
    const { bench, open } = await opening();
    bench.queue.beginSession("now", () => undefined);
    assert.equal(bench.queue.session, "now");
    await quiet();
    await open();
    assert.deepEqual([bench.queue.session, bench.queue.first?.progress, bench.troubles], ["now", "new", []]);
    assert.deepEqual(bench.store.appends[0]?.words, ["session now"]);
  });

  async function opening(): Promise<{ bench: QueueBench; open: () => Promise<void> }> {
    const store = await storeWith("old", "older");
    store.isHeld = true;
    const bench = new QueueBench({ store });
    await quiet();
    const open = async (): Promise<void> => {
      store.isHeld = false;
      store.release();
      await quiet();
    };
    return { bench, open };
  }
});

describe("a queue on disk that can't be opened", () => {
  it("tells why, once, and goes on in memory", async () => {
    const bench = await lockedOut();
    bench.pushAll(["a", "b"]);
    assert.deepEqual([bench.troubles, bench.queue.session], [["store-locked"], ""]);
    bench.clock.advance(5_000);
    await quiet();
    assert.deepEqual([bench.troubles, bench.ended], [["store-locked"], []]);
    const entries = bench.shift(2);
    assert.deepEqual(topicsOf(entries), ["a", "b"]);
    bench.acknowledge(...entries);
    assert.deepEqual(bench.ended, ["a", "b"]);
  });

  it("tells another reason, too", async () => {
    const bench = await lockedOut();
    bench.store.openFailure = diskFull();
    bench.clock.advance(5_000);
    await quiet();
    assert.deepEqual(bench.troubles, ["store-locked", "store-failed"]);
  });

  it("tells its owner that messages may be sent now", async () => {
    const bench = await lockedOut();
    assert.equal(bench.changes, 1);
  });

  it("goes on from a sequence number that the last process has probably not used", async () => {
    const bench = await lockedOut();
    const [a, b] = bench.pushAll(["a", "b"]);
    assert.ok(Number.isSafeInteger(a?.sequence) && (a?.sequence ?? 0) > 2 ** 40);
    assert.equal(b?.sequence, (a?.sequence ?? 0) + 1);
  });

  it("counts as flushed", async () => {
    const bench = await lockedOut();
    bench.push("a");
    bench.queue.beginSession("x", () => undefined);
    await bench.flushed();
    assert.deepEqual(bench.ended, []);
  });

  it("sends what is stored before what still waits, when it can be opened after all, and records that", async () => {
    const bench = await lockedOut();
    const entries = bench.pushAll(["a", "b", "c"]);
    const inFlight = bench.shift();
    bench.store.openFailure = undefined;
    bench.clock.advance(5_000);
    await quiet();
    assert.deepEqual(
      [bench.ended, bench.store.topics],
      [
        ["b", "c"],
        ["old", "older", "b", "c"],
      ],
    );
    assert.deepEqual(
      entries.slice(1).map(({ sequence }) => sequence),
      [2, 3],
    );
    bench.acknowledge(...inFlight);
    assert.deepEqual(
      [bench.ended, bench.shiftAll()],
      [
        ["b", "c", "a"],
        ["old", "older", "b", "c"],
      ],
    );
    await quiet();
    assert.equal(bench.store.appends.length, 1);
  });

  it("sends what was put back in front after what is stored, if it hasn't been sent in this session", async () => {
    const bench = await lockedOut();
    bench.pushAll(["a", "b", "c"]);
    bench.queue.putFirst(bench.shift(2));
    bench.store.openFailure = undefined;
    bench.clock.advance(5_000);
    await quiet();
    assert.deepEqual(bench.shiftAll(), ["old", "older", "a", "b", "c"]);
  });

  it("goes on with what has been sent in this session, under the same packet identifier", async () => {
    const bench = await lockedOut();
    const a = bench.push("a", { progress: "sent" });
    const { sequence } = a;
    bench.queue.putFirst(bench.shift());
    bench.store.openFailure = undefined;
    bench.clock.advance(5_000);
    await quiet();
    assert.deepEqual([bench.shiftAll(), a.sequence], [["a", "old", "older"], sequence]);
    bench.acknowledge(a);
    await quiet();
    assert.deepEqual([bench.ended, bench.store.appends], [["a"], []]);
  });

  it("can be closed, and doesn't try any more", async () => {
    const bench = await lockedOut();
    await bench.closed();
    assert.deepEqual([bench.store.isClosed, bench.clock.pending], [false, 0]);
  });

  async function lockedOut(): Promise<QueueBench> {
    const store = await storeWith("old", "older");
    store.openFailure = locked();
    return openBench({ store });
  }
});

/** A store in which messages have waited since the last process. */
async function storeWith(...topics: string[]): Promise<FakeRecordStore> {
  const bench = await openBench();
  bench.pushAll(topics);
  await quiet();
  return bench.store.killed();
}
