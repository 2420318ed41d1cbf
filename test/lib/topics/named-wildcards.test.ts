import assert from "node:assert/strict";
import { parseTopicFilter, topicParameters, type TopicParameters } from "../../../nodes/lib/topics/topic-filter";
import { refusal } from "../thrown";

describe("named wildcards", () => {
  it("are not sent to the broker", () => {
    assert.equal(parseTopicFilter("home/+room/+/+device/#rest").wire, "home/+/+/+/#");
  });

  it("give the level they stand for", () => {
    assert.deepEqual(parameters("home/+room/temp", "home/kitchen/temp"), { room: "kitchen" });
  });

  it("give all the remaining levels behind #", () => {
    assert.deepEqual(parameters("home/#rest", "home/kitchen/lamp/state"), { rest: ["kitchen", "lamp", "state"] });
  });

  it("give no level where # matches its parent [MQTT 5, 4.7.1.2]", () => {
    assert.deepEqual(parameters("home/#rest", "home"), { rest: [] });
  });

  it("give empty levels as empty texts", () => {
    assert.deepEqual(parameters("+a/+b/#c", "/x//"), { a: "", b: "x", c: ["", ""] });
  });

  it("leave out the nameless", () => {
    assert.deepEqual(parameters("+/+b/#", "x/y/z"), { b: "y" });
  });

  it("may have names with letters of any script, digits, `_` and `-`", () => {
    assert.deepEqual(parameters("+größe/+_id2/+部屋/+e-mail", "1/2/3/4"), {
      größe: "1",
      _id2: "2",
      部屋: "3",
      "e-mail": "4",
    });
  });

  it("may be called as a property that every object has, without touching its prototype", () => {
    const params = parameters("+__proto__/+constructor/#toString", "a/b/c");
    assert.deepEqual(Object.entries(params), [
      ["__proto__", "a"],
      ["constructor", "b"],
      ["toString", ["c"]],
    ]);
    assert.equal(Object.getPrototypeOf(params), Object.prototype);
  });

  for (const level of ["+1", "+-a", "+a b", "+a.b", "+a+b", "#a#", "+a{}", "+ "]) {
    it(`have names that a flow can use, not ${level}`, () => {
      const filter = `a/${level}`;
      const values = { filter, level };
      assert.deepEqual(
        refusal(() => parseTopicFilter(filter)),
        { code: "filter-wildcard-not-alone", values },
      );
    });
  }

  it("have different names within one filter", () => {
    for (const filter of ["+a/+a", "+a/b/#a", "+x/+a/+y/+a"]) {
      assert.deepEqual(
        refusal(() => parseTopicFilter(filter)),
        {
          code: "filter-name-twice",
          values: { filter, name: "a" },
        },
      );
    }
  });

  function parameters(filter: string, topic: string): TopicParameters {
    return topicParameters(parseTopicFilter(filter), topic);
  }
});
