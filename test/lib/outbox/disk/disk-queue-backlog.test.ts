import assert from "node:assert/strict";
import { topics } from "../outbox-bench";
import { diskFull, FakeRecordStore } from "./fake-record-store";
import { killedBench, openBench, quiet, topicsOf, type QueueBench } from "./queue-bench";

/** More than is kept in memory. */
const MANY = 25_000;
/** Of these, five are more. */
const LARGE = { bytes: 1_000_000 };

describe("a backlog on disk", () => {
  it("is sent in its order, though most of it isn't in memory", async () => {
    const bench = await openBench();
    bench.pushAll(topics(MANY));
    await bench.flushed();
    assert.deepEqual(await drained(bench), topics(MANY));
    assert.ok(bench.store.reads >= MANY - 10_000, `${bench.store.reads} were read`);
  });

  it("keeps no more in memory than some megabytes", async () => {
    const bench = await openBench();
    bench.pushAll(topics(20), LARGE);
    await quiet(60);
    assert.deepEqual([bench.shiftAll(), bench.queue.count], [topics(5), 15]);
    assert.deepEqual(await drained(bench), topics(20).slice(5));
  });

  it("is read a little ahead of need, after a restart too", async () => {
    const bench = await openBench();
    bench.pushAll(topics(20), LARGE);
    await quiet(60);
    const next = await killedBench(bench);
    assert.deepEqual([next.queue.count, next.store.reads], [20, 1]);
    next.shift();
    await quiet();
    assert.deepEqual([next.store.reads, next.queue.first?.publication.topic], [2, "a1"]);
  });

  it("tells its owner when more has been read", async () => {
    const bench = await openBench();
    bench.pushAll(topics(20), LARGE);
    await quiet(60);
    bench.shiftAll();
    const { changes } = bench;
    assert.equal(bench.queue.first, undefined);
    await quiet();
    assert.ok(bench.changes > changes);
    assert.deepEqual(topicsOf(bench.shift()), ["a5"]);
  });

  it("is followed in order by what comes meanwhile", async () => {
    const bench = await openBench();
    bench.pushAll(topics(10), LARGE);
    await quiet(60);
    const sent = topicsOf(bench.shift(2));
    bench.pushAll(topics(5, "b"));
    bench.push("c", { mayWait: false });
    bench.pushAll(topics(10, "d"), LARGE);
    sent.push(...(await drained(bench)));
    assert.deepEqual(sent, [...topics(10), ...topics(5, "b"), "c", ...topics(10, "d")]);
  });

  it("isn't read again where it is in memory, or in flight", async () => {
    const bench = await openBench();
    bench.pushAll(["in-flight", "in-memory"]);
    await quiet();
    const inFlight = bench.shift();
    bench.pushAll(topics(10), LARGE);
    await quiet(60);
    assert.deepEqual(await drained(bench), ["in-memory", ...topics(10)]);
    bench.acknowledge(...inFlight);
    await quiet();
    assert.deepEqual(bench.store.topics, []);
  });

  it("that is read while it is still being written comes once", async () => {
    const bench = await openBench();
    bench.store.readsAhead = true;
    bench.pushAll(topics(8), LARGE);
    await quiet(60);
    bench.store.isHeld = true;
    bench.pushAll(topics(8, "b"), LARGE);
    const sent = bench.shiftAll();
    for (let round = 0; round < 40; round += 1) {
      bench.store.release();
      await quiet(2);
      sent.push(...bench.shiftAll());
    }
    assert.deepEqual(sent, [...topics(8), ...topics(8, "b")]);
  });

  it("that is read while it is still being written comes once, too, where a store gives all of it at once", async () => {
    const store = new GenerousStore();
    const bench = await openBench({ store });
    store.readsAhead = true;
    bench.pushAll(topics(12), LARGE);
    await quiet(60);
    store.isHeld = true;
    bench.push("last");
    await quiet();
    const sent = bench.shiftAll();
    store.releaseReads();
    await quiet();
    store.isHeld = false;
    store.release();
    await quiet();
    sent.push(...(await drained(bench)));
    assert.deepEqual(sent, [...topics(12), "last"]);
  });

  it("counts what isn't in memory", async () => {
    const bench = await openBench();
    bench.pushAll(topics(20), { ...LARGE, sender: "one" });
    bench.pushAll(topics(20), { ...LARGE, sender: "two" });
    await bench.flushed();
    const { queue } = bench;
    assert.deepEqual([queue.count, queue.bytes], [40, 40_000_000]);
    assert.deepEqual([queue.waitingOf("one"), queue.waitingOf("two")], [20, 20]);
    await drained(bench);
    assert.deepEqual([queue.count, queue.bytes, queue.waitingOf("one"), queue.waitingOf("two")], [0, 0, 0, 0]);
  });

  it("leaves nothing in the store when it has been sent", async () => {
    const bench = await openBench();
    bench.pushAll(topics(MANY));
    await bench.flushed();
    await drained(bench);
    await bench.flushed();
    assert.deepEqual(bench.store.topics, []);
  });
});

