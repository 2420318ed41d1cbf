import assert from "node:assert/strict";
import { identifierGroups } from "../../../../nodes/lib/subscriptions/broker/identifier-groups";
import { intersects } from "../../../../nodes/lib/topics/filter-relation";
import { SEED, SeededRandom } from "../../seeded-random";

describe("filters that share a subscription identifier [MQTT 5, 3.8.2.1.2]", () => {
  it("are all that can't match the same topic name: thousands of plain topics are one group", () => {
    const topics = Array.from({ length: 5_000 }, (_, number) => `site/${number}/state`);
    assert.deepEqual(groups(...topics), [topics]);
  });

  it("are one group of filters with wildcards too, where a level tells them apart", () => {
    assert.deepEqual(groups("dev/1/+", "dev/2/+", "x/#", "$SYS/#"), [["dev/1/+", "dev/2/+", "x/#", "$SYS/#"]]);
  });

  it("are in different groups where a topic name may match both", () => {
    assert.deepEqual(groups("a/b", "a/+", "+/b"), [["a/b"], ["a/+"], ["+/b"]]);
    assert.deepEqual(groups("#", "+/#", "$SYS/#"), [["#", "$SYS/#"], ["+/#"]]);
  });

  it("are in the first group that has room for them, in the order given", () => {
    assert.deepEqual(groups("a", "+", "b", "x/y", "c"), [["a", "b", "x/y", "c"], ["+"]]);
  });

  it("are no groups where there are no filters", () => {
    assert.deepEqual(groups(), []);
  });

  it(`never match the same topic name, and each meets one of every earlier group (seed ${SEED})`, () => {
    const random = new SeededRandom();
    for (let round = 0; round < 100; round += 1) {
      const patterns = Array.from({ length: 30 }, () => patternOf(random));
      const divided = groups(...patterns);
      assert.deepEqual(divided.flat().sort(), patterns.sort());
      for (const [number, group] of divided.entries()) {
        for (const [index, pattern] of group.entries()) {
          assert.ok(!group.slice(index + 1).some((other) => intersects(pattern, other)), `seed ${SEED}: ${pattern}`);
          const earlier = divided.slice(0, number);
          assert.ok(
            earlier.every((other) => other.some((member) => intersects(pattern, member))),
            `seed ${SEED}: ${pattern} has room in an earlier group`,
          );
        }
      }
    }
  });

  function patternOf(random: SeededRandom): string {
    const levels = Array.from({ length: 1 + random.below(3) }, () => random.pick(["a", "b", "c", "$d", "+"]));
    return [...levels, ...random.pick([[], [], ["#"]])].join("/");
  }

  function groups(...patterns: readonly string[]): string[][] {
    const divided = identifierGroups(patterns.map((pattern) => ({ pattern })));
    return divided.map((group) => group.map(({ pattern }) => pattern));
  }
});
