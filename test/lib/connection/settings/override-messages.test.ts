import assert from "node:assert/strict";
import { broker, code, overridden } from "./override-bench";

describe("the birth, close and will message that a message asks for", () => {
  it("may have the shape of the built-in nodes", () => {
    const properties = {
      respTopic: "r",
      correl: "c",
      expiry: "5",
      contentType: "t",
      userProps: { a: "b" },
      delay: "6",
      other: 5,
    };
    const message = { topic: "t", payload: "p", qos: "1", retain: "true", properties };
    const settings = overridden({ birth: message, close: message, will: message });
    const expected = {
      topic: "t",
      payload: "p",
      qos: 1,
      retain: true,
      properties: {
        responseTopic: "r",
        correlationData: Buffer.from("c"),
        messageExpiryInterval: 5,
        contentType: "t",
        userProperties: { a: "b" },
      },
    };
    assert.deepEqual([settings.birth, settings.close], [[expected], expected]);
    assert.deepEqual(settings.brokers[0]?.will, { ...expected, delay: 6 });
    assert.equal(broker({ will: { topic: "t", properties: { willDelayInterval: 7 } } }).will?.delay, 7);
  });

  it("may have the shape of the flow file", () => {
    const will = { topic: "t", properties: { responseTopic: "r", userProperties: '{"a":"b"}' } };
    const { birth } = overridden({ birth: [{ topic: "a" }, { topic: "b" }], will });
    assert.deepEqual(
      birth.map(({ topic }) => topic),
      ["a", "b"],
    );
    assert.deepEqual(broker({ will }).will?.properties, { responseTopic: "r", userProperties: { a: "b" } });
  });

  it("may have any payload that can be sent as text", () => {
    for (const [payload, text] of [
      ["text", "text"],
      [{ a: [1] }, '{"a":[1]}'],
      [5, "5"],
      [0, "0"],
      [false, "false"],
      [undefined, ""],
      [null, ""],
      [Buffer.from("bytes"), "bytes"],
    ] as const) {
      assert.equal(broker({ will: { topic: "t", payload } }).will?.payload, text);
    }
  });

  it("has no other payload", () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    for (const payload of [cycle, () => 5, Symbol("s")]) {
      assert.equal(code({ will: { topic: "t", payload } }), "payload-unserialisable");
    }
    assert.equal(code({ will: { topic: "t", payload: Buffer.from([0xff, 0xfe]) } }), "config-wrong-shape");
  });

  it("is none without a topic, even where one is saved", () => {
    const saved = { birth: [{ topic: "b" }], close: { topic: "c" }, will: { topic: "w" } };
    for (const nothing of [{}, { topic: "" }]) {
      const { birth, close, brokers } = overridden({ birth: nothing, close: nothing, will: nothing }, saved);
      assert.deepEqual([birth, close, brokers[0]?.will], [[], undefined, undefined]);
    }
    assert.deepEqual(overridden({ birth: [] }, saved).birth, []);
  });

  it("is refused where it is none at all", () => {
    for (const property of ["birth", "close", "will"]) {
      for (const value of ["text", 5, { topic: 5 }, { topic: "t", qos: 3 }, { topic: "t", properties: 5 }]) {
        // A text is taken for JSON, as in the flow file.
        const isJson = value === "text" && property !== "birth";
        assert.equal(code({ [property]: value }), isJson ? "config-not-json" : "config-wrong-shape");
      }
    }
  });
});
