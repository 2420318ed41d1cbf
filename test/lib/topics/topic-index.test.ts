import assert from "node:assert/strict";
import { TopicIndex } from "../../../nodes/lib/topics/topic-index";

/** Filters, each with topics that it matches and topics that it doesn't. */
const MATCHING: readonly (readonly [filter: string, matched: readonly string[], unmatched: readonly string[]])[] = [
  ["a/b", ["a/b"], ["a", "a/b/", "/a/b", "a/b/c", "A/b", "a/B"]],
  ["/", ["/"], ["", "//", "a/", "/a"]],
  ["a//b", ["a//b"], ["a/b", "a/x/b"]],
  // Section 4.7.1.2, the examples of the specification.
  [
    "sport/tennis/player1/#",
    ["sport/tennis/player1", "sport/tennis/player1/ranking", "sport/tennis/player1/score/wimbledon"],
    ["sport/tennis", "sport/tennis/player10", "sport/tennis/player10/x"],
  ],
  ["sport/#", ["sport", "sport/", "sport/a/b"], ["sports", "sports/a", "/sport"]],
  ["#", ["a", "a/b", "/", "//", "a/$SYS", "a\nb/c"], ["$SYS", "$SYS/a", "$"]],
  // Section 4.7.1.3.
  ["sport/tennis/+", ["sport/tennis/player1", "sport/tennis/"], ["sport/tennis/player1/ranking", "sport/tennis"]],
  ["sport/+", ["sport/", "sport/a"], ["sport", "sport/a/"]],
  ["+", ["finance", "a"], ["/finance", "a/", "/", "$SYS"]],
  ["+/+", ["/finance", "a/b", "/", "a/"], ["finance", "//", "$SYS/a"]],
  ["/+", ["/finance", "/"], ["finance", "/a/b"]],
  ["a/+/b", ["a/x/b", "a//b"], ["a/b", "a/x/y/b"]],
  ["+/a/#", ["x/a", "/a", "x/a/b/c"], ["a", "x/b/a", "$x/a"]],
  // Section 4.7.2.
  ["+/monitor/Clients", ["a/monitor/Clients"], ["$SYS/monitor/Clients"]],
  ["$SYS/#", ["$SYS", "$SYS/", "$SYS/a/b"], ["SYS/a", "$SYSTEM"]],
  ["$SYS/monitor/+", ["$SYS/monitor/Clients"], ["$SYS/monitor"]],
  ["$SYS/+/#", ["$SYS/a", "$SYS/$a/b"], ["$SYS"]],
  ["+/$a", ["x/$a"], ["$x/$a"]],
  // Characters that mean something elsewhere.
  ["a{2}/+", ["a{2}/x"], ["aa/x"]],
  ["__proto__/+", ["__proto__/constructor"], ["constructor/a"]],
  ["constructor", ["constructor"], ["toString"]],
];

describe("a topic index [MQTT 5, 4.7]", () => {
  for (const [filter, matched, unmatched] of MATCHING) {
    it(`knows what ${filter} matches`, () => {
      const index = new TopicIndex<string>();
      index.add(filter, "value");
      for (const topic of matched) assert.deepEqual(index.match(topic), ["value"], JSON.stringify(topic));
      for (const topic of unmatched) assert.deepEqual(index.match(topic), [], JSON.stringify(topic));
    });
  }

  it("matches nothing while it is empty", () => {
    assert.deepEqual(new TopicIndex<string>().match("a/b"), []);
  });

  it("gives a value as often as it was added", () => {
    const index = new TopicIndex<string>();
    for (const filter of ["a/b", "a/b", "a/+", "a/+", "#"]) index.add(filter, "value");
    assert.deepEqual(
      index.match("a/b"),
      Array.from({ length: 5 }, () => "value"),
    );
  });

  it("gives the values of all filters that match", () => {
    const index = new TopicIndex<string>();
    for (const filter of ["a/b", "a/+", "+/b", "+/+", "a/#", "#", "a/b/#", "b/a", "a"]) index.add(filter, filter);
    assert.deepEqual([...index.match("a/b")].sort(), ["#", "+/+", "+/b", "a/#", "a/+", "a/b", "a/b/#"].sort());
  });

  it("gives a list that stays as it is when filters come and go", () => {
    for (const filter of ["a", "+"]) {
      const index = new TopicIndex<string>();
      for (const value of ["first", "second"]) index.add(filter, value);
      const found = index.match("a");
      index.add(filter, "third");
      index.remove(filter, "first");
      assert.deepEqual(found, ["first", "second"]);
      assert.deepEqual(index.match("a"), ["second", "third"]);
    }
  });

  it("forgets one value of a filter and keeps the others", () => {
    for (const filter of ["a/b", "a/+"]) {
      const index = new TopicIndex<string>();
      for (const value of ["first", "second", "first"]) index.add(filter, value);
      index.remove(filter, "first");
      assert.deepEqual([...index.match("a/b")].sort(), ["first", "second"]);
      index.remove(filter, "first");
      assert.deepEqual(index.match("a/b"), ["second"]);
      index.remove(filter, "second");
      assert.deepEqual(index.match("a/b"), []);
    }
  });

  it("forgets a filter without touching those above, below and beside it", () => {
    const filters = ["a/+", "a/+/b", "a/+/c", "a/#", "+"];
    for (const gone of filters) {
      const index = new TopicIndex<string>();
      for (const filter of filters) index.add(filter, filter);
      index.remove(gone, gone);
      const found = ["a", "a/x", "a/x/b", "a/x/c"].flatMap((topic) => index.match(topic));
      assert.deepEqual([...new Set(found)].sort(), filters.filter((filter) => filter !== gone).sort());
    }
  });

  it("leaves alone what it is asked to remove and doesn't have", () => {
    const index = new TopicIndex<string>();
    for (const filter of ["a", "a/+/b"]) index.add(filter, "value");
    for (const filter of ["a", "a/+/b"]) index.remove(filter, "other");
    for (const filter of ["b", "a/+", "a/+/b/c", "a/#", "+", "c/+"]) index.remove(filter, "value");
    assert.deepEqual(index.match("a"), ["value"]);
    assert.deepEqual(index.match("a/x/b"), ["value"]);
  });

  it("takes a filter again that it has forgotten", () => {
    const index = new TopicIndex<string>();
    for (let round = 0; round < 3; round += 1) {
      for (const filter of ["a/+", "a/+/b", "c"]) index.add(filter, filter);
      assert.deepEqual([index.match("a/x"), index.match("a/x/b"), index.match("c")], [["a/+"], ["a/+/b"], ["c"]]);
      for (const filter of ["a/+", "a/+/b", "c"]) index.remove(filter, filter);
      assert.deepEqual([index.match("a/x"), index.match("a/x/b"), index.match("c")], [[], [], []]);
    }
  });
});
