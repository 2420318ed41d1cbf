import assert from "node:assert/strict";
import { setFlowProperties, type FlowProperties } from "../../../nodes/lib/messages/flow-properties";
import { isUserProperties } from "../../../nodes/lib/config/user-properties";

describe("the MQTT 5 properties of a received message", () => {
  it("appear on the flow's message under the names of the built-in nodes", () => {
    const properties = {
      payloadFormatIndicator: true,
      messageExpiryInterval: 60,
      responseTopic: "r",
      contentType: "text/plain",
      correlationData: Buffer.from("c"),
      userProperties: { a: "b", list: ["c", "d"] },
    };
    const msg: FlowProperties & { topic: string } = { topic: "t" };
    setFlowProperties(msg, properties);
    assert.deepEqual(msg, { topic: "t", ...properties });
  });

  it("appear only if the PUBLISH has them, false and 0 too", () => {
    assert.deepEqual(set({}), {});
    const falsy = { payloadFormatIndicator: false, messageExpiryInterval: 0, contentType: "", responseTopic: "" };
    assert.deepEqual(set(falsy), falsy);
  });

  it("leave out what is none of a flow's business", () => {
    assert.deepEqual(set({ subscriptionIdentifier: 5, topicAlias: 1, contentType: "a" }), {
      contentType: "a",
    });
  });

  it("are each node's own", () => {
    const properties = { correlationData: Buffer.from("c"), userProperties: { a: "b", list: ["c"] } };
    const msg = set(properties);
    msg.correlationData?.fill("x");
    Object.assign(msg.userProperties ?? {}, { a: "x" });
    (msg.userProperties?.["list"] as string[]).push("x");
    assert.deepEqual(properties, { correlationData: Buffer.from("c"), userProperties: { a: "b", list: ["c"] } });
  });

  it("may have a user property called __proto__, which stays a property", () => {
    const msg = set({
      userProperties: JSON.parse('{"__proto__": "a", "constructor": ["b"]}') as Record<string, string>,
    });
    assert.deepEqual(Object.entries(msg.userProperties ?? {}), [
      ["__proto__", "a"],
      ["constructor", ["b"]],
    ]);
    assert.equal(Object.getPrototypeOf(msg.userProperties), Object.prototype);
  });

  function set(properties: object): FlowProperties {
    const msg: FlowProperties = {};
    setFlowProperties(msg, properties);
    return msg;
  }
});

describe("saved user properties", () => {
  it("are an object of texts or of arrays of texts", () => {
    for (const value of [{}, { a: "" }, { a: "b", c: ["d", ""] }, { a: [] }])
      assert.equal(isUserProperties(value), true);
  });

  it("are nothing else", () => {
    for (const value of [
      null,
      undefined,
      "a",
      5,
      [],
      ["a"],
      Buffer.from("a"),
      { a: 1 },
      { a: null },
      { a: [1] },
      { a: {} },
    ]) {
      assert.equal(isUserProperties(value), false);
    }
  });
});
