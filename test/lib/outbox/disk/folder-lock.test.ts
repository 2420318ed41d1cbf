import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname, uptime } from "node:os";
import path from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { MqttNodeError } from "../../../../nodes/lib/errors";
import { message, StoreBench } from "./store-bench";

/** A process that lives as long as this one. */
const ALIVE = process.ppid;

/** Seconds. */
const DAY = 86_400;

describe("the lock of a store", () => {
  let bench: StoreBench;
  let lock: string;

  beforeEach(async () => {
    bench = await StoreBench.create();
    lock = path.join(bench.path, "lock");
  });
  afterEach(async () => {
    await bench.end();
  });

  it("keeps another store of this process out until it is closed", async () => {
    const [store, other] = [await bench.opened(), bench.store()];
    await assert.rejects(other.open(), { code: "store-locked", values: { folder: bench.name } });
    await other.close();
    await assert.rejects(other.open(), { code: "store-locked" });
    await store.close();
    await other.open();
  });

  it("says which process holds it, on which machine, and since when", async () => {
    await bench.opened();
    const { pid, host, since } = JSON.parse(await readFile(lock, "utf8")) as Record<string, unknown>;
    assert.deepEqual({ pid, host, since }, { pid: process.pid, host: hostname(), since: bench.clock.date() });
    assert.equal((await stat(lock)).mode & 0o777, 0o600);
  });

  it("is no more once the store is closed, and nothing is left to happen", async () => {
    const store = await bench.holding({});
    await store.close();
    assert.equal((await readdir(bench.path)).includes("lock"), false);
    assert.equal(bench.clock.pending, 0);
  });

  for (const [whose, holder, seconds] of [
    ["a process of this machine that lives", { pid: ALIVE }, 1],
    ["one that lives, however long it was busy", { pid: ALIVE }, 3_600],
    ["a process of another machine that gave a sign of life half a minute ago", { host: "other" }, 30],
    ["nobody knows whom, and new", undefined, 30],
  ] as const) {
    it(`keeps this process out where it is that of ${whose}`, async () => {
      await leave(holder, Math.min(seconds, uptime() - 1));
      const store = bench.store();
      await assert.rejects(store.open(), { code: "store-locked", values: { folder: bench.name } });
      await store.close();
      assert.deepEqual(await readdir(bench.path), ["lock"]);
    });
  }

  for (const [whose, holder, seconds] of [
    ["a process that has ended", { pid: ended() }, 1],
    ["a process with the number of this one, which doesn't hold it", { pid: process.pid }, 1],
    ["a process that had its number before this machine started", { pid: ALIVE }, uptime() + DAY],
    ["a process of another machine without a sign of life for longer", { host: "other" }, 31],
    ["nobody knows whom, and old", undefined, 31],
  ] as const) {
    it(`is taken where it is that of ${whose}`, async () => {
      await leave(holder, seconds);
      const store = await bench.opened();
      assert.equal((JSON.parse(await readFile(lock, "utf8")) as { pid: number }).pid, process.pid);
      await store.append([message(0)], false);
      assert.deepEqual(bench.told, []);
    });
  }

  it("shows every ten seconds that its holder lives", async () => {
    await bench.opened();
    for (let round = 0; round < 3; round += 1) {
      bench.clock.advance(10_000);
      await until(async () => (await stat(lock)).mtimeMs === bench.clock.date() && bench.clock.pending === 1);
    }
  });

  it("that another process has taken meanwhile ends the work on its files", async () => {
    const store = await bench.holding({});
    await writeFile(lock, "another's");
    bench.clock.advance(10_000);
    await until(() => refuses(store, "store-locked"));
    await assert.rejects(store.read(1_000), { code: "store-locked", values: { folder: bench.name } });
    assert.equal(store.isLost, true);
    await store.close();
    assert.equal(await readFile(lock, "utf8"), "another's");
    assert.equal((await bench.segments()).length, 1);
    assert.equal(bench.clock.pending, 0);
  });

  it("can be taken again when that process has ended, with what it has left", async () => {
    const store = await bench.holding({}, {});
    await leave({ host: "other" }, 1);
    bench.clock.advance(10_000);
    await until(() => refuses(store, "store-locked"));
    await assert.rejects(store.open(), { code: "store-locked" });
    assert.equal(store.isLost, false);
    await rm(lock);
    assert.equal((await store.open()).count, 2);
    await store.append([message(2)], true);
    await store.close();
    assert.equal(bench.clock.pending, 0);
  });

  it("that has vanished with its folder ends the work on its files, which begin anew when it is opened again", async () => {
    const store = await bench.holding({});
    await rm(bench.folder.path, { recursive: true });
    bench.clock.advance(10_000);
    await until(() => refuses(store, "store-failed"));
    await assert.rejects(store.append([], true), {
      values: { file: `${bench.name}/lock`, detail: "ENOENT: no such file or directory" },
    });
    assert.equal(store.isLost, true);
    assert.equal((await store.open()).count, 0);
    assert.equal(store.isLost, false);
    await store.append([message(0)], true);
  });

  /** Leaves a lock file that was last touched some seconds ago. */
  async function leave(holder: object | undefined, seconds: number): Promise<void> {
    await mkdir(bench.path, { recursive: true });
    const content = JSON.stringify({ pid: ALIVE, host: hostname(), since: bench.clock.date(), ...holder });
    await writeFile(lock, holder === undefined ? content.slice(0, 9) : content);
    const date = new Date(bench.clock.date() - seconds * 1_000);
    await utimes(lock, date, date);
  }

  async function refuses(store: ReturnType<StoreBench["store"]>, code: string): Promise<boolean> {
    return store.append([], false).then(
      () => false,
      (error: unknown) => error instanceof MqttNodeError && error.code === code,
    );
  }

  async function until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) await nextTurn();
  }

  /** The number of a process that is no more. */
  function ended(): number {
    return spawnSync(process.execPath, ["--version"]).pid;
  }
});