describe("a queue on disk that is cleared", () => {
  it("gives back those whose end nobody has been told of, and says how many there were", async () => {
    const bench = await openBench();
    bench.pushAll(["a", "b"]);
    await quiet();
    bench.push("c", { mayWait: false });
    bench.push("d");
    const { unended, count } = bench.queue.clear();
    assert.deepEqual([topicsOf(unended), count], [["c", "d"], 4]);
    assert.deepEqual([bench.queue.count, bench.queue.bytes, bench.queue.waitingOf("node")], [0, 0, 0]);
    bench.acknowledge(...unended);
    await quiet();
    assert.deepEqual([bench.store.topics, bench.queue.first], [[], undefined]);
  });

  it("forgets nothing that is in flight", async () => {
    const bench = await openBench();
    bench.pushAll(topics(10), LARGE);
    await quiet(60);
    bench.shift(2);
    assert.equal(bench.queue.clear().count, 8);
    await quiet(100);
    assert.deepEqual(bench.store.topics, ["a0", "a1"]);
  });

  it("settles what is being recorded after it is, and leaves its end to the owner", async () => {
    const bench = await openBench();
    bench.push("stored");
    await quiet();
    bench.store.isHeld = true;
    bench.pushAll(["a", "b"]);
    await quiet();
    bench.push("not handed yet");
    const { unended, count } = bench.queue.clear();
    assert.deepEqual([topicsOf(unended), count], [["a", "b", "not handed yet"], 4]);
    bench.store.isHeld = false;
    bench.store.release();
    await quiet();
    assert.deepEqual(
      bench.store.appends.slice(1).map(({ words }) => words),
      [["a", "b"], ["cleared 0-2"]],
    );
    assert.deepEqual([bench.ended, bench.queue.first, bench.store.topics], [["stored"], undefined, []]);
  });

  it("keeps what is recorded while it is in flight, and settles what is recorded beside it", async () => {
    const bench = await openBench();
    bench.store.appendFailure = diskFull();
    bench.pushAll(["a", "b"]);
    await quiet();
    bench.shift();
    bench.store.appendFailure = undefined;
    bench.store.isHeld = true;
    bench.clock.advance(5_000);
    await quiet();
    bench.queue.clear();
    bench.store.isHeld = false;
    bench.store.release();
    await quiet();
    assert.deepEqual(
      bench.store.appends.slice(1).map(({ words }) => words),
      [["a", "b"], ["cleared 1-1"]],
    );
  });

  it("settles what was put back in front, though later ones are in flight", async () => {
    const bench = await openBench();
    bench.pushAll(["a", "b", "c", "d"]);
    await quiet();
    const [a, b] = bench.shift(3);
    bench.queue.putFirst([a, b].flatMap((entry) => entry ?? []));
    assert.equal(bench.queue.clear().count, 3);
    await quiet();
    assert.deepEqual(bench.store.topics, ["c"]);
  });

  it("ends once what is ended by a sender that is told of another one", async () => {
    const bench = await openBench();
    const ended: string[] = [];
    const clear = (): void => {
      for (const entry of bench.queue.clear().unended) entry.ended?.();
    };
    bench.push("a", { ended: clear });
    bench.push("b", { ended: () => ended.push("b") });
    bench.push("c", { mayWait: false, ended: () => ended.push("c") });
    await quiet();
    assert.deepEqual([ended.sort(), bench.store.topics], [["b", "c"], []]);
  });

  it("forgets nothing that comes after it, and is in flight when it is found beside what was cleared", async () => {
    const bench = await openBench();
    bench.pushAll(topics(10_500));
    await bench.flushed();
    bench.store.isHeld = true;
    bench.queue.clear();
    bench.push("b");
    while (bench.queue.first === undefined) {
      bench.store.release();
      await quiet(1);
    }
    bench.shift();
    bench.store.isHeld = false;
    bench.store.release();
    while (bench.store.topics.length > 1) await quiet();
    await quiet(100);
    assert.deepEqual(bench.store.topics, ["b"]);
  });

  it("doesn't wait for what was cleared", async () => {
    const bench = await openBench();
    bench.store.isHeld = true;
    bench.push("a");
    await quiet();
    bench.queue.clear();
    bench.push("b", { mayWait: false });
    assert.deepEqual(bench.shiftAll(), ["b"]);
  });

  it("settles all at once, also what isn't in memory, and safely", async () => {
    const bench = await openBench();
    bench.pushAll(topics(MANY));
    await bench.flushed();
    const { appends, reads } = bench.store;
    const before = appends.length;
    assert.equal(bench.queue.clear().count, MANY);
    await bench.flushed();
    assert.deepEqual(appends.slice(before), [{ words: [`cleared 0-${MANY - 1}`], isSynced: true }]);
    assert.deepEqual([bench.store.topics, bench.store.reads], [[], reads]);
    assert.equal((await killedBench(bench)).queue.count, 0);
  });

  it("sends what comes after it, and clears that too when it is cleared again", async () => {
    const bench = await openBench();
    bench.pushAll(topics(10), LARGE);
    await quiet(60);
    bench.queue.clear();
    bench.pushAll(topics(10, "b"), LARGE);
    await quiet(100);
    assert.deepEqual(topicsOf(bench.shift(2)), ["b0", "b1"]);
    assert.equal(bench.queue.clear().count, 8);
    bench.push("c");
    await quiet(200);
    assert.deepEqual([bench.shiftAll(), bench.store.topics], [["c"], ["b0", "b1", "c"]]);
  });

  it("is so on disk when there is room again", async () => {
    const bench = await openBench();
    bench.pushAll(topics(20), LARGE);
    await quiet(60);
    bench.store.appendFailure = diskFull();
    bench.queue.clear();
    bench.queue.beginSession("another", () => undefined);
    await quiet();
    assert.equal(bench.store.topics.length, 20);
    bench.store.appendFailure = undefined;
    bench.clock.advance(5_000);
    await quiet();
    assert.deepEqual(bench.store.topics, []);
  });
});

/** Sends and acknowledges until nothing waits. */
async function drained(bench: QueueBench): Promise<string[]> {
  const sent: string[] = [];
  while (bench.queue.count > 0) {
    const entries = bench.shift(100);
    sent.push(...topicsOf(entries));
    bench.acknowledge(...entries);
    if (entries.length === 0) await quiet(1);
  }
  await quiet();
  return sent;
}

/** A store that takes no notice of how much is asked for. */
class GenerousStore extends FakeRecordStore {
  override read(): ReturnType<FakeRecordStore["read"]> {
    return super.read(Infinity);
  }
}
