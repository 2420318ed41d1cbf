import assert from "node:assert/strict";
import { topics } from "../outbox-bench";
import { diskFull, locked } from "./fake-record-store";
import { message } from "./store-bench";
import { killedBench, openBench, quiet, type QueueBench } from "./queue-bench";

const LARGE = { bytes: 1_000_000 };

describe("a queue whose folder was deleted", () => {
  it("records anew what waits, in its order, and before what comes later", async () => {
    const bench = await openBench();
    bench.pushAll(["a", "b", "c"]);
    await quiet();
    bench.store.vanish();
    bench.push("d");
    await quiet();
    bench.push("e", { mayWait: false });
    bench.push("f");
    await retry(bench);
    assert.deepEqual(bench.store.topics, ["a", "b", "c", "d", "f"]);
    assert.deepEqual(bench.ended, ["a", "b", "c", "d", "f"]);
    assert.deepEqual(bench.shiftAll(), ["a", "b", "c", "d", "e", "f"]);
    assert.deepEqual(bench.troubles, ["store-failed", "mended"]);
  });

  it("counts no more what was in the folder only", async () => {
    const bench = await openBench();
    bench.pushAll(topics(20), LARGE);
    await quiet(60);
    bench.store.vanish();
    bench.push("b");
    await quiet();
    assert.equal(bench.queue.count, 21);
    await retry(bench);
    const { count, bytes } = bench.queue;
    assert.deepEqual([count, bytes, bench.queue.waitingOf("node")], [6, 5_000_100, 6]);
    const sent = bench.shiftAll();
    await quiet();
    assert.deepEqual([...sent, ...bench.shiftAll()], [...topics(5), "b"]);
    assert.deepEqual([bench.queue.count, bench.queue.bytes], [0, 0]);
  });

  it("is noticed when it is read, too", async () => {
    const bench = await openBench();
    bench.pushAll(topics(20), LARGE);
    await quiet(60);
    bench.store.vanish();
    bench.shift(5);
    await quiet();
    assert.deepEqual([bench.troubles, bench.queue.count], [["store-failed"], 15]);
    await retry(bench);
    assert.deepEqual([bench.troubles, bench.queue.count], [["store-failed", "mended"], 0]);
    bench.push("b");
    await quiet();
    assert.deepEqual([bench.store.topics, bench.shiftAll()], [["b"], ["b"]]);
  });

  it("writes nothing before it is made again, and lets nobody wait for that", async () => {
    const bench = await openBench();
    bench.pushAll(topics(20), LARGE);
    await quiet(60);
    bench.store.vanish();
    const [first] = bench.shift(5);
    await quiet();
    const safe: string[] = [];
    if (first !== undefined) bench.queue.received(first, () => safe.push("received"));
    bench.store.isHeld = true;
    bench.clock.advance(5_000);
    assert.deepEqual(safe, ["received"]);
    const { length } = bench.store.appends;
    await quiet();
    assert.equal(bench.store.appends.length, length);
    bench.store.isHeld = false;
    bench.store.release();
    await quiet();
    assert.deepEqual(bench.troubles, ["store-failed", "mended"]);
  });

  it("ends what was in flight by its acknowledgement", async () => {
    const bench = await openBench();
    bench.pushAll(["recorded", "b"]);
    await quiet();
    const inFlight = bench.shift();
    bench.store.vanish();
    bench.push("unrecorded");
    await quiet();
    inFlight.push(...bench.shift(2));
    await retry(bench);
    assert.deepEqual([bench.ended, bench.store.topics], [["recorded", "b"], []]);
    bench.push("c");
    await quiet();
    bench.acknowledge(...inFlight);
    await quiet();
    assert.deepEqual([bench.ended, bench.store.topics], [["recorded", "b", "c", "unrecorded"], ["c"]]);
  });

  it("records anew what was put back in front", async () => {
    const bench = await openBench();
    bench.pushAll(["a", "b"]);
    await quiet();
    const inFlight = bench.shift();
    bench.queue.putFirst(inFlight);
    bench.store.vanish();
    bench.push("c");
    await quiet();
    await retry(bench);
    assert.deepEqual(
      [bench.store.topics, bench.shiftAll()],
      [
        ["a", "b", "c"],
        ["a", "b", "c"],
      ],
    );
  });

  it("knows the session still, and so does the next process", async () => {
    const bench = await openBench();
    bench.queue.beginSession("broker", () => undefined);
    bench.push("a");
    await quiet();
    const second = await killedBench(bench);
    second.store.vanish();
    second.push("b");
    await quiet();
    await retry(second);
    assert.equal(second.queue.session, "broker");
    assert.equal((await killedBench(second)).queue.session, "broker");
  });

  it("sends in memory while it can't be made again, and tells why, once", async () => {
    const bench = await openBench();
    bench.store.vanish();
    bench.store.openFailure = diskFull();
    bench.push("a");
    await quiet();
    await retry(bench);
    await retry(bench);
    bench.push("b");
    assert.deepEqual(
      [bench.shiftAll(), bench.troubles],
      [
        ["a", "b"],
        ["store-failed", "store-failed"],
      ],
    );
    bench.push("c");
    bench.store.openFailure = undefined;
    await retry(bench);
    assert.deepEqual(
      [bench.store.topics, bench.troubles],
      [
        ["a", "b", "c"],
        ["store-failed", "store-failed", "mended"],
      ],
    );
  });

  it("isn't read while it can't be made again", async () => {
    const bench = await openBench();
    bench.pushAll(topics(20), LARGE);
    await quiet(60);
    bench.store.vanish();
    bench.store.openFailure = diskFull();
    bench.push("b");
    await quiet();
    await retry(bench);
    assert.deepEqual(bench.shiftAll(), topics(5));
    await quiet();
    assert.deepEqual([bench.troubles, bench.queue.count], [["store-failed", "store-failed"], 16]);
    bench.store.openFailure = undefined;
    await retry(bench);
    assert.deepEqual([bench.shiftAll(), bench.queue.count], [["b"], 0]);
  });

  it("lets PUBREL follow, and a session begin, while it is made again", async () => {
    const bench = await openBench();
    bench.pushAll(["a", "b"]);
    await quiet();
    const [a] = bench.shift();
    bench.store.vanish();
    bench.push("c");
    await quiet();
    bench.store.isHeld = true;
    bench.clock.advance(5_000);
    await quiet();
    const safe: string[] = [];
    if (a !== undefined) bench.queue.received(a, () => safe.push("received"));
    bench.queue.beginSession("another", () => safe.push("session"));
    assert.deepEqual(
      [safe, bench.queue.first, bench.queue.recordingOf("node")],
      [["received", "session"], undefined, 0],
    );
    bench.store.isHeld = false;
    bench.store.release();
    await quiet();
    assert.equal((await killedBench(bench)).queue.session, "another");
  });

  it("can be closed before it is opened again, while it is, and when it can't be", async () => {
    for (const isFailing of [false, true]) {
      for (const milliseconds of [4_999, 5_000]) {
        const bench = await openBench();
        bench.store.vanish();
        bench.push("a");
        await quiet();
        if (isFailing) bench.store.openFailure = diskFull();
        bench.clock.advance(milliseconds);
        await bench.closed();
        await quiet();
        assert.deepEqual([bench.troubles, bench.clock.pending], [["store-failed"], 0]);
      }
    }
  });
});

