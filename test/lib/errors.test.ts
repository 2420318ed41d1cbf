import assert from "node:assert/strict";
import { MqttNodeError } from "../../nodes/lib/errors";

describe("an error of these nodes", () => {
  it("has a code, values and a stack of its own, since Catch nodes get nothing else", () => {
    const error = new MqttNodeError("uri-bad-port", { column: 5, port: "x" });
    for (const property of ["code", "values", "stack"]) assert.ok(Object.hasOwn(error, property), property);
    assert.deepEqual([error.code, error.values], ["uri-bad-port", { column: 5, port: "x" }]);
    assert.ok(error instanceof Error);
  });

  it("has its code for a sentence until a node gives it one", () => {
    assert.equal(new MqttNodeError("topic-empty", {}).message, "topic-empty");
  });

  it("has the cause that it was given, and no property of that name otherwise", () => {
    const cause = { reasonCode: 135 };
    const error = new MqttNodeError("not-authorised", { address: "mqtt://h:1883" }, cause);
    assert.equal(error.cause, cause);
    assert.ok(Object.hasOwn(error, "cause"));
    assert.ok(!Object.hasOwn(new MqttNodeError("topic-empty", {}), "cause"));
  });

  it("stays itself when it is caught as anything", () => {
    const error = new MqttNodeError("topic-empty", {});
    assert.equal(MqttNodeError.from(error), error);
  });

  it("is made of any other error, whose text it keeps", () => {
    const failure = new RangeError("too deep");
    const error = MqttNodeError.from(failure);
    assert.deepEqual([error.code, error.values, error.cause], ["unexpected", { detail: "too deep" }, failure]);
  });

  it("is made of whatever else was thrown", () => {
    for (const thrown of ["text", 5, null, undefined]) {
      const error = MqttNodeError.from(thrown);
      assert.deepEqual([error.code, error.values], ["unexpected", { detail: String(thrown) }]);
    }
  });

  it("is made even of what can't be looked at", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const nameless = Object.create(null) as object;
    for (const thrown of [proxy, nameless]) {
      const error = MqttNodeError.from(thrown);
      assert.deepEqual([error.code, error.values], ["unexpected", { detail: "object" }]);
      assert.ok(!MqttNodeError.is(thrown));
    }
    assert.deepEqual(MqttNodeError.from(Object.assign(new Error(), { message: 5 })).values, { detail: "5" });
  });
});
