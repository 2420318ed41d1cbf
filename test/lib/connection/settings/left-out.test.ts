import assert from "node:assert/strict";
import { leftOutBefore5 } from "../../../../nodes/lib/connection/settings/left-out";
import { brokerOf } from "./saved-connection";

describe("what is left out before MQTT 5", () => {
  it("is nothing of a connection that has its defaults", () => {
    assert.deepEqual(leftOut({}), []);
    assert.deepEqual(leftOut({ cleanSession: false, clientId: "c" }), []);
    assert.deepEqual(leftOut({ will: { topic: "w", payload: "p", qos: 1, retain: true } }), []);
    assert.deepEqual(leftOut({ properties: { userProperties: {} } }), []);
  });

  it("is everything that only MQTT 5 can carry, by the names of the flow file", () => {
    const saved = {
      sessionExpiry: 60,
      will: { topic: "w", properties: { delay: 5, contentType: "t" } },
      properties: { receiveMaximum: 5, maximumPacketSize: 6, topicAliasMaximum: 7, userProperties: { a: "b" } },
    };
    assert.deepEqual(leftOut(saved), [
      "sessionExpiry",
      "will.delay",
      "will.properties",
      "receiveMaximum",
      "maximumPacketSize",
      "topicAliasMaximum",
      "userProperties",
    ]);
  });

  it("is a time that the session is kept only where an older version would keep it otherwise", () => {
    assert.deepEqual(leftOut({ sessionExpiry: 0 }), []);
    assert.deepEqual(leftOut({ cleanSession: false, clientId: "c", sessionExpiry: 4_294_967_295 }), []);
    assert.deepEqual(leftOut({ cleanSession: false, clientId: "c", sessionExpiry: 0 }), ["sessionExpiry"]);
    assert.deepEqual(leftOut({ sessionExpiry: 4_294_967_295 }), ["sessionExpiry"]);
  });

  it("is no delay of the will that is none", () => {
    assert.deepEqual(leftOut({ will: { topic: "w", properties: { delay: 0 } } }), []);
  });

  function leftOut(saved: object): string[] {
    return leftOutBefore5(brokerOf(saved));
  }
});
