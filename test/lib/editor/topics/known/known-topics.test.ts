import assert from "node:assert/strict";
import { KnownTopics } from "../../../../../nodes/lib/editor/topics/known/known-topics";
import { knownTopic, seenTopic } from "../seen-topic";

describe("What the editor knows of a broker's topics", () => {
  it("stays small however many topics there are: the last ones are kept", () => {
    const known = new KnownTopics();
    for (let first = 0; first < 100_000; first += 1_000) {
      known.learn(Array.from({ length: 1_000 }, (_, index) => seenTopic(`many/${first + index}`, "1")));
      assert.ok(known.size <= 20_000);
    }
    assert.equal(known.size, 20_000);
    assert.equal(known.get("many/79999"), undefined);
    assert.ok(known.get("many/80000") && known.get("many/99999"));
  });

  it("makes room by what hasn't been seen for longest", () => {
    const known = new KnownTopics();
    known.learn(Array.from({ length: 20_000 }, (_, index) => seenTopic(`many/${index}`)));
    known.learn([seenTopic("many/0"), seenTopic("new")]);
    assert.ok(known.get("many/0") && known.get("new"));
    assert.equal(known.get("many/1"), undefined);
  });

  it("is the last value of each topic", () => {
    const known = new KnownTopics();
    known.learn([seenTopic("a", "1"), seenTopic("a", "2", { count: 2 })]);
    assert.deepEqual(
      [...known].map(({ payload, count }) => ({ payload, count })),
      [{ payload: "2", count: 2 }],
    );
  });

  it("leaves out a topic that nobody could read", () => {
    const known = new KnownTopics();
    known.learn([seenTopic("x".repeat(1_001)), seenTopic("x".repeat(1_000))]);
    assert.equal(known.size, 1);
  });

  it("keeps 200 characters of a payload, and says when there are more", () => {
    const { payload, isCut } = knownTopic("a", "é".repeat(201));
    assert.equal(payload, "é".repeat(200));
    assert.equal(isCut, true);
    assert.equal(knownTopic("a", "é".repeat(200)).isCut, false);
    assert.equal(knownTopic("a", "beginning", { bytes: 5_000 }).isCut, true);
  });

  it("counts the bytes of a binary payload by its digits", () => {
    assert.equal(knownTopic("a", "00ff", { isBinary: true, bytes: 2 }).isCut, false);
    assert.equal(knownTopic("a", "00ff", { isBinary: true, bytes: 4 }).isCut, true);
  });

  for (const [payload, form] of [
    ['{"a": 1}', "json"],
    [' [1, "b"]', "json"],
    ['[["a"]]', "json"],
    ['["a"]', "json"],
    ["{}", "json"],
    ["[]", "json"],
    ['{"a": "the rest is cut off', "json"],
    ["21.5", "text"],
    ["true", "text"],
    ['"quoted"', "text"],
    ["{{template}}", "text"],
    ["[info] started", "text"],
    ["", "empty"],
  ] as const) {
    it(`takes ${payload || "no payload"} for ${form}`, () => {
      assert.equal(knownTopic("a", payload).form, form);
    });
  }

  it("takes what isn't UTF-8 for binary", () => {
    assert.equal(knownTopic("a", "7b7d", { isBinary: true, bytes: 2 }).form, "binary");
  });

  it("knows JSON by all of a payload's beginning, not by what is kept of it", () => {
    assert.equal(knownTopic("a", `${" ".repeat(300)}{"a": 1}`).form, "json");
  });
});
