import assert from "node:assert/strict";
import { covers, intersects } from "../../../nodes/lib/topics/filter-relation";
import { FilterTree } from "../../../nodes/lib/topics/filter-tree";
import { parseTopicFilter, topicParameters } from "../../../nodes/lib/topics/topic-filter";
import { TopicIndex } from "../../../nodes/lib/topics/topic-index";
import { checkTopicName } from "../../../nodes/lib/topics/topic-name";
import { assertLinear, LARGE } from "../assert-linear";

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

  it("are related in time linear in their levels", () => {
    assertLinear((levels) => {
      const [wide, narrow] = ["+/a/".repeat(levels), "a/+/".repeat(levels)];
      return () => assert.deepEqual([covers(wide, narrow), intersects(wide, narrow)], [false, true]);
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
      const tree = new FilterTree<string>();
      tree.add(filter, "value");
      assert.deepEqual([tree.covering(levels), tree.intersecting(filter)], [["value"], ["value"]]);
      assert.deepEqual([covers(filter, levels), intersects(levels, filter)], [true, true]);
    }
  });

  function topicOf(levels: number): string {
    return Array.from({ length: levels }, () => "a").join("/");
  }
});
