import assert from "node:assert/strict";
import { SUBSCRIBE_IDENTIFIERS } from "../../../../nodes/lib/messages/packet-identifiers";
import type { Packet } from "mqtt";
import { protocolErrorIn } from "../../../../nodes/lib/connection/link/protocol-error";

const PUBLISH = { cmd: "publish", topic: "t", payload: "", qos: 0, retain: false, dup: false } as const;

describe("what MQTT forbids a broker", () => {
  for (const cmd of ["connect", "subscribe", "unsubscribe", "pingreq"]) {
    it(`is to send ${cmd.toUpperCase()}`, () => {
      assert.equal(errorIn({ cmd }), `${cmd.toUpperCase()} is for clients to send`);
    });
  }

  it("is to send DISCONNECT before MQTT 5", () => {
    assert.equal(errorIn({ cmd: "disconnect" }, 4), "DISCONNECT is for clients to send");
    assert.equal(errorIn({ cmd: "disconnect", reasonCode: 0x8b }, 5), undefined);
  });

  it("is to send anything before CONNACK, though it may say that it goes away [MQTT-3.2.0-1]", () => {
    assert.equal(errorIn(PUBLISH, 5, false), "PUBLISH before CONNACK");
    assert.equal(errorIn({ cmd: "pingresp" }, 5, false), "PINGRESP before CONNACK");
    assert.equal(errorIn({ cmd: "disconnect", reasonCode: 0x8b }, 5, false), undefined);
  });

  it("is to send CONNACK twice, or without a code [MQTT-3.2.0-2]", () => {
    assert.equal(errorIn({ cmd: "connack", reasonCode: 0 }, 5, false), undefined);
    assert.equal(errorIn({ cmd: "connack", returnCode: 0 }, 4, false), undefined);
    assert.equal(errorIn({ cmd: "connack", reasonCode: 0 }, 5), "a second CONNACK");
    for (const version of [4, 5] as const) {
      assert.equal(errorIn({ cmd: "connack" }, version, false), "CONNACK without a code");
    }
  });

  it("is a packet identifier of 0 where there must be one [MQTT-2.2.1-3]", () => {
    for (const cmd of ["puback", "pubrec", "pubrel", "pubcomp", "suback", "unsuback"]) {
      for (const messageId of [0, -1, undefined]) {
        assert.equal(errorIn({ cmd, messageId }), `${cmd.toUpperCase()} without a packet identifier`);
      }
    }
    for (const qos of [1, 2] as const) {
      assert.equal(errorIn({ ...PUBLISH, qos, messageId: 0 }), "PUBLISH without a packet identifier");
      assert.equal(errorIn({ ...PUBLISH, qos, messageId: 1 }), undefined);
    }
  });

  it("is an answer to what we haven't sent under its packet identifier", () => {
    for (const cmd of ["puback", "pubrec", "pubcomp"]) {
      for (const messageId of [1, SUBSCRIBE_IDENTIFIERS.first - 1])
        assert.equal(errorIn({ cmd, messageId }), undefined);
      for (const messageId of [SUBSCRIBE_IDENTIFIERS.first, SUBSCRIBE_IDENTIFIERS.last]) {
        assert.equal(errorIn({ cmd, messageId }), `${cmd.toUpperCase()} for what is no PUBLISH`);
      }
    }
    for (const cmd of ["suback", "unsuback"]) {
      assert.equal(errorIn({ cmd, messageId: SUBSCRIBE_IDENTIFIERS.first }), undefined);
      assert.equal(errorIn({ cmd, messageId: 1 }), `${cmd.toUpperCase()} for a PUBLISH`);
    }
    for (const messageId of [1, 65_535]) assert.equal(errorIn({ cmd: "pubrel", messageId }), undefined);
  });

  it("is a topic that is none [MQTT-3.3.2-2]", () => {
    for (const topic of ["a/+", "#", "a\0b"]) {
      assert.equal(errorIn({ ...PUBLISH, topic }), "PUBLISH with an invalid topic");
    }
    assert.equal(errorIn({ ...PUBLISH, topic: "" }), "PUBLISH without a topic");
    assert.equal(errorIn({ ...PUBLISH, topic: "", properties: { topicAlias: 3 } }), "unknown topic alias");
  });

  it("is a property that is there twice [MQTT 5, 2.2.2.2]", () => {
    assert.equal(errorIn({ ...PUBLISH, properties: { contentType: ["a", "b"] } }), "contentType twice");
    assert.equal(connackWith({ serverKeepAlive: [5, 6] }), "serverKeepAlive twice");
    assert.equal(errorIn({ ...PUBLISH, properties: { subscriptionIdentifier: [1, 2] } }), undefined);
    assert.equal(errorIn({ ...PUBLISH, properties: { userProperties: { a: ["b", "c"] } } }), undefined);
  });

  it("is a property that goes beyond its packet, as the parser tells it", () => {
    for (const value of [null, undefined, -1]) {
      assert.equal(connackWith({ serverKeepAlive: value }), "serverKeepAlive is cut short");
    }
    for (const value of [null, ["b", null]]) {
      assert.equal(connackWith({ userProperties: { a: value } }), "a user property is cut short");
    }
  });

  it("is a 0 where counting starts at 1", () => {
    for (const name of ["receiveMaximum", "maximumPacketSize"]) {
      assert.equal(connackWith({ [name]: 0 }), `${name} out of range`);
      assert.equal(connackWith({ [name]: 1 }), undefined);
    }
    for (const value of [0, [1, 0], false]) {
      const properties = { subscriptionIdentifier: value };
      assert.equal(errorIn({ ...PUBLISH, properties }), "subscriptionIdentifier out of range");
    }
    assert.equal(errorIn({ ...PUBLISH, properties: { topicAlias: 0 } }), "topicAlias out of range");
    assert.equal(connackWith({ topicAliasMaximum: 0, serverKeepAlive: 0, sessionExpiryInterval: 0 }), undefined);
  });
});

/** What the parser makes of bad bytes is no packet of the declared types. */
function errorIn(packet: object, version: 4 | 5 = 5, isAccepted = true): string | undefined {
  return protocolErrorIn(packet as Packet, version, isAccepted);
}

function connackWith(properties: object): string | undefined {
  return errorIn({ cmd: "connack", reasonCode: 0, properties }, 5, false);
}
