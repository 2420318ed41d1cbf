import assert from "node:assert/strict";
import { generate, parser, type IConnectPacket } from "mqtt-packet";
import { clientOptions } from "../../../../nodes/lib/connection/link/client-options";
import type { LinkSettings, ProtocolVersion } from "../../../../nodes/lib/connection/settings/connect-settings";
import { IncomingStore } from "../../../../nodes/lib/connection/link/incoming-store";
import { linkOf } from "../settings/saved-connection";

const INCOMING = new IncomingStore();
const VERSIONS = [3, 4, 5] as const;

describe("a CONNECT", () => {
  for (const [version, protocolId] of [
    [3, "MQIsdp"],
    [4, "MQTT"],
    [5, "MQTT"],
  ] as const) {
    it(`names protocol version ${version} as ${protocolId}`, () => {
      const packet = connect(linkOf(version));
      assert.deepEqual([packet.protocolId, packet.protocolVersion], [protocolId, version]);
    });
  }

  it("has the client id, the keep-alive time and whether the session starts clean", () => {
    for (const version of VERSIONS) {
      const packet = connect(linkOf(version, { clientId: "c", keepalive: 7, cleanSession: false }));
      assert.deepEqual([packet.clientId, packet.keepalive, packet.clean], ["c", 7, false]);
    }
  });

  it("keeps the session as long as 3.1.1 would, and no longer than MQTT 5 wants [MQTT 5, 3.1.2.11.2]", () => {
    assert.equal(connect(linkOf(5)).properties?.sessionExpiryInterval, undefined);
    const kept = { clientId: "c", cleanSession: false };
    assert.equal(connect(linkOf(5, kept)).properties?.sessionExpiryInterval, 4_294_967_295);
    assert.equal(connect(linkOf(5, { ...kept, sessionExpiry: 60 })).properties?.sessionExpiryInterval, 60);
  });

  it("limits what a broker may send ahead in a session that is kept, unless a user does [MQTT 5, 3.1.2.11.3]", () => {
    const kept = { clientId: "c", cleanSession: false };
    assert.equal(connect(linkOf(5)).properties?.receiveMaximum, undefined);
    assert.equal(connect(linkOf(5, kept)).properties?.receiveMaximum, 100);
    assert.equal(connect(linkOf(5, { ...kept, properties: { receiveMaximum: 500 } })).properties?.receiveMaximum, 500);
    assert.equal(connect(linkOf(4, kept)).properties, undefined);
  });

  it("has MQTT 5 properties in MQTT 5 only", () => {
    const properties = {
      receiveMaximum: 5,
      maximumPacketSize: "1000",
      topicAliasMaximum: 3,
      userProperties: { a: ["b", "c"] },
    };
    const expected = {
      receiveMaximum: 5,
      maximumPacketSize: 1_000,
      topicAliasMaximum: 3,
      userProperties: { a: ["b", "c"] },
    };
    assert.deepEqual(plain(connect(linkOf(5, { properties })).properties), expected);
    assert.equal(connect(linkOf(4, { properties })).properties, undefined);
    assert.deepEqual(plain(connect(linkOf(5)).properties ?? {}), {});
  });

  it("is written though a user property has no values", () => {
    for (const [userProperties, sent] of [
      [{ a: [] }, {}],
      [{ a: [], b: "c" }, { b: "c" }],
    ] as const) {
      const packet = connect(linkOf(5, { properties: { userProperties } }));
      assert.deepEqual(plain(packet.properties?.userProperties ?? {}), sent);
    }
  });
});

describe("the will in a CONNECT", () => {
  const will = { topic: "w", payload: "gone", qos: "1", retain: "true", properties: { contentType: "t", delay: "5" } };

  it("has topic, payload, QoS and retain in every version", () => {
    for (const version of VERSIONS) {
      const sent = connect(linkOf(version, { will })).will;
      assert.deepEqual([sent?.topic, String(sent?.payload), sent?.qos, sent?.retain], ["w", "gone", 1, true]);
    }
  });

  it("has properties and a delay in MQTT 5 only", () => {
    assert.deepEqual(plain(connect(linkOf(5, { will })).will?.properties), { contentType: "t", willDelayInterval: 5 });
    assert.equal(connect(linkOf(4, { will })).will?.properties, undefined);
  });

  it("may have an empty payload and no properties", () => {
    for (const version of VERSIONS) {
      const sent = connect(linkOf(version, { will: { topic: "w" } })).will;
      assert.deepEqual([sent?.topic, String(sent?.payload), sent?.qos], ["w", "", 0]);
    }
  });

  it("is none where none is saved", () => {
    assert.equal(connect(linkOf(5)).will, undefined);
  });
});

