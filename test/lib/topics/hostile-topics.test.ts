import assert from "node:assert/strict";
import { parseTopicFilter, topicParameters } from "../../../nodes/lib/topics/topic-filter";
import { TopicIndex } from "../../../nodes/lib/topics/topic-index";
import { checkTopicName } from "../../../nodes/lib/topics/topic-name";

const SMALL = 1_000;
/** Eight times as large: what is linear takes eight times as long, what is quadratic sixty-four times. */
const LARGE = 8 * SMALL;
const TOLERATED = 30;

describe("hostile topics and filters", () => {
  it("are looked up in time linear in their levels", () => {
    const index = new TopicIndex<number>();
    for (const filter of ["a/#", "+/a/#", "a/+/a/#", `${"+/".repeat(LARGE)}#`, `${"a/+/".repeat(LARGE / 2)}b`]) {
      index.add(filter, 1);
    }
    assertLinear((levels) => {
      const topic = topicOf(levels);
      return () => assert.ok(index.match(topic).length >= 3);
    });
  });

  it("are parsed in time linear in their levels", () => {
    assertLinear((levels) => {
      const filter = `${"+/".repeat(levels)}#`;
      return () => assert.equal(parseTopicFilter(filter).pattern, filter);
    });
  });

  it("are parsed in time linear in their named wildcards", () => {
    assertLinear((levels) => {
      const filter = Array.from({ length: levels }, (_, level) => `+n${level}`).join("/");
      return () => assert.equal(parseTopicFilter(filter).named.length, levels);
    });
  });

  it("give their parameters in time linear in their levels", () => {
    assertLinear((levels) => {
      const filter = parseTopicFilter(Array.from({ length: levels }, (_, level) => `+n${level}`).join("/"));
      const topic = topicOf(levels);
      return () => assert.equal(Object.keys(topicParameters(filter, topic)).length, levels);
    });
  }).timeout(30_000);

  it("are checked in time linear in their length, where a backtracking expression would never end", () => {
    assertLinear((levels) => {
      const topic = `${"a/".repeat(levels)}a+`;
      return () => assert.throws(() => checkTopicName(topic));
    });
  });

  it("may have as many levels as fit into 65,535 bytes, and go again", () => {
    const levels = "/".repeat(65_534);
    for (const filter of [levels, `+${levels}`, `${levels}#`]) {
      const index = new TopicIndex<string>();
      index.add(filter, "value");
      assert.deepEqual(index.match(levels), ["value"]);
      index.remove(filter, "value");
      assert.deepEqual(index.match(levels), []);
    }
  });

  function topicOf(levels: number): string {
    return Array.from({ length: levels }, () => "a").join("/");
  }

  /** Compares the work for a small and a large input: no absolute times, so that a slow machine doesn't matter. */
  function assertLinear(prepare: (levels: number) => () => void): void {
    const [small, large] = [prepare(SMALL), prepare(LARGE)];
    small();
    const ratio = fastest(large) / fastest(small);
    assert.ok(ratio < TOLERATED, `8 times the input took ${ratio.toFixed(1)} times as long`);
  }

  function fastest(work: () => void): number {
    return Math.min(...Array.from({ length: 9 }, () => milliseconds(work)));
  }

  function milliseconds(work: () => void): number {
    const start = performance.now();
    work();
    return performance.now() - start;
  }
});
