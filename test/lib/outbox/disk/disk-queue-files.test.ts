import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { OutboxEntry } from "../../../../nodes/lib/outbox/outbox-entry";
import { topics } from "../outbox-bench";
import { QueueBench, topicsOf } from "./queue-bench";
import { StoreBench } from "./store-bench";

/** Several files, several reads, more than is kept in memory. */
const MANY = 20_000;
const PAYLOAD = "x".repeat(500);

describe("a queue in files", () => {
  let files: StoreBench;

  beforeEach(async () => {
    files = await StoreBench.create();
  });
  afterEach(() => files.end());

  it("is sent in its order by the next process, without what was settled", async () => {
    const bench = await opened(files);
    pushMany(bench);
    await bench.flushed();
    assert.equal(bench.ended.length, MANY);
    bench.acknowledge(...bench.shift(1_000));
    await bench.flushed();
    const left = await files.killed();
    try {
      const next = await opened(left);
      assert.equal(next.queue.count, MANY - 1_000);
      assert.deepEqual(topicsOf(await drained(next)), topics(MANY).slice(1_000));
      await next.closed();
    } finally {
      await left.end();
    }
    await bench.closed();
    assert.deepEqual(files.told, []);
  });

  it("is sent in its order by the process that filled it, and leaves no file behind", async () => {
    const bench = await opened(files);
    pushMany(bench);
    assert.deepEqual(topicsOf(await drained(bench)), topics(MANY));
    await bench.closed();
    assert.deepEqual([await files.segments(), files.told, bench.troubles], [[], [], []]);
  });

  it("is cleared, and leaves no file behind", async () => {
    const bench = await opened(files);
    pushMany(bench);
    await bench.flushed();
    const inFlight = bench.shift(10);
    assert.equal(bench.queue.clear().count, MANY - 10);
    bench.acknowledge(...inFlight);
    await bench.flushed();
    assert.equal((await files.segments()).length, 1);
    await bench.closed();
    assert.deepEqual([files.told, bench.troubles], [[], []]);
  });

  it("is recorded anew when its folder was deleted: what is in memory is safe again, the rest is gone", async () => {
    const bench = await opened(files);
    pushMany(bench);
    await bench.flushed();
    await rm(files.folder.path, { recursive: true });
    files.clock.advance(10_000);
    while (bench.troubles.length === 0) {
      bench.push("after");
      await nextTurn();
    }
    const { count } = bench.queue;
    files.clock.advance(5_000);
    while (bench.troubles.length === 1) await nextTurn();
    await bench.flushed();
    assert.deepEqual(bench.troubles, ["store-failed", "mended"]);
    assert.ok(bench.queue.count > 1_000 && bench.queue.count < count, `${bench.queue.count} of ${count} are left`);
    await bench.closed();
    const next = await opened(files);
    assert.equal(next.queue.count, bench.queue.count);
    assert.deepEqual(topicsOf(await drained(next)).slice(0, 1_000), topics(1_000));
    await next.closed();
  });

  it("tells that another one has them open, and takes messages nevertheless", async () => {
    const bench = await opened(files);
    const second = await opened(files);
    second.push("a");
    assert.deepEqual([second.troubles, second.queue.first?.publication.topic], [["store-locked"], "a"]);
    await second.closed();
    await bench.closed();
  });
});

async function opened(files: StoreBench): Promise<QueueBench<ReturnType<StoreBench["store"]>>> {
  const bench = new QueueBench({ store: files.store(), clock: files.clock });
  await bench.flushed();
  return bench;
}

type FilesBench = Awaited<ReturnType<typeof opened>>;

function pushMany(bench: FilesBench): void {
  for (const topic of topics(MANY)) {
    bench.push(topic, { publication: { topic, payload: PAYLOAD, qos: 1, retain: false, properties: undefined } });
  }
}

/** Sends and acknowledges until nothing waits. */
async function drained(bench: FilesBench): Promise<OutboxEntry[]> {
  const sent: OutboxEntry[] = [];
  while (bench.queue.count > 0) {
    const entries = bench.shift(100);
    sent.push(...entries);
    bench.acknowledge(...entries);
    if (entries.length === 0) await changed(bench);
  }
  return sent;
}

function changed(bench: FilesBench): Promise<void> {
  return new Promise((resolve) => {
    bench.onChanged = resolve;
  });
}