describe("a queue that another process has taken", () => {
  it("goes on with what that one has left, when it has ended", async () => {
    const bench = await openBench();
    bench.pushAll(["a", "b", "c"]);
    await quiet();
    const inFlight = bench.shift();
    bench.store.lose();
    bench.store.openFailure = locked();
    bench.push("d");
    await quiet();
    await retry(bench);
    bench.store.change([{ kind: "settled", sequence: 1 }, message(3, { topic: "theirs" })]);
    bench.store.openFailure = undefined;
    await retry(bench);
    assert.deepEqual(
      [bench.troubles, bench.store.topics],
      [
        ["store-locked", "mended"],
        ["a", "c", "theirs", "d"],
      ],
    );
    assert.deepEqual(bench.shiftAll(), ["c", "theirs", "d"]);
    assert.equal(bench.queue.count, 0);
    bench.acknowledge(...inFlight);
    await quiet();
    assert.deepEqual(bench.store.topics, ["c", "theirs", "d"]);
  });

  it("settles no message of that one by the acknowledgement of its own", async () => {
    const bench = await openBench();
    bench.push("a");
    await quiet();
    bench.store.lose();
    bench.push("b");
    await quiet();
    const inFlight = bench.shift(2);
    bench.store.change([message(1, { topic: "theirs" })]);
    await retry(bench);
    bench.acknowledge(...inFlight);
    await quiet();
    assert.deepEqual([bench.ended, bench.store.topics, bench.shiftAll()], [["a", "b"], ["theirs"], ["theirs"]]);
  });
});

/** It is time to try again. */
async function retry(bench: QueueBench): Promise<void> {
  bench.clock.advance(5_000);
  await quiet(30);
}
