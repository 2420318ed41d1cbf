import assert from "node:assert/strict";
import { openBench, quiet, topicsOf } from "./queue-bench";

describe("a message that may not wait", () => {
  it("is not recorded, and ended by its owner", async () => {
    const bench = await openBench();
    bench.push("a", { mayWait: false });
    assert.deepEqual(bench.shiftAll(), ["a"]);
    await quiet();
    assert.deepEqual([bench.store.appends, bench.ended], [[], []]);
  });

  it("keeps its place in the order", async () => {
    const bench = await openBench();
    bench.push("a");
    bench.push("b", { mayWait: false });
    bench.push("c");
    assert.deepEqual(bench.shiftAll(), []);
    await quiet();
    bench.push("d", { mayWait: false });
    assert.deepEqual(bench.shiftAll(), ["a", "b", "c", "d"]);
  });

  it("is sent before one that is still being recorded, if it comes before it", async () => {
    const bench = await openBench();
    bench.push("a", { mayWait: false });
    bench.push("b");
    bench.push("c", { mayWait: false });
    assert.deepEqual(bench.shiftAll(), ["a"]);
    bench.store.isHeld = true;
    await quiet();
    assert.deepEqual(bench.shiftAll(), []);
    bench.store.release();
    await quiet();
    assert.deepEqual(bench.shiftAll(), ["b", "c"]);
  });

  it("is taken back when the connection is lost, as nothing is that is stored or being stored", async () => {
    const bench = await openBench();
    bench.push("stored");
    await quiet();
    bench.push("being-stored");
    bench.push("passing", { mayWait: false });
    bench.store.isHeld = true;
    await quiet();
    bench.push("due");
    assert.deepEqual(topicsOf(bench.queue.take(({ mayWait }) => !mayWait)), ["passing"]);
    assert.deepEqual(topicsOf(bench.queue.take(() => true)), ["due"]);
    assert.equal(bench.queue.count, 2);
    bench.store.isHeld = false;
    bench.store.release();
    await quiet();
    assert.deepEqual(
      [bench.ended, bench.shiftAll()],
      [
        ["stored", "being-stored"],
        ["stored", "being-stored"],
      ],
    );
    assert.deepEqual(bench.store.topics, ["stored", "being-stored"]);
  });
});
