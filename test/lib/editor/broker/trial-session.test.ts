import assert from "node:assert/strict";
import type { TrialSession } from "../../../../nodes/lib/admin-api/trial-report";
import { sessionText } from "../../../../nodes/lib/editor/broker/trial-session";
import { TrialWords } from "../../../../nodes/lib/editor/broker/trial-words";
import { english } from "./english";

const GENEROUS: TrialSession = {
  address: "mqtt://hub:1883",
  version: 5,
  maximumQos: 2,
  retain: true,
  wildcards: true,
  sharedSubscriptions: true,
  subscriptionIdentifiers: true,
  warnings: [],
};

describe("what a broker says that accepts us", () => {
  it("is all that it allows", () => {
    assert.equal(
      sessionText({ ...GENEROUS, maximumPacketSize: 268_435_455 }, true, english),
      "Connected with MQTT 5. The broker allows QoS 2, retained messages, wildcards, shared subscriptions, and packets up to 268 MB.",
    );
  });

  it("is also what it doesn't allow", () => {
    const strict = { ...GENEROUS, maximumQos: 1, retain: false, sharedSubscriptions: false } as const;
    assert.equal(
      sessionText(strict, true, english),
      "Connected with MQTT 5. The broker allows QoS 1 and wildcards. It doesn't allow retained messages and shared subscriptions.",
    );
  });

  it("is nothing before MQTT 5, and nothing is made up", () => {
    assert.equal(
      sessionText({ ...GENEROUS, version: 4 }, false, english),
      "Connected to mqtt://hub:1883 with MQTT 3.1.1. With MQTT 3.1.1 a broker doesn't say what it allows.",
    );
  });

  for (const [bytes, size] of [
    [0, "0 byte"],
    [999, "999 byte"],
    [1_000, "1 kB"],
    [65_536, "65.5 kB"],
    [4_294_967_295, "4.29 GB"],
  ] as const) {
    it(`has sizes that can be read: ${size}`, () => {
      assert.equal(english.size(bytes), size);
    });
  }

  it("has numbers as they are written in the user's language", () => {
    assert.equal(new TrialWords(english.translate, "de").size(65_536), "65,5 kB");
    assert.equal(new TrialWords(english.translate, "de").milliseconds(1_240), "1.240 ms");
  });
});
