import assert from "node:assert/strict";
import { TopicIndex } from "../../../nodes/lib/topics/topic-index";
import { heapUsed } from "../heap-used";
import { SEED, SeededRandom } from "../seeded-random";
import { naiveMatch } from "./naive-match";

const LEVELS = ["", "a", "b", "c", "aa", "$", "$SYS", "ü"];

describe("a topic index compared with the wording of the specification", () => {
  it(`finds the same among thousands of filters that come and go (seed ${SEED})`, () => {
    const random = new SeededRandom();
    const index = new TopicIndex<number>();
    const present = new Map<number, string>();
    for (let step = 0; step < 6_000; step += 1) {
      const [oldest] = present.keys();
      if (oldest === undefined || random.below(10) < 6) add(step, filterOf(random));
      else remove(random.below(3) === 0 ? random.pick([...present.keys()]) : oldest);
      compare(topicOf(random));
    }
    assert.ok(present.size > 500);
    for (const value of [...present.keys()]) remove(value);
    for (let step = 0; step < 500; step += 1) compare(topicOf(random));

    function add(value: number, filter: string): void {
      present.set(value, filter);
      index.add(filter, value);
    }

    function remove(value: number): void {
      index.remove(present.get(value) ?? "", value);
      present.delete(value);
    }

    function compare(topic: string): void {
      const expected = [...present].filter(([, filter]) => naiveMatch(filter, topic)).map(([value]) => value);
      const found = [...index.match(topic)].sort((a, b) => a - b);
      assert.deepEqual(
        found,
        expected.sort((a, b) => a - b),
        `seed ${SEED}, topic ${topic}`,
      );
    }
  }).timeout(60_000);
});

describe("the memory of a topic index", () => {
  const filters = ["+/#", "a/+", "b/+/c", "exact"].flatMap((tail) =>
    Array.from({ length: 7_000 }, (_, number) => `site/${number}/${tail}`),
  );

  it("is given back when filters go", () => {
    // The first round makes what is made only once, such as the filters' texts in their final form.
    fillAndEmpty(new TopicIndex());
    const index = new TopicIndex<number>();
    const before = heapUsed();
    const full = fillAndEmpty(index) - before;
    const left = heapUsed() - before;
    assert.ok(left < full / 20, `${left} of ${full} bytes are left`);
    assert.deepEqual(index.match("site/1/exact"), []);
  });

  /** Returns how much was used when all filters were there. */
  function fillAndEmpty(index: TopicIndex<number>): number {
    for (const [value, filter] of filters.entries()) index.add(filter, value);
    const full = heapUsed();
    for (const [value, filter] of filters.entries()) index.remove(filter, value);
    return full;
  }
});

function filterOf(random: SeededRandom): string {
  const levels = levelsOf(random, [...LEVELS, "+", "+", "+"]);
  return random.below(4) === 0 ? [...levels, "#"].join("/") : levels.join("/") || "#";
}

function topicOf(random: SeededRandom): string {
  return levelsOf(random, LEVELS).join("/") || "a";
}

function levelsOf(random: SeededRandom, options: readonly string[]): string[] {
  return Array.from({ length: 1 + random.below(5) }, () => random.pick(options));
}
