import assert from "node:assert/strict";
import { covers, intersects } from "../../../nodes/lib/topics/filter-relation";
import { naiveMatch } from "./naive-match";

/** Pairs of which the first covers the second, and not the other way round. */
const COVERING: readonly (readonly [wider: string, narrower: string])[] = [
  ["#", "a"],
  ["#", "+"],
  ["#", "/"],
  ["a/#", "a"],
  ["a/#", "a/+/b"],
  ["a/#", "a/+/#"],
  ["a/#", "a/b/#"],
  ["a/+", "a/b"],
  ["a/+", "a/"],
  ["+/+", "/"],
  ["+/b/#", "a/b"],
  ["+/+/#", "a/b"],
  ["+", "a"],
  ["$SYS/#", "$SYS"],
  ["$SYS/#", "$SYS/+/load"],
  ["a/+/#", "a/$b"],
];

/** Pairs that meet, and neither covers the other. */
const CROSSING: readonly (readonly [string, string])[] = [
  ["a/+", "+/b"],
  ["a/#", "+/b"],
  ["a/#", "+"],
  ["+/a/#", "b/+/c"],
  ["a/b/#", "+/+"],
  ["$SYS/+/load", "$SYS/broker/#"],
];

/** Pairs that no topic name matches both of. */
const DISJOINT: readonly (readonly [string, string])[] = [
  ["a", "b"],
  ["a", "A"],
  ["a", "a/"],
  ["a", "a/+"],
  ["a", "/a"],
  ["a/+", "b/#"],
  ["+", "+/+"],
  ["+", "+/+/#"],
  ["a/+/c", "a/b/d"],
  ["a/b/#", "+/c/#"],
  // [MQTT-4.7.2-1]
  ["#", "$SYS/#"],
  ["+/#", "$SYS"],
  ["+/a", "$SYS/a"],
  ["$SYS/#", "$SYSTEM/#"],
];

describe("a topic filter [MQTT 5, 4.7]", () => {
  for (const [wider, narrower] of COVERING) {
    it(`${wider} covers ${narrower}`, () => {
      assert.deepEqual([covers(wider, narrower), covers(narrower, wider)], [true, false]);
      assert.deepEqual([intersects(wider, narrower), intersects(narrower, wider)], [true, true]);
    });
  }

  for (const [first, second] of CROSSING) {
    it(`${first} meets ${second}, and neither covers the other`, () => {
      assert.deepEqual([covers(first, second), covers(second, first)], [false, false]);
      assert.deepEqual([intersects(first, second), intersects(second, first)], [true, true]);
    });
  }

  for (const [first, second] of DISJOINT) {
    it(`${first} has nothing in common with ${second}`, () => {
      assert.deepEqual([covers(first, second), covers(second, first)], [false, false]);
      assert.deepEqual([intersects(first, second), intersects(second, first)], [false, false]);
    });
  }

  it("covers and meets itself", () => {
    for (const filter of ["a", "/", "+", "#", "a/+/b/#", "$SYS/#"]) {
      assert.deepEqual([covers(filter, filter), intersects(filter, filter)], [true, true], filter);
    }
  });

  it("that is `+/#` covers `#` and is covered by it, for every topic name has a first level", () => {
    assert.deepEqual([covers("+/#", "#"), covers("#", "+/#")], [true, true]);
    assert.deepEqual([covers("a/+/#", "a/#"), covers("+/+/#", "#"), covers("+", "#")], [false, false, false]);
  });

  it("is related to each other one of up to three levels as the topic names say that they match", () => {
    const topics = textsOf(["", "a", "$b", "other"], 4);
    const filters = textsOf(["", "a", "$b", "+", "#"], 3).filter((filter) => !filter.includes("#/"));
    const matched = new Map(filters.map((filter) => [filter, topics.map((topic) => naiveMatch(filter, topic))]));
    for (const [first, ofFirst] of matched) {
      for (const [second, ofSecond] of matched) {
        const areCovered = ofSecond.every((isMatched, index) => !isMatched || ofFirst[index] === true);
        assert.equal(covers(first, second), areCovered, `${first} covers ${second}`);
        const haveOne = ofSecond.some((isMatched, index) => isMatched && ofFirst[index] === true);
        assert.equal(intersects(first, second), haveOne, `${first} meets ${second}`);
      }
    }
  });
});

/** All texts of one level to the given number, made of the given ones. */
function textsOf(options: readonly string[], levels: number): string[] {
  let last: string[] = [...options];
  const texts = [...last];
  for (let level = 1; level < levels; level += 1) {
    last = last.flatMap((text) => options.map((option) => `${text}/${option}`));
    texts.push(...last);
  }
  return texts;
}
