import assert from "node:assert/strict";
import { parseTopicFilter } from "../../../nodes/lib/topics/topic-filter";
import { refusal } from "../thrown";

describe("a topic filter [MQTT 5, 4.7]", () => {
  for (const text of ["#", "+", "/", "+/+", "/+", "+/", "a/#", "a/+/b", "+/a/#", "/#", "//+//#", "$SYS/#", "a/$b/+"]) {
    it(`may be ${text}`, () => {
      assert.deepEqual(parseTopicFilter(text), { wire: text, pattern: text, named: [] });
    });
  }

  it("may have no wildcard at all", () => {
    const text = "home/kitchen/lamp";
    assert.deepEqual(parseTopicFilter(text), { wire: text, pattern: text, named: [] });
  });

  it("has # only as the last level [MQTT-4.7.1-1]", () => {
    for (const filter of ["#/a", "a/#/b", "a/#/", "#/", "#/#", "#rest/a"]) {
      assert.deepEqual(
        refusal(() => parseTopicFilter(filter)),
        { code: "filter-hash-not-last", values: { filter } },
      );
    }
  });

  const notAlone = { "a#": "a#", "a/b#": "b#", "a+": "a+", "a/b+/c": "b+", "++": "++", "+#": "+#", "##": "##" };
  for (const [filter, level] of Object.entries(notAlone)) {
    it(`has a wildcard as a whole level, not ${filter} [MQTT-4.7.1-2]`, () => {
      const values = { filter, level };
      assert.deepEqual(
        refusal(() => parseTopicFilter(filter)),
        { code: "filter-wildcard-not-alone", values },
      );
    });
  }

  it("has at least one character [MQTT-4.7.3-1]", () => {
    assert.equal(refusal(() => parseTopicFilter("")).code, "topic-empty");
  });

  it("has no U+0000 [MQTT-4.7.3-2]", () => {
    assert.equal(refusal(() => parseTopicFilter("a/\u0000/#")).code, "topic-null");
  });

  it("has no half of a surrogate pair [MQTT-1.5.4-1]", () => {
    assert.equal(refusal(() => parseTopicFilter("+/\ud800")).code, "topic-not-unicode");
  });

  it("has at most 65,535 bytes in UTF-8 [MQTT-4.7.3-3]", () => {
    assert.equal(parseTopicFilter(`${"€".repeat(21_844)}a/#`).named.length, 0);
    const expected = { code: "topic-too-long", values: { bytes: 65_536 } };
    assert.deepEqual(
      refusal(() => parseTopicFilter(`${"€".repeat(21_844)}ab/#`)),
      expected,
    );
  });
});

describe("a shared subscription [MQTT 5, 4.8.2]", () => {
  it("is asked for with its group, and matched without it", () => {
    const { wire, pattern } = parseTopicFilter("$share/group/home/+/temp");
    assert.deepEqual({ wire, pattern }, { wire: "$share/group/home/+/temp", pattern: "home/+/temp" });
  });

  it("may have any filter behind its group, one that starts with a slash or a dollar too", () => {
    for (const pattern of ["#", "+", "/", "/a", "$SYS/#", "$share/b/c", "a/"]) {
      const parsed = parseTopicFilter(`$share/g/${pattern}`);
      assert.deepEqual(parsed, { wire: `$share/g/${pattern}`, pattern, named: [] });
    }
  });

  it("counts the levels of its named wildcards from where its filter starts", () => {
    const { wire, named } = parseTopicFilter("$share/group/home/+room/#rest");
    assert.equal(wire, "$share/group/home/+/#");
    assert.deepEqual(named, [
      { name: "room", level: 1, rest: false },
      { name: "rest", level: 2, rest: true },
    ]);
  });

  it("has a group of at least one character, no wildcard in it, and a filter behind it [MQTT-4.8.2-1, 4.8.2-2]", () => {
    for (const filter of [
      "$share/",
      "$share//a",
      "$share/g",
      "$share/g/",
      "$share/+/a",
      "$share/g#/a",
      "$share/a+b/a",
    ]) {
      assert.deepEqual(
        refusal(() => parseTopicFilter(filter)),
        { code: "filter-share", values: { filter } },
      );
    }
  });

  it("has a valid filter behind its group", () => {
    assert.equal(refusal(() => parseTopicFilter("$share/g/a/#/b")).code, "filter-hash-not-last");
  });

  it("is none where `$share` is not a whole level, or not the first, or written otherwise", () => {
    for (const text of ["$share", "$shared/g/a", "a/$share/g/b", "$SHARE/g/a", "/$share/g"]) {
      assert.deepEqual(parseTopicFilter(text), { wire: text, pattern: text, named: [] });
    }
  });
});
