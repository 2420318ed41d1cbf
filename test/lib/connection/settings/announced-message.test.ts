import assert from "node:assert/strict";
import { refusal } from "../../thrown";
import { brokerOf, settingsOf } from "./saved-connection";

describe("a saved birth, close or will message", () => {
  it("needs a topic only", () => {
    const { birth, close } = settingsOf({ birth: [{ topic: "b" }], close: { topic: "c" } });
    const plain = { payload: "", qos: 0, retain: false, properties: undefined };
    assert.deepEqual([birth, close], [[{ topic: "b", ...plain }], { topic: "c", ...plain }]);
    assert.deepEqual(brokerOf({ will: { topic: "w" } }).will, { topic: "w", ...plain, delay: undefined });
  });

  it("may have numbers and booleans saved as texts, and properties", () => {
    const properties = {
      contentType: "t",
      responseTopic: "r",
      correlationData: "c",
      messageExpiryInterval: "5",
      userProperties: { a: "b" },
    };
    const { birth } = settingsOf({ birth: [{ topic: "b", payload: "p", qos: "2", retain: "true", properties }] });
    assert.deepEqual(birth, [
      {
        topic: "b",
        payload: "p",
        qos: 2,
        retain: true,
        properties: { ...properties, correlationData: Buffer.from("c"), messageExpiryInterval: 5 },
      },
    ]);
  });

  it("is checked like any message", () => {
    for (const saved of [{ birth: [{ topic: "a/#" }] }, { close: { topic: "+" } }, { will: { topic: "a/+" } }]) {
      assert.equal(refusal(() => settingsOf(saved)).code, "topic-name-wildcard");
    }
    const properties = { messageExpiryInterval: -1 };
    assert.equal(refusal(() => settingsOf({ will: { topic: "a", properties } })).code, "property-invalid");
  });

  it("has a payload that is sent as it is, even if it is empty", () => {
    assert.equal(settingsOf({ close: { topic: "c", payload: "" } }).close?.payload, "");
    assert.equal(settingsOf({ close: { topic: "c", payload: "{}" } }).close?.payload, "{}");
  });
});

describe("a saved will", () => {
  it("may wait some seconds, saved as a number or a text", () => {
    for (const [delay, expected] of [
      [5, 5],
      ["5", 5],
      [0, 0],
      ["", undefined],
      [4_294_967_295, 4_294_967_295],
    ] as const) {
      assert.equal(brokerOf({ will: { topic: "w", properties: { delay } } }).will?.delay, expected);
    }
  });

  it("waits no time that can't be sent [MQTT 5, 3.1.3.2.2]", () => {
    for (const delay of ["soon", -1, 1.5, 4_294_967_296, " "]) {
      const { code, values } = refusal(() => settingsOf({ will: { topic: "w", properties: { delay } } }));
      assert.deepEqual([code, (values as { property: string }).property], ["config-not-integer", "delay"]);
    }
  });

  it("has at most 65,535 bytes [MQTT 5, 3.1.3.4 and 1.5.6]", () => {
    assert.doesNotThrow(() => settingsOf({ will: { topic: "w", payload: "x".repeat(65_535) } }));
    const payload = `${"€".repeat(21_845)}x`;
    const expected = { code: "payload-too-large", values: { bytes: 65_536, limit: 65_535 } };
    assert.deepEqual(
      refusal(() => settingsOf({ will: { topic: "w", payload } })),
      expected,
    );
  });
});
