import assert from "node:assert/strict";
import { topics } from "../outbox-bench";
import { killedBench, openBench, quiet } from "./queue-bench";

describe("a session", () => {
  it("is known in the next process", async () => {
    const bench = await openBench();
    assert.equal(bench.queue.session, "");
    bench.queue.beginSession("broker/client", () => undefined);
    assert.equal(bench.queue.session, "broker/client");
    await quiet();
    assert.deepEqual(bench.store.appends, [{ words: ["session broker/client"], isSynced: false }]);
    assert.equal((await killedBench(bench)).queue.session, "broker/client");
  });

  it("begins without anything sent or received", async () => {
    const bench = await openBench();
    bench.pushAll(topics(200));
    await quiet();
    for (const entry of bench.shift(2)) bench.queue.received(entry, () => undefined);
    await quiet();
    const next = await killedBench(bench);
    assert.equal(next.queue.first?.progress, "received");
    next.queue.beginSession("another", () => undefined);
    await quiet();
    const entries = next.shift(Infinity);
    assert.deepEqual([entries.length, new Set(entries.map(({ progress }) => progress))], [200, new Set(["new"])]);
    const third = await killedBench(next);
    assert.deepEqual([third.queue.session, third.queue.first?.progress], ["another", "sent"]);
  });

  it("begins for what is put back in front, too", async () => {
    const bench = await openBench();
    bench.push("a");
    await quiet();
    const entries = bench.shift();
    for (const entry of entries) entry.progress = "sent";
    bench.queue.putFirst(entries);
    bench.queue.beginSession("another", () => undefined);
    assert.equal(bench.queue.first?.progress, "new");
  });

  it("is recorded before what follows in it", async () => {
    const bench = await openBench();
    bench.push("a");
    await quiet();
    const [entry] = bench.shift();
    bench.queue.beginSession("x", () => undefined);
    if (entry !== undefined) bench.queue.received(entry, () => undefined);
    await quiet();
    assert.deepEqual(bench.store.appends.at(-1)?.words, ["session x", "received 0"]);
  });

  it("answers those, too, who wait for what is recorded of the one before", async () => {
    const bench = await openBench();
    bench.push("a");
    await quiet();
    bench.store.isHeld = true;
    bench.push("b");
    await quiet();
    const [entry] = bench.shift();
    const safe: string[] = [];
    if (entry !== undefined) bench.queue.received(entry, () => safe.push("received"));
    bench.queue.beginSession("x", () => safe.push("x"));
    bench.queue.beginSession("y", () => safe.push("y"));
    bench.store.isHeld = false;
    bench.store.release();
    await quiet();
    assert.deepEqual(safe, ["received", "x", "y"]);
    assert.equal((await killedBench(bench)).queue.session, "y");
  });
});
