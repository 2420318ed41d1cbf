import assert from "node:assert/strict";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { RecordScan } from "../../../../nodes/lib/outbox/disk/record-scan";
import { assertLinear } from "../../assert-linear";
import { SEED, SeededRandom } from "../../seeded-random";
import { FailingDisk } from "./failing-disk";
import { message, range, readAll, sequencesIn, settled, StoreBench, stored } from "./store-bench";

const COUNT = 12;

describe("a damaged segment", () => {
  let bench: StoreBench;
  let content: Buffer;
  let name: string;
  /** Where each message begins, and the last one ends. */
  let places: number[];

  before(async () => {
    const original = await StoreBench.create();
    const store = await original.opened();
    await store.append([], false);
    places = [await original.size()];
    for (const sequence of range(0, COUNT)) {
      await store.append([message(sequence, { payload: "p".repeat(sequence * 7) })], false);
      places.push(await original.size());
    }
    content = await readFile(await original.lastSegment());
    name = path.basename(await original.lastSegment());
    await original.end();
  });

  beforeEach(async () => {
    bench = await StoreBench.create();
    await mkdir(bench.path, { recursive: true });
  });
  afterEach(async () => {
    await bench.end();
  });

  it(`loses no record that isn't touched, wherever a byte has another value (TEST_SEED=${SEED})`, async () => {
    const random = new SeededRandom();
    for (let round = 0; round < 60; round += 1) {
      const position = random.below(content.length);
      await checkDamage([position, position + 1], 1 + random.below(255));
    }
  });

  it(`loses no record that isn't touched, wherever many bytes have other values (TEST_SEED=${SEED})`, async () => {
    const random = new SeededRandom();
    for (let round = 0; round < 40; round += 1) {
      const position = random.below(content.length);
      await checkDamage([position, Math.min(content.length, position + 1 + random.below(400))], 1 + random.below(255));
    }
  });

  it("is told by name, and what can't be read is kept beside it, and nothing kept before is overwritten", async () => {
    const [start = 0, end = 0] = places.slice(4);
    for (const [aside, value] of [
      ["damaged", 1],
      ["damaged.2", 2],
      ["damaged.3", 3],
    ] as const) {
      bench.problems.length = 0;
      const file = damaged([start + 30, start + 40], value);
      await writeFile(path.join(bench.path, name), file);
      const store = await bench.opened();
      assert.deepEqual(bench.told, [["store-damaged", { file: `${bench.name}/${name}` }]]);
      const kept = path.join(bench.path, name.replace("log", aside));
      assert.deepEqual(await readFile(kept), file.subarray(start, end));
      assert.equal((await stat(kept)).mode & 0o777, 0o600);
      await store.close();
    }
  });

  it("is told once for all its places, which are kept one after the other", async () => {
    const file = Buffer.from(content);
    for (const sequence of [2, 6, 7]) file[(places[sequence] ?? 0) + 25] = 0;
    await writeFile(path.join(bench.path, name), file);
    const store = await bench.opened();
    assert.deepEqual(await sequencesIn(store), [0, 1, 3, 4, 5, 8, 9, 10, 11]);
    assert.equal(bench.problems.length, 1);
    const kept = await readFile(path.join(bench.path, name.replace("log", "damaged")));
    assert.deepEqual(kept, Buffer.concat([file.subarray(places[2], places[3]), file.subarray(places[6], places[8])]));
  });

  it("takes more records, and doesn't tell of its damage again", async () => {
    const store = await openDamaged(5);
    await store.append([message(COUNT)], false);
    await store.close();
    const next = await bench.opened();
    assert.deepEqual(await sequencesIn(next), [...range(0, 5), ...range(6, COUNT + 1)]);
    assert.equal(bench.problems.length, 1);
  });

  it("counts what is left, also when what is missing had been settled, or is settled once more", async () => {
    const store = await openDamaged(5);
    await store.append(settled(...range(0, COUNT - 1)), false);
    await store.close();
    const next = bench.store();
    assert.equal((await next.open()).count, 1);
    assert.deepEqual(await sequencesIn(next), [COUNT - 1]);
    await next.append(settled(COUNT - 1), false);
    await next.close();
    assert.deepEqual(await readdir(bench.path), [name.replace("log", "damaged")]);
  });

  it("that isn't the last one is never cut off", async () => {
    await writeFile(path.join(bench.path, name), content.subarray(0, -10));
    await writeFile(path.join(bench.path, "000000000002-80000000.log"), "");
    const store = await bench.opened();
    assert.deepEqual(
      bench.told.map(([code]) => code),
      ["store-damaged"],
    );
    assert.equal((await stat(path.join(bench.path, name))).size, content.length - 10);
    assert.deepEqual(await sequencesIn(store), range(0, COUNT - 1));
  });

  it("stays as it is while there is no room to keep what can't be read, and that is told", async () => {
    const disk = await FailingDisk.create();
    const file = damaged([(places[5] ?? 0) + 30, (places[5] ?? 0) + 31], 1);
    await writeFile(path.join(bench.path, name), file);
    disk.break("EIO: i/o error", "sync");
    const store = bench.store();
    await store.open().finally(() => disk.mend());
    assert.deepEqual(bench.told, [["store-failed", { file: `${bench.name}/${name}`, detail: "EIO: i/o error" }]]);
    assert.equal((await sequencesIn(store)).length, COUNT - 1);
    await store.close();
    assert.deepEqual(await readFile(path.join(bench.path, name)), file);
    assert.deepEqual(await readdir(bench.path), [name]);
  });

  it("is set aside also while the store is open, and what isn't damaged is read", async () => {
    await writeFile(path.join(bench.path, name), content);
    const store = await bench.opened();
    const position = (places[5] ?? 0) + 30;
    await writeFile(path.join(bench.path, name), damaged([position, position + 1], 1));
    assert.deepEqual(await sequencesIn(store), [...range(0, 5), ...range(6, COUNT)]);
    assert.deepEqual(bench.told, [["store-damaged", { file: `${bench.name}/${name}` }]]);
    await store.append([message(COUNT)], false);
    await writeFile(path.join(bench.path, name), "");
    assert.deepEqual(await sequencesIn(store), []);
    assert.equal(bench.problems.length, 2);
    await store.append([message(COUNT + 1)], false);
    assert.deepEqual(await sequencesIn(store), [COUNT + 1]);
    await store.close();
    assert.deepEqual(await sequencesIn(await bench.opened()), [COUNT + 1]);
  });

  it("gives no message that a payload was made to look like", async () => {
    const forged = content.subarray(places[3], places[4]);
    const store = await bench.holding({}, { payload: Buffer.concat([forged, forged]) }, {});
    await store.close();
    const file = await readFile(await bench.lastSegment());
    const at = file.indexOf(forged);
    file[at - 20] = 255 - (file[at - 20] ?? 0);
    await writeFile(await bench.lastSegment(), file);
    assert.deepEqual(await sequencesIn(await bench.opened()), [0, 2]);
  });

  it("is searched in a time that grows with its size only, whatever a payload holds", () => {
    const head = Buffer.from(content.subarray(places[0], (places[0] ?? 0) + 24));
    assertLinear((size) => {
      head.writeUInt32LE(size * 12, 4);
      const hostile = Buffer.alloc(size * 24, head);
      return () => new RecordScan(0x8000_0001, hostile.length).take(hostile, () => assert.fail("no record is there"));
    });
  });

  it("with many records that aren't whole is searched in a time that grows with their number only", () => {
    const marker = content.readUInt32BE();
    assertLinear((size) => {
      const records = Buffer.concat(Array.from({ length: size / 10 }, () => content.subarray(places[3], places[5])));
      for (let at = 0; at < records.length; at += 200) records[at] = 0;
      return () => new RecordScan(marker, records.length).take(records, () => undefined);
    });
  });

  function damaged([start, end]: readonly [number, number], change: number): Buffer {
    const file = Buffer.from(content);
    for (let position = start; position < end; position += 1) file[position] = (file[position] ?? 0) ^ change;
    return file;
  }

  /** Opens it with one message damaged. */
  async function openDamaged(sequence: number): Promise<ReturnType<StoreBench["store"]>> {
    const position = (places[sequence] ?? 0) + 30;
    await writeFile(path.join(bench.path, name), damaged([position, position + 1], 1));
    return bench.opened();
  }

  /** Opens it with other bytes in a place: all records beside it are found, and no others, this time and the next. */
  async function checkDamage(place: readonly [number, number], change: number): Promise<void> {
    const untouched = range(0, COUNT).filter((sequence) => {
      const [start = 0, end = 0] = places.slice(sequence);
      return place[1] <= start || place[0] >= end;
    });
    const expected = untouched.map((sequence) => stored(message(sequence, { payload: "p".repeat(sequence * 7) })));
    await writeFile(path.join(bench.path, name), damaged(place, change));
    bench.problems.length = 0;
    for (const opening of ["first", "second"]) {
      const store = bench.store();
      assert.equal(
        (await store.open()).count,
        expected.length,
        `${opening} opening, damaged from ${place.join(" to ")}`,
      );
      assert.deepEqual(await readAll(store), expected);
      await store.close();
    }
    if (place[0] < place[1]) assert.equal(bench.problems.length, 1);
  }
});
