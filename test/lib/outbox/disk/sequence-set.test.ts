import assert from "node:assert/strict";
import { SequenceSet } from "../../../../nodes/lib/outbox/disk/sequence-set";
import { processorTime } from "../../assert-linear";
import { SEED, SeededRandom } from "../../seeded-random";
import { range } from "./store-bench";

/** Where the numbers begin: they don't fit in 32 bits. */
const START = 2 ** 40 - 7;

describe("a set of sequence numbers", () => {
  it(`holds what was added and not deleted, one by one or in ranges (TEST_SEED=${SEED})`, () => {
    const random = new SeededRandom();
    const any = (): number => START + random.below(300);
    const set = new SequenceSet();
    const model = new Set<number>();
    for (let step = 0; step < 2_000; step += 1) {
      const [one, other] = [any(), any()];
      const choice = random.below(60);
      if (choice === 0) {
        set.deleteRange(one, other);
        for (const sequence of range(one, other + 1)) model.delete(sequence);
      } else if (choice < 40) {
        assert.equal(set.add(one), !model.has(one));
        model.add(one);
      } else assert.equal(set.delete(one), model.delete(one));
      assert.equal(set.size, model.size);
    }
    for (const sequence of range(START - 40, START + 340)) assert.equal(set.has(sequence), model.has(sequence));
  });

  it("deletes a million at once, in a few milliseconds", () => {
    const set = new SequenceSet();
    for (const sequence of range(0, 1_000_000)) set.add(sequence);
    assert.ok(processorTime(() => set.deleteRange(10, Number.MAX_SAFE_INTEGER)) < 100);
    assert.deepEqual([set.size, set.has(9), set.has(10)], [10, true, false]);
  });
});
