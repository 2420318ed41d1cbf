import assert from "node:assert/strict";
import type { IConnackPacket } from "mqtt";
import { brokerSession } from "../../../nodes/lib/connection/broker-session";
import type { BrokerSession } from "../../../nodes/lib/connection/state";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { linkOf } from "./settings/saved-connection";

describe("what a CONNACK says", () => {
  it("has the specification's defaults for what it leaves out [MQTT 5, 3.2.2.3]", () => {
    assert.deepEqual(session(), {
      address: "mqtt://localhost:1883",
      protocolVersion: 5,
      clientId: "generated",
      sessionPresent: false,
      limits: {
        receiveMaximum: undefined,
        maximumQos: 2,
        retainAvailable: true,
        maximumPacketSize: undefined,
        wildcards: true,
        sharedSubscriptions: true,
        subscriptionIdentifiers: true,
        topicAliasMaximum: 0,
        keepalive: 60,
        sessionExpiry: 0,
      },
      verified: undefined,
      leftOut: [],
      contested: undefined,
    } satisfies BrokerSession);
  });

  it("limits what may be sent and asked for", () => {
    for (const maximumQoS of [0, 1]) {
      const { limits } = session({
        maximumQoS,
        receiveMaximum: 7,
        retainAvailable: false,
        maximumPacketSize: 100,
        wildcardSubscriptionAvailable: false,
        sharedSubscriptionAvailable: false,
        subscriptionIdentifiersAvailable: false,
        topicAliasMaximum: 9,
      });
      assert.deepEqual(limits, {
        receiveMaximum: 7,
        maximumQos: maximumQoS,
        retainAvailable: false,
        maximumPacketSize: 100,
        wildcards: false,
        sharedSubscriptions: false,
        subscriptionIdentifiers: false,
        topicAliasMaximum: 9,
        keepalive: 60,
        sessionExpiry: 0,
      });
    }
  });

  it("tells how the session is kept, else it is as we asked [MQTT 5, 3.2.2.3.2 and 3.2.2.3.14]", () => {
    const saved = { keepalive: 5, sessionExpiry: 6 };
    const asked = session({}, saved).limits;
    assert.deepEqual([asked.keepalive, asked.sessionExpiry], [5, 6]);
    const told = session({ serverKeepAlive: 0, sessionExpiryInterval: 0 }, saved).limits;
    assert.deepEqual([told.keepalive, told.sessionExpiry], [0, 0]);
  });

  it("may assign the client id [MQTT 5, 3.2.2.3.7]", () => {
    assert.equal(session({ assignedClientIdentifier: "assigned" }).clientId, "assigned");
    assert.equal(session({}, { clientId: "ours" }).clientId, "ours");
  });

  it("says nothing of subscription identifiers before MQTT 5, which doesn't know them", () => {
    for (const version of [3, 4] as const) {
      const { protocolVersion, limits } = brokerSession(linkOf(version), connack(), undefined);
      assert.deepEqual([protocolVersion, limits.subscriptionIdentifiers], [version, false]);
    }
  });

  it("comes from a server that is verified, not verified, or not encrypted at all", () => {
    const verified = (saved: object): unknown => session({}, saved).verified;
    assert.equal(verified({ uri: "mqtts://h" }), true);
    assert.equal(verified({ uri: "wss://h", verifyServer: false }), false);
    assert.equal(verified({ uri: "mqtt://h", verifyServer: false }), undefined);
  });

  it("leaves settings out where it isn't MQTT 5 that is spoken", () => {
    const saved = { sessionExpiry: 60 };
    assert.deepEqual(session({}, saved).leftOut, []);
    assert.deepEqual(brokerSession(linkOf(4, saved), connack(), undefined).leftOut, ["sessionExpiry"]);
  });

  it("may begin a session that most likely won't last", () => {
    const contested = new MqttNodeError("session-taken-over", { address: "mqtt://localhost:1883" });
    assert.equal(brokerSession(linkOf(5), connack(), contested).contested, contested);
  });

  function connack(properties: IConnackPacket["properties"] = {}): IConnackPacket {
    return { cmd: "connack", sessionPresent: false, properties };
  }

  function session(properties: IConnackPacket["properties"] = {}, saved: object = {}): BrokerSession {
    return brokerSession(linkOf(5, saved), connack(properties), undefined);
  }
});
