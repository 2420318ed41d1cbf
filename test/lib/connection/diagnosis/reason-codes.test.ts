import assert from "node:assert/strict";
import { reasonName, reasonStringOf } from "../../../../nodes/lib/connection/diagnosis/reason-codes";

function said(reasonString?: string): string | undefined {
  const properties = reasonString === undefined ? {} : { reasonString };
  return reasonStringOf({ cmd: "disconnect", properties });
}

describe("a reason code", () => {
  it("has a name wherever the specification has one [MQTT 5, 2.4]", () => {
    const codes = [1, 2, 3, 4, 5, ...Array.from({ length: 35 }, (_, index) => 128 + index)];
    const names = codes.map(reasonName);
    assert.deepEqual(
      names.filter((name) => /\d/.test(name)),
      [],
    );
    assert.equal(reasonName(163), "reason code 163");
    assert.deepEqual([135, 142, 151, 162].map(reasonName), [
      "not authorized",
      "session taken over",
      "quota exceeded",
      "wildcard subscriptions not supported",
    ]);
  });
});

describe("a reason in the broker's own words", () => {
  it("is what it says [MQTT 5, 3.2.2.3.9]", () => {
    assert.equal(said("come back later"), "come back later");
  });

  it("is none where it says nothing, or nothing that can be read", () => {
    assert.deepEqual([said(), said(""), said(" \n ")], [undefined, undefined, undefined]);
    assert.equal(reasonStringOf({ cmd: "pingresp" }), undefined);
  });

  it("stays one line of a log, whatever it contains", () => {
    assert.equal(said("a\r\n\u001b[31mb\u2028c"), "a [31mb c");
  });

  it("is cut when it is longer than anybody reads", () => {
    assert.equal(said("x".repeat(65_535)), `${"x".repeat(200)}...`);
  });
});
