import assert from "node:assert/strict";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { message, range, sequencesIn, StoreBench } from "./store-bench";

/** Messages before those that are torn. */
const BEFORE = 3;

/** About how many bytes a segment begins with before its messages. */
const SUMMARY = 50;

describe("a write that was torn", () => {
  let bench: StoreBench;
  let content: Buffer;
  let name: string;
  /** Where the last message begins. */
  let start: number;

  before(async () => {
    const original = await StoreBench.create();
    const store = await original.holding(...range(0, BEFORE).map(() => ({})));
    start = await original.size();
    await store.append([message(BEFORE)], false);
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

  for (const [what, tail] of [
    ["isn't there", (_missing: number) => Buffer.alloc(0)],
    ["is zero", (missing: number) => Buffer.alloc(missing)],
  ] as const) {
    it(`is cut off and told, at whichever byte it begins, where the rest ${what}`, async () => {
      for (const torn of range(start, content.length)) {
        const file = Buffer.concat([content.subarray(0, torn), tail(content.length - torn)]);
        await checkOpening(file, range(0, BEFORE), file.length - start);
      }
    });
  }

  it("is cut off where nothing else is in the file", async () => {
    await checkOpening(content.subarray(0, 20), [], 20);
    await checkOpening(Buffer.alloc(5_000), [], 5_000);
  });

  it("isn't told where it was as good as not begun", async () => {
    await checkOpening(content.subarray(0, start), range(0, BEFORE), 0);
    await checkOpening(Buffer.alloc(0), [], 0);
  });

  it("can't be longer than the segment it says it is in: nothing is read or kept in memory for it", async () => {
    const head = Buffer.from(content.subarray(start));
    head.writeUInt32LE(4_000_000_000, 4);
    await checkOpening(Buffer.concat([content, head]), range(0, BEFORE + 1), head.length);
  });

  it("at the begin of a segment takes nothing away from what was known before", async () => {
    const store = await bench.opened();
    const large = message(0, { payload: Buffer.alloc(4_200_000) });
    await store.append([{ kind: "session", identity: "broker" }, large, { kind: "received", sequence: 0 }], true);
    await store.append([message(1)], true);
    await store.close();
    const file = await readFile(await bench.lastSegment());
    for (const torn of range(0, SUMMARY)) {
      await writeFile(await bench.lastSegment(), file.subarray(0, torn));
      const next = bench.store();
      const { nextSequence, session, received } = await next.open();
      assert.deepEqual(
        { nextSequence, session, received: [...received] },
        { nextSequence: 1, session: "broker", received: [0] },
      );
      await next.close();
    }
  });

  /** Opens it, looks what is left and what was told, and whether the store goes on from there. */
  async function checkOpening(file: Buffer, sequences: number[], bytes: number): Promise<void> {
    bench.problems.length = 0;
    await writeFile(path.join(bench.path, name), file);
    const store = await bench.opened();
    assert.deepEqual(await sequencesIn(store), sequences);
    const told = ["store-cut-off", { file: `${bench.name}/${name}`, bytes }];
    assert.deepEqual(bench.told, bytes === 0 ? [] : [told]);
    assert.equal((await stat(path.join(bench.path, name))).size, file.length - bytes);
    await store.append([message(100)], false);
    assert.deepEqual(await sequencesIn(store), [100]);
    await store.close();
    const next = await bench.opened();
    assert.deepEqual(await sequencesIn(next), [...sequences, 100]);
    assert.equal(bench.told.length, bytes === 0 ? 0 : 1);
    await next.close();
  }
});