describe("user name and password in a CONNECT", () => {
  const NONE = [undefined, undefined];
  const rules: [what: string, uri: string, version: ProtocolVersion, sent: unknown[]][] = VERSIONS.flatMap(
    (version) => [
      ["none", "mqtt://h", version, NONE],
      ["both", "mqtt://user:pass@h", version, ["user", "pass"]],
      ["a user name alone", "mqtt://user@h", version, ["user", undefined]],
      ["a user name and an empty password", "mqtt://user:@h", version, ["user", ""]],
      ["an empty user name, which is none", "mqtt://@h", version, NONE],
      ["both empty, which is none", "mqtt://:@h", version, NONE],
    ],
  );
  for (const [what, uri, version, sent] of rules) {
    it(`version ${version}: ${what}`, () => {
      assert.deepEqual(sentWith(linkOf(version, { uri })), sent);
    });
  }

  for (const version of [3, 4] as const) {
    it(`version ${version}: a password alone goes with an empty user name [MQTT-3.1.2-22]`, () => {
      assert.deepEqual(sentWith(linkOf(version, { uri: "mqtt://:pass@h" })), ["", "pass"]);
      assert.deepEqual(sentWith(linkOf(version, {}, { password: "pass" })), ["", "pass"]);
    });
  }

  it("version 5: a password alone reaches the broker [MQTT 5, 3.1.2.9]", () => {
    for (const link of [linkOf(5, { uri: "mqtt://:pass@h" }), linkOf(5, {}, { password: "pass" })]) {
      const [username, password] = sentWith(link);
      // mqtt-packet may need an empty user name beside it.
      assert.deepEqual([username ?? "", password], ["", "pass"]);
    }
  });

  function sentWith(link: LinkSettings): unknown[] {
    const { username, password } = connect(link);
    return [username, password?.toString()];
  }
});

describe("MQTT.js", () => {
  it("keeps from reconnecting, subscribing again and queueing, which is ours to do", () => {
    const { reconnectPeriod, resubscribe, queueQoSZero } = clientOptions(linkOf(5), INCOMING);
    assert.deepEqual([reconnectPeriod, resubscribe, queueQoSZero], [0, false, false]);
  });

  it("waits for CONNACK as long as the user wants, in milliseconds", () => {
    assert.equal(clientOptions(linkOf(5, { connectTimeout: 7 }), INCOMING).connectTimeout, 7_000);
  });

  it("uses a store for what it receives that outlives it, and packet identifiers that don't", () => {
    const [first, second] = [clientOptions(linkOf(5), INCOMING), clientOptions(linkOf(5), INCOMING)];
    assert.deepEqual([first.incomingStore, second.incomingStore], [INCOMING, INCOMING]);
    assert.deepEqual([first.messageIdProvider?.allocate(), second.messageIdProvider?.allocate()], [61_001, 61_001]);
  });

  it("has nothing of ours to send again", () => {
    assert.equal(clientOptions(linkOf(5), INCOMING).outgoingStore, undefined);
  });
});

/** The CONNECT that MQTT.js makes of our options, as a broker reads it. */
function connect(link: LinkSettings): IConnectPacket {
  const { clientId, clean, keepalive, protocolId, protocolVersion, username, password, will, properties } =
    clientOptions(link, INCOMING);
  const fields = { clientId, clean, keepalive, protocolId, protocolVersion, username, password, will, properties };
  let packet: IConnectPacket | undefined;
  const reader = parser();
  reader.on("packet", (read) => (packet = read as IConnectPacket));
  reader.parse(generate({ cmd: "connect", ...defined(fields) } as IConnectPacket));
  assert.ok(packet !== undefined, "mqtt-packet wrote no CONNECT");
  return packet;
}

function defined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** mqtt-packet reads properties into objects without a prototype. */
function plain(properties: object | undefined): unknown {
  return properties === undefined ? undefined : (JSON.parse(JSON.stringify(properties)) as unknown);
}
