import assert from "node:assert/strict";
import { topics } from "../outbox-bench";
import { diskFull } from "./fake-record-store";
import { openBench, quiet, topicsOf } from "./queue-bench";

describe("a queue on disk that is closed", () => {
  it("writes what is due, ends it, and closes the store", async () => {
    const bench = await openBench();
    bench.push("a");
    await quiet();
    bench.acknowledge(...bench.shift());
    bench.pushAll(topics(5_000, "b"));
    await bench.closed();
    assert.deepEqual([bench.store.isClosed, bench.ended], [true, ["a", ...topics(5_000, "b")]]);
    assert.deepEqual(bench.store.topics, topics(5_000, "b"));
  });

  it("waits for what is on its way", async () => {
    const bench = await openBench();
    bench.store.isHeld = true;
    bench.push("a");
    await quiet();
    const closed = bench.closed();
    await quiet();
    assert.deepEqual([bench.store.isClosed, bench.ended], [false, []]);
    bench.store.isHeld = false;
    bench.store.release();
    await closed;
    assert.deepEqual([bench.store.isClosed, bench.ended, bench.store.topics], [true, ["a"], ["a"]]);
  });

  it("gives up what can't be written: its owner may end it then", async () => {
    const bench = await openBench();
    bench.store.isHeld = true;
    bench.push("a");
    await quiet();
    assert.deepEqual(
      bench.queue.take(() => true),
      [],
    );
    bench.store.appendFailure = diskFull();
    bench.store.isHeld = false;
    const closed = bench.closed();
    bench.store.release();
    await closed;
    assert.deepEqual([topicsOf(bench.queue.take(() => true)), bench.ended, bench.store.isClosed], [["a"], [], true]);
  });

  it("calls nobody back who waited for what is due to be written", async () => {
    const bench = await openBench();
    let calls = 0;
    bench.push("a");
    bench.queue.flushed(() => (calls += 1));
    await bench.closed();
    await quiet();
    assert.deepEqual([calls, bench.store.topics], [0, ["a"]]);
  });

  it("tells its owner nothing any more, and leaves no timer", async () => {
    const bench = await openBench();
    bench.push("a");
    const { changes } = bench;
    bench.store.appendFailure = diskFull();
    await bench.closed();
    await quiet();
    assert.deepEqual([bench.changes, bench.troubles, bench.clock.pending], [changes, [], 0]);
  });

  it("forgets what was cleared before, also what isn't in memory", async () => {
    const bench = await openBench();
    bench.pushAll(topics(20), { bytes: 1_000_000 });
    await quiet(60);
    bench.shift();
    bench.queue.clear();
    await bench.closed();
    assert.deepEqual(bench.store.topics, ["a0"]);
  });

  it("reads no further", async () => {
    const bench = await openBench();
    bench.pushAll(topics(20), { bytes: 1_000_000 });
    await quiet(60);
    bench.shiftAll();
    const { changes } = bench;
    await bench.closed();
    await quiet();
    assert.deepEqual([bench.store.isClosed, bench.changes], [true, changes]);
  });
});
