import assert from "node:assert/strict";
import { covers, intersects } from "../../../nodes/lib/topics/filter-relation";
import { FilterTree } from "../../../nodes/lib/topics/filter-tree";
import { fastest } from "../assert-linear";
import { SEED, SeededRandom } from "../seeded-random";

describe("a tree of topic filters", () => {
  it("knows which of them meet a filter", () => {
    const tree = treeOf(["a", "a/b", "a/+", "a/b/#", "#", "b/#", "+/b", "$SYS/#"]);
    assert.deepEqual(tree.intersecting("a/b").sort(), ["#", "+/b", "a/+", "a/b", "a/b/#"]);
    assert.deepEqual(tree.intersecting("a/#").sort(), ["#", "+/b", "a", "a/+", "a/b", "a/b/#"]);
    assert.deepEqual(tree.intersecting("+").sort(), ["#", "a", "b/#"]);
    assert.deepEqual(tree.intersecting("$SYS/+"), ["$SYS/#"]);
  });

  it("knows which of them cover a filter", () => {
    const tree = treeOf(["a/b", "a/+", "a/b/#", "a/+/#", "#", "+/#", "+/+", "$SYS/#"]);
    assert.deepEqual(tree.covering("a/b").sort(), ["#", "+/#", "+/+", "a/+", "a/+/#", "a/b", "a/b/#"]);
    assert.deepEqual(tree.covering("a/+").sort(), ["#", "+/#", "+/+", "a/+", "a/+/#"]);
    assert.deepEqual(tree.covering("#").sort(), ["#", "+/#"]);
    assert.deepEqual(tree.covering("$SYS"), ["$SYS/#"]);
  });

  it("gives a filter's value as often as it was added", () => {
    const tree = treeOf(["a", "a", "a/#", "a/#"]);
    assert.deepEqual(tree.intersecting("a").sort(), ["a", "a", "a/#", "a/#"]);
    assert.deepEqual(tree.covering("a").sort(), ["a", "a", "a/#", "a/#"]);
  });

  it("knows nothing while it is empty", () => {
    const tree = new FilterTree();
    assert.deepEqual([tree.intersecting("#"), tree.covering("a")], [[], []]);
  });

  it(`relates thousands of filters as two of them alone are related (seed ${SEED})`, () => {
    const random = new SeededRandom();
    const filters = Array.from({ length: 2_000 }, () => filterOf(random));
    const tree = treeOf(filters);
    for (let round = 0; round < 500; round += 1) {
      const asked = filterOf(random);
      const meeting = filters.filter((filter) => intersects(filter, asked));
      assert.deepEqual(tree.intersecting(asked).sort(), meeting.sort(), `seed ${SEED}, met by ${asked}`);
      const covering = filters.filter((filter) => covers(filter, asked));
      assert.deepEqual(tree.covering(asked).sort(), covering.sort(), `seed ${SEED}, covering ${asked}`);
    }
  });

  for (const [what, filterOf] of Object.entries({
    "topics without wildcards": (number: number) => `dev/${number}/state`,
    "filters that end with a wildcard": (number: number) => `dev/${number}/+`,
    "filters that begin with a wildcard": (number: number) => `+/${number}/state`,
  })) {
    it(`is asked in a time that hardly depends on how many there are: ${what}`, () => {
      const filters = Array.from({ length: 32_000 }, (_, number) => filterOf(number));
      const asked = filters.slice(0, 500);
      const few = treeOf(asked);
      const many = treeOf(filters);
      const ratio = fastest(() => ask(many)) / fastest(() => ask(few));
      assert.ok(ratio < 20, `64 times the filters took ${ratio.toFixed(1)} times as long`);

      function ask(tree: FilterTree<string>): void {
        for (const filter of asked) assert.equal(tree.intersecting(filter).length + tree.covering(filter).length, 2);
      }
    });
  }

  function treeOf(filters: readonly string[]): FilterTree<string> {
    const tree = new FilterTree<string>();
    for (const filter of filters) tree.add(filter, filter);
    return tree;
  }

  function filterOf(random: SeededRandom): string {
    const levels = Array.from({ length: 1 + random.below(5) }, () => random.pick(["", "a", "b", "c", "$a", "$b", "+"]));
    if (random.below(4) === 0) levels.push("#");
    return levels.join("/") || "#";
  }
});
