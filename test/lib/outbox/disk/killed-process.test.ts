import assert from "node:assert/strict";
import path from "node:path";
import { build } from "esbuild";
import { start } from "../../../support/program";
import { SEED, SeededRandom } from "../../seeded-random";
import { grown } from "./grown-message";
import { range, readAll, StoreBench, stored } from "./store-bench";

const ROUNDS = 20;

describe("a store whose process is killed", () => {
  let bench: StoreBench;
  let program: string;

  beforeEach(async () => {
    bench = await StoreBench.create();
    program = path.join(bench.userDirectory, "appending-process.cjs");
    const entry = path.join(__dirname, "appending-process.ts");
    await build({ entryPoints: [entry], outfile: program, bundle: true, platform: "node", logLevel: "error" });
  });
  afterEach(async () => {
    await bench.end();
  });

  it(`holds all that was safe and nothing that was settled, ${ROUNDS} times (TEST_SEED=${SEED})`, async function () {
    this.timeout(30_000);
    const random = new SeededRandom();
    for (let round = 0; round < ROUNDS; round += 1) {
      const said = await killAfter(1 + random.below(24), random.below(1_000_000));
      const store = bench.store();
      const { nextSequence, count } = await store.open();
      const oldest = nextSequence - count;
      // What was done and not yet said may be there.
      assert.ok(nextSequence >= said.safe && nextSequence <= said.safe + 20, `${nextSequence} after ${said.safe}`);
      assert.ok(oldest >= said.settled && oldest <= nextSequence, `${oldest} after ${said.settled}`);
      const expected = range(oldest, nextSequence).map((sequence) => stored(grown(sequence)));
      assert.deepEqual(await readAll(store), expected);
      assert.ok((await bench.segments()).length <= 3);
      await store.close();
      assert.ok(bench.told.every(([code]) => code === "store-cut-off"));
    }
  });

  /** Lets a process append, and kills it after it has said so much. @returns what it said last */
  async function killAfter(lines: number, seed: number): Promise<{ safe: number; settled: number }> {
    const child = start(process.execPath, [program, bench.folder.path, String(seed)]);
    for (let line = 0; line < lines; line += 1) await child.line(/./);
    await child.kill();
    const last = (what: string): number => {
      const line = child.lines.all.findLast((said) => said.startsWith(what));
      return Number(line?.split(" ")[1] ?? 0);
    };
    return { safe: Math.max(last("safe"), last("open")), settled: last("settled") };
  }
});
