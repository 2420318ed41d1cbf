import assert from "node:assert/strict";
import { JsonFields } from "../../../../nodes/lib/presence/interpreters/json-fields";

describe("a number in a payload", () => {
  it("may be written as its digits, as far as these are exact", () => {
    const number = (json: string): number | undefined => JsonFields.of(`{"a":${json}}`)?.number("a");
    assert.equal(number("1732000000000"), 1_732_000_000_000);
    assert.equal(number('"999999999999999"'), 999_999_999_999_999);
    for (const json of ['"9999999999999999"', '"-1"', '"1.5"', '""', '" 1"', "1e999", "true"]) {
      assert.equal(number(json), undefined, json);
    }
  });
});
