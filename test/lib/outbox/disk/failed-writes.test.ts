import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { FailingDisk } from "./failing-disk";
import { message, range, sequencesIn, settled, StoreBench } from "./store-bench";

const FULL = "ENOSPC: no space left on device";
const BROKEN = "EIO: i/o error";

describe("a store that can't write", () => {
  let bench: StoreBench;
  let disk: FailingDisk;

  beforeEach(async () => {
    bench = await StoreBench.create();
    disk = await FailingDisk.create();
  });
  afterEach(async () => {
    disk.mend();
    await bench.end();
  });

  it("says why, for people, and without the path", async () => {
    const store = await bench.holding({});
    disk.break(FULL, "write");
    await assert.rejects(store.append([message(1)], true), {
      code: "store-failed",
      values: { file: bench.name, detail: FULL },
    });
  });

  it("takes the same records when there is room again, at each place where the disk may have become full", async () => {
    const store = await bench.holding({});
    const length = await lengthOf(1);
    for (const room of range(0, length)) {
      disk.fill(room);
      await assert.rejects(store.append([message(room + 1)], true), { code: "store-failed" });
      disk.mend();
      await store.append([message(room + 1)], true);
    }
    await store.close();
    assert.deepEqual(await sequencesIn(await bench.opened()), range(0, length + 1));
    assert.deepEqual(bench.told, []);
  });

  it("leaves nothing of what failed: neither when it goes on otherwise, nor when the process ends", async () => {
    const store = await bench.holding({});
    disk.break(BROKEN, "datasync");
    await assert.rejects(store.append(range(1, 10).map(large), true), { code: "store-failed" });
    disk.mend();
    await check([0]);
    await store.append([message(20)], true);
    await check([0, 20]);
  });

  it("removes what failed later, if that fails as well, and before anything else is written", async () => {
    const store = await bench.holding({});
    disk.break(BROKEN, "datasync", "truncate");
    await assert.rejects(store.append(range(1, 10).map(large), true), { code: "store-failed" });
    await assert.rejects(store.append([message(20)], true), { code: "store-failed" });
    disk.mend();
    await store.append([message(20)], true);
    await check([0, 20]);
  });

  for (const [what, bytes] of [
    ["", 10],
    [" that fills a segment", 5_000_000],
  ] as const) {
    it(`counts once a message${what} that failed, couldn't be removed, and is appended by the next process`, async () => {
      const store = await bench.holding({});
      const again = message(1, { payload: Buffer.alloc(bytes) });
      disk.break(BROKEN, "datasync", "truncate");
      await assert.rejects(store.append([again], true), { code: "store-failed" });
      const left = await bench.killed();
      disk.mend();
      const next = await left.opened();
      await next.append([again, message(2)], true);
      assert.deepEqual(await sequencesIn(next), [0, 1, 2]);
      await next.append(settled(0, 2), true);
      await next.close();
      assert.equal((await next.open()).count, 1);
      await next.append(settled(1), true);
      await next.close();
      assert.equal((await next.open()).count, 0);
      await left.end();
    });
  }

  it("goes on with a new segment that could not be begun at first", async () => {
    const store = await bench.opened();
    disk.break(FULL, "write");
    await assert.rejects(store.append([message(0)], true), { code: "store-failed" });
    disk.break(BROKEN, "sync");
    await assert.rejects(store.append([message(0, { payload: Buffer.alloc(5_000_000) })], true));
    disk.mend();
    await store.append([message(0, { payload: Buffer.alloc(5_000_000) })], true);
    disk.break(BROKEN, "sync");
    await assert.rejects(store.append([message(1)], true), { code: "store-failed" });
    disk.mend();
    await store.append([message(1)], true);
    await check([0, 1]);
  });

  it("syncs what it is asked to sync, and a new segment", async () => {
    const store = await bench.opened();
    disk.break(BROKEN, "datasync");
    await assert.rejects(store.append([message(0)], false), { code: "store-failed" });
    disk.mend();
    await store.append([message(0)], false);
    disk.break(BROKEN, "datasync");
    await store.append([message(1)], false);
    await assert.rejects(store.append([message(2)], true), { code: "store-failed" });
  });

  it("begins no new segment before the last one is safe", async () => {
    const store = await bench.holding({ payload: Buffer.alloc(5_000_000) });
    disk.break(BROKEN, "datasync");
    await assert.rejects(store.append([message(1)], false), { code: "store-failed" });
    assert.equal((await bench.segments()).length, 1);
  });

  it("doesn't need a file system that syncs folders", async () => {
    disk.break("EINVAL: invalid argument", "sync");
    const store = await bench.holding({});
    await store.append([message(1)], true);
    assert.deepEqual(await sequencesIn(store), [0, 1]);
  });

  it("can't be opened where it may not make its folder, and can later", async () => {
    await writeFile(path.join(bench.userDirectory, "m2m-flows-mqtt"), "in the way");
    const store = bench.store();
    await assert.rejects(store.open(), {
      code: "store-failed",
      values: { file: bench.name, detail: "ENOTDIR: not a directory" },
    });
    await rm(path.join(bench.userDirectory, "m2m-flows-mqtt"));
    assert.equal((await store.open()).count, 0);
  });

  it("can't be opened where its folder is a file, nor where a segment can't be read", async () => {
    await mkdir(bench.folder.path, { recursive: true });
    await writeFile(bench.path, "in the way");
    const store = bench.store();
    await assert.rejects(store.open(), {
      code: "store-failed",
      values: { file: bench.name, detail: "EEXIST: file already exists" },
    });
    await rm(bench.path);
    await mkdir(path.join(bench.path, "000000000001-80000000.log"), { recursive: true });
    await assert.rejects(store.open(), { code: "store-failed" });
    await rm(path.join(bench.path, "000000000001-80000000.log"), { recursive: true });
    assert.equal((await store.open()).count, 0);
    assert.deepEqual(bench.told, []);
  });

  it("gives its folder free though it can't tidy it up", async () => {
    const store = await bench.holding({});
    await store.append(settled(0), false);
    await rm(bench.folder.path, { recursive: true });
    await writeFile(bench.folder.path, "in the way");
    await store.close();
    assert.deepEqual(
      bench.told.map(([code]) => code),
      ["store-failed"],
    );
    await rm(bench.folder.path);
    assert.equal((await bench.store().open()).count, 0);
  });

  function large(sequence: number): ReturnType<typeof message> {
    return message(sequence, { payload: "p".repeat(1_000) });
  }

  /** How many bytes a record of a message has. */
  async function lengthOf(sequence: number): Promise<number> {
    const other = await StoreBench.create();
    const store = await other.holding({});
    const before = await other.size();
    await store.append([message(sequence)], false);
    const length = (await other.size()) - before;
    await other.end();
    return length;
  }

  /** What the next process finds, without a word of damage. */
  async function check(sequences: number[]): Promise<void> {
    const left = await bench.killed();
    assert.deepEqual(await sequencesIn(await left.opened()), sequences);
    assert.deepEqual(left.told, []);
    await left.end();
  }
});
