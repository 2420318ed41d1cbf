import assert from "node:assert/strict";
import { topics } from "../outbox-bench";
import { killedBench, openBench, quiet } from "./queue-bench";

describe("messages pushed in one turn", () => {
  it("share a commit", async () => {
    const bench = await openBench();
    bench.pushAll(topics(500));
    await quiet();
    assert.deepEqual(bench.store.appends, [{ words: topics(500), isSynced: true }]);
    assert.deepEqual(bench.ended, topics(500));
  });

  it("gather while a commit is on its way, also over several turns", async () => {
    const bench = await openBench();
    bench.store.isHeld = true;
    bench.push("a");
    await quiet();
    bench.push("b");
    await quiet();
    bench.push("c");
    bench.store.isHeld = false;
    bench.store.release();
    await quiet();
    assert.deepEqual(
      bench.store.appends.map(({ words }) => words),
      [["a"], ["b", "c"]],
    );
  });

  it("are written in slices when they are many, or large, so that the event loop goes on between", async () => {
    const bench = await openBench();
    bench.pushAll(topics(10_000));
    bench.pushAll(topics(5, "b"), { bytes: 900_000 });
    await bench.flushed();
    const sizes = bench.store.appends.map(({ words }) => words.length);
    assert.ok(sizes.length >= 15 && sizes.every((size) => size <= 1_000), sizes.join());
    assert.deepEqual(bench.ended, [...topics(10_000), ...topics(5, "b")]);
  });

  it("cost no work with the disk in that turn", async () => {
    const bench = await openBench();
    bench.pushAll(topics(10));
    assert.deepEqual(bench.store.appends, []);
  });

  it("may be pushed when another one ends: they come after all others", async () => {
    const bench = await openBench();
    bench.push("a", { ended: () => bench.push("c") });
    bench.push("b");
    await quiet();
    assert.deepEqual(
      [bench.ended, bench.shiftAll()],
      [
        ["b", "c"],
        ["a", "b", "c"],
      ],
    );
  });

  it("end each once, though what an end does sends them at once", async () => {
    const bench = await openBench();
    const sent: string[] = [];
    bench.push("a", { ended: () => sent.push(...bench.shiftAll()) });
    bench.push("b");
    await quiet();
    assert.deepEqual([sent, bench.ended, bench.shiftAll()], [[], ["b"], ["a", "b"]]);
  });
});

describe("a message that is settled", () => {
  it("is recorded as such at the end of the turn, without a sync", async () => {
    const bench = await openBench();
    bench.pushAll(["a", "b", "c"]);
    await quiet();
    const [a, b] = bench.shift(2);
    bench.acknowledge(...[a, b].flatMap((entry) => entry ?? []));
    await quiet();
    assert.deepEqual(bench.store.appends.at(-1), { words: ["settled 0", "settled 1"], isSynced: false });
    assert.deepEqual((await killedBench(bench)).shiftAll(), ["c"]);
  });

  it("shares a commit with messages that are pushed", async () => {
    const bench = await openBench();
    bench.push("a");
    await quiet();
    bench.acknowledge(...bench.shift());
    bench.push("b");
    await quiet();
    assert.deepEqual(bench.store.appends.at(-1), { words: ["settled 0", "b"], isSynced: true });
  });

  it("leaves nothing if it was never recorded", async () => {
    const bench = await openBench();
    bench.push("a", { mayWait: false });
    bench.acknowledge(...bench.shift());
    bench.push("b");
    bench.acknowledge(...bench.queue.take(() => true));
    await quiet();
    assert.deepEqual([bench.store.appends, bench.queue.count], [[], 0]);
  });
});

describe("a message whose PUBREC has come", () => {
  it("is released only when that is synced", async () => {
    const bench = await openBench();
    bench.push("a");
    await quiet();
    const [entry] = bench.shift();
    const order: string[] = [];
    bench.store.isHeld = true;
    if (entry !== undefined) bench.queue.received(entry, () => order.push("safe"));
    await quiet();
    assert.deepEqual([order, bench.store.appends.at(-1)], [[], { words: ["received 0"], isSynced: true }]);
    bench.store.release();
    await quiet();
    assert.deepEqual(order, ["safe"]);
    assert.equal((await killedBench(bench)).queue.first?.progress, "received");
  });

  it("is released at once if it isn't kept anyway", async () => {
    const bench = await openBench();
    bench.push("a", { mayWait: false });
    const order: string[] = [];
    for (const entry of bench.shift()) bench.queue.received(entry, () => order.push("safe"));
    assert.deepEqual(order, ["safe"]);
  });
});
