import assert from "node:assert/strict";
import { foundTopics, topicLevels } from "../../../../../nodes/lib/editor/topics/browser/topic-levels";
import { knownTopics } from "../seen-topic";

const topics = knownTopics({
  "home/lamp": "on",
  "home/lamp/set": "",
  "home/door": "shut",
  garden: "",
  "/odd": "",
  "a//b": "",
});

describe("The levels of a broker's topics", () => {
  it("are by name, with the topics at and below each", () => {
    assert.deepEqual(shown(undefined), [
      ["", 1, undefined, true],
      ["a", 1, undefined, true],
      ["garden", 1, "garden", false],
      ["home", 3, undefined, true],
    ]);
  });

  it("may have a topic of their own and others below", () => {
    assert.deepEqual(shown("home"), [
      ["door", 1, "home/door", false],
      ["lamp", 2, "home/lamp", true],
    ]);
    assert.deepEqual(shown("home/lamp"), [["set", 1, "home/lamp/set", false]]);
  });

  it("may be empty", () => {
    assert.deepEqual(shown(""), [["odd", 1, "/odd", false]]);
    assert.deepEqual(shown("a"), [["", 1, undefined, true]]);
    assert.deepEqual(shown("a/"), [["b", 1, "a//b", false]]);
  });

  it("are none below a path that no topic has", () => {
    assert.deepEqual(shown("ho"), []);
  });

  it("are whole topics when somebody looks for words, in any order", () => {
    const found = foundTopics(topics, ["set", "home"]).map(({ name, topic }) => [name, topic?.topic]);
    assert.deepEqual(found, [["home/lamp/set", "home/lamp/set"]]);
    assert.deepEqual(foundTopics(topics, ["nowhere"]), []);
  });

  function shown(path: string | undefined): unknown[] {
    return topicLevels(topics, path).map(({ name, count, topic, goesOn }) => [name, count, topic?.topic, goesOn]);
  }
});
