import assert from "node:assert/strict";
import { copyFile, mkdir, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { SegmentStore } from "../../../../nodes/lib/outbox/disk/segment-store";
import { OpenFiles } from "./open-files";
import { message, range, readAll, sequencesIn, settled, StoreBench } from "./store-bench";

/** So large that a segment takes about ten messages. */
const PAYLOAD = Buffer.alloc(450_000, "p");

describe("the segments of a store", () => {
  let bench: StoreBench;
  let store: SegmentStore;

  beforeEach(async () => {
    bench = await StoreBench.create();
    store = await bench.opened();
  });
  afterEach(async () => {
    await bench.end();
  });

  it("are many, of about 4 MB", async () => {
    await append(0, 35);
    assert.equal((await bench.segments()).length, 4);
    assert.deepEqual(await sequencesIn(store), range(0, 35));
  });

  it("are removed one by one while their messages are settled in order", async () => {
    await append(0, 35);
    const names = await bench.segments();
    const left: number[] = [];
    for (const sequence of range(0, 30)) {
      await store.append(settled(sequence), false);
      left.push((await bench.segments()).length);
    }
    assert.deepEqual([left[0], left[8], left[9], left[18], left[19], left[29]], [4, 4, 3, 3, 2, 1]);
    assert.deepEqual(await bench.segments(), names.slice(3));
    assert.deepEqual(await sequencesIn(store), range(30, 35));
  });

  it("are removed at once when their messages are cleared", async () => {
    await append(0, 35);
    await store.append([{ kind: "cleared", first: 0, last: 34 }], true);
    assert.equal((await bench.segments()).length, 1);
    await reopen();
    assert.deepEqual(await sequencesIn(store), []);
  });

  it("stay while one before them holds a message that isn't settled", async () => {
    await append(0, 35);
    await store.append(settled(...range(1, 30)), false);
    assert.equal((await bench.segments()).length, 4);
    await reopen();
    assert.deepEqual(await sequencesIn(store), [0, ...range(30, 35)]);
    await store.append(settled(0), false);
    assert.equal((await bench.segments()).length, 1);
    assert.deepEqual(await sequencesIn(store), []);
  });

  it("are removed at the next opening if the process ended before it could", async () => {
    await append(0, 35);
    const left = await bench.killed();
    const names = await bench.segments();
    await store.append(settled(...range(0, 30)), false);
    // The records that say so are in the last segment.
    await copyFile(await bench.lastSegment(), path.join(left.path, names[3] ?? ""));
    const next = left.store();
    assert.equal((await next.open()).count, 5);
    assert.deepEqual(await left.segments(), names.slice(3));
    await left.end();
  });

  it("are counted right when they are opened with some settled, in any order", async () => {
    await append(0, 35);
    await store.append(settled(1, 3, 5, 12, 11, 34, 25, ...range(13, 20)), false);
    await store.close();
    store = bench.store();
    const { count, bytes, senders } = await store.open();
    assert.deepEqual({ count, bytes, senders: [...senders] }, { count: 21, bytes: 2_100, senders: [["node", 21]] });
    assert.equal((await readAll(store)).length, 21);
  });

  it("leave the session, what was received in it and the sequence number to those after them", async () => {
    await append(0, 35);
    await store.append([{ kind: "session", identity: "broker" }], true);
    await store.append(
      [33, 34, 3].map((sequence) => ({ kind: "received", sequence })),
      true,
    );
    await append(35, 60);
    await store.append(settled(...range(0, 34), ...range(35, 60)), false);
    await reopen();
    await store.append(settled(34), false);
    const left = await bench.killed();
    assert.equal((await left.segments()).length, 1);
    const { nextSequence, session, received, count } = await left.store().open();
    assert.deepEqual({ nextSequence, session, count }, { nextSequence: 60, session: "broker", count: 0 });
    assert.deepEqual([...received], []);
    await left.end();
  });

  it("say what was received of messages in those before them", async () => {
    await append(0, 5);
    await store.append([{ kind: "session", identity: "broker" }], true);
    await store.append([{ kind: "received", sequence: 3 }], true);
    await append(5, 30);
    await store.append(settled(0, 1, 2), false);
    await store.close();
    const { session, received } = await bench.store().open();
    assert.deepEqual({ session, received: [...received] }, { session: "broker", received: [3] });
  });

  it("shrink to next to nothing once everything is settled", async () => {
    await append(0, 5);
    const before = await bench.size();
    await store.append(settled(...range(0, 5)), false);
    assert.equal((await bench.segments()).length, 1);
    assert.ok((await bench.size()) < before / 10_000, `${await bench.size()} bytes`);
    await append(5, 6);
    assert.deepEqual(await sequencesIn(store), [5]);
  });

  it("don't change for every few messages that come and are settled", async () => {
    await store.append([message(0)], false);
    const names = await bench.segments();
    for (const sequence of range(0, 200)) await store.append([message(sequence + 1), ...settled(sequence)], false);
    await store.append(settled(200), false);
    assert.deepEqual(await bench.segments(), names);
  });

  it("are removed when the store is closed with nothing left, and with them the folders", async () => {
    await append(0, 20);
    await store.append(settled(...range(0, 20)), false);
    await store.close();
    await assert.rejects(stat(bench.folder.path), { code: "ENOENT" });
    assert.deepEqual(bench.told, []);
  });

  it("leave the folder of the node where something else is kept in it", async () => {
    await writeFile(path.join(bench.folder.path, "session.json"), "{}");
    await store.append([message(0), ...settled(0)], false);
    await store.close();
    await assert.rejects(stat(bench.path), { code: "ENOENT" });
    await stat(path.join(bench.folder.path, "session.json"));
  });

  it("are open as long as they are written or read, two at a time at most", async () => {
    const files = new OpenFiles();
    await append(0, 35);
    const open = [files.count];
    await store.read(1);
    open.push(files.count);
    await readAll(store);
    open.push(files.count);
    await store.close();
    open.push(files.count);
    files.end();
    assert.deepEqual(open, [1, 2, 1, 0]);
  });

  it("that can't be removed stay, are told once, and are tried again", async () => {
    await append(0, 35);
    const names = await bench.segments();
    const first = path.join(bench.path, names[0] ?? "");
    await rm(first);
    await mkdir(first);
    for (const sequence of range(0, 30)) await store.append(settled(sequence), false);
    assert.deepEqual(await bench.segments(), names);
    assert.deepEqual(
      bench.told.map(([code]) => code),
      ["store-failed"],
    );
    await rm(first, { recursive: true });
    await store.append(settled(30), false);
    assert.deepEqual(await bench.segments(), names.slice(3));
  });

  async function append(start: number, end: number): Promise<void> {
    for (const sequence of range(start, end)) await store.append([message(sequence, { payload: PAYLOAD })], false);
  }

  async function reopen(): Promise<void> {
    await store.close();
    store = await bench.opened();
  }
});
