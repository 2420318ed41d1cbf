import assert from "node:assert/strict";
import { checkTopicName } from "../../../nodes/lib/topics/topic-name";
import { refusal } from "../thrown";

describe("a topic name [MQTT 5, 4.7]", () => {
  const valid = {
    "one level": "lamp",
    "several levels": "home/kitchen/lamp",
    "one character": "a",
    "a lone slash [4.7.1.1]": "/",
    "empty levels at the start, the end and in between": "//home///lamp//",
    spaces: "home/living room/ lamp ",
    "a dollar at the start": "$SYS/broker/uptime",
    "the name of a shared subscription, which means nothing in a topic name": "$share/group/home",
    "a byte order mark [1.5.4-3]": "\ufeffhome",
    "characters outside the first plane": "home/💡",
    "the names of JavaScript's own properties": "__proto__/constructor",
    "65,535 one-byte characters [4.7.3-3]": "a".repeat(65_535),
    "65,535 bytes of three-byte characters": "€".repeat(21_845),
    "65,535 bytes of four-byte characters and three more": `${"💡".repeat(16_383)}abc`,
  };
  for (const [what, topic] of Object.entries(valid)) {
    it(`may be ${what}`, () => {
      assert.doesNotThrow(() => checkTopicName(topic));
    });
  }

  it("has at least one character [MQTT-4.7.3-1]", () => {
    assert.deepEqual(
      refusal(() => checkTopicName("")),
      { code: "topic-empty", values: {} },
    );
  });

  for (const topic of ["+", "#", "a/+/b", "a/#", "a+", "#a", "+a/b"]) {
    it(`has no wildcard, such as ${topic} [MQTT-3.3.2-2]`, () => {
      assert.deepEqual(
        refusal(() => checkTopicName(topic)),
        { code: "topic-name-wildcard", values: { topic } },
      );
    });
  }

  it("has no U+0000 [MQTT-4.7.3-2]", () => {
    for (const topic of ["\u0000", "a/\u0000", "\u0000a", "a\u0000b/+"]) {
      assert.equal(refusal(() => checkTopicName(topic)).code, "topic-null");
    }
  });

  it("has no character for which a broker may close the connection [1.5.4]", () => {
    const control = ["\u0001", "\t", "\n", "\u001f", "\u007f", "\u0085", "\u009f"];
    const none = ["\ufdd0", "\ufdef", "\ufffe", "\uffff", "\u{1ffff}", "\u{10fffe}"];
    for (const character of [...control, ...none]) {
      assert.deepEqual(
        refusal(() => checkTopicName(`home/${character}`)),
        { code: "topic-control-character", values: {} },
      );
    }
    for (const character of [" ", "~", "\u00a0", "\u00ad", "\ufdcf", "\ufffd", "\u2028", "\u{1fffd}"]) {
      assert.doesNotThrow(() => checkTopicName(`home/${character}`));
    }
  });

  it("has no half of a surrogate pair [MQTT-1.5.4-1]", () => {
    for (const topic of ["\ud800", "a/\udfff", "\udca1\ud83d", "💡\ud83d", "\ud83da", "+\ud800"]) {
      assert.equal(refusal(() => checkTopicName(topic)).code, "topic-not-unicode");
    }
  });

  it("has at most 65,535 bytes in UTF-8, whatever its length in characters [MQTT-4.7.3-3]", () => {
    const tooLong = {
      65_536: ["a".repeat(65_536), `${"€".repeat(21_845)}a`, "💡".repeat(16_384)],
      65_538: ["€".repeat(21_846)],
    };
    for (const [bytes, topics] of Object.entries(tooLong)) {
      for (const topic of topics) {
        const expected = { code: "topic-too-long", values: { bytes: Number(bytes) } };
        assert.deepEqual(
          refusal(() => checkTopicName(topic)),
          expected,
        );
      }
    }
  });

  it("that has 21,846 two-byte characters is short enough", () => {
    assert.doesNotThrow(() => checkTopicName("é".repeat(21_846)));
  });
});
