import assert from "node:assert/strict";
import catalogue from "../../../../nodes/broker-config/locales/en-US/broker-config.json";
import type { NoteValues } from "../../../../nodes/lib/editor/conversion/note";

/** Every code; the compiler misses none. */
const NOTES: { readonly [C in keyof NoteValues]: NoteValues[C] } = {
  "address-invalid": {},
  "address-environment": { name: "HOST" },
  "encryption-ignored": {},
  "server-not-verified": {},
  "client-id-missing": {},
  "client-id-shared": { clientId: "hub" },
  "session-not-kept": {},
  unsubscribes: {},
  "stays-subscribed": {},
  "user-properties-inherited": {},
  "login-unknown": {},
  "broker-missing": {},
  "broker-environment": { name: "BROKER" },
  "retained-environment": { name: "RH" },
  "topic-template": {},
  "user-properties-merged": {},
  "user-properties-invalid": { property: "userProps" },
  "value-invalid": { property: "keepalive", value: "often" },
  placeholder: { property: "topic", name: "ROOM" },
};

describe("What is said about a conversion", () => {
  const sentences: Readonly<Record<string, string>> = catalogue.remark;

  it("has a sentence for each note, and no other", () => {
    assert.deepEqual(Object.keys(sentences), Object.keys(NOTES));
  });

  for (const [code, values] of Object.entries(NOTES)) {
    it(`says all that ${code} holds`, () => {
      const names = [...(sentences[code] ?? "").matchAll(/__(\w+?)__/g)].map(([, name]) => name);
      assert.deepEqual([...new Set(names)].sort(), Object.keys(values).sort());
    });
  }
});
