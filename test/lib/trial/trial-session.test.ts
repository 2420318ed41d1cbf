import assert from "node:assert/strict";
import type { IConnackPacket } from "mqtt";
import type { TrialSession } from "../../../nodes/lib/admin-api/trial-report";
import type { ProtocolVersion } from "../../../nodes/lib/connection/settings/connect-settings";
import type { ConnectionSecrets } from "../../../nodes/lib/connection/settings/connection-settings";
import { trialSession } from "../../../nodes/lib/trial/trial-session";
import { linkOf } from "../connection/settings/saved-connection";

const LOGIN = { username: "alice", password: "s3cret" };

function session(
  properties?: IConnackPacket["properties"],
  saved: object = {},
  secrets: Partial<ConnectionSecrets> = {},
  version: ProtocolVersion = 5,
): TrialSession {
  const connack: IConnackPacket = { cmd: "connack", sessionPresent: false, ...(properties && { properties }) };
  return trialSession(linkOf(version, saved, secrets), connack);
}

describe("what a broker said when it accepted a trial", () => {
  it("has no numbers that it left out", () => {
    assert.deepEqual(session(), {
      address: "mqtt://localhost:1883",
      version: 5,
      maximumQos: 2,
      retain: true,
      wildcards: true,
      sharedSubscriptions: true,
      subscriptionIdentifiers: true,
      warnings: [],
    } satisfies TrialSession);
  });

  it("is what it allows", () => {
    const said = session({
      maximumQoS: 0,
      retainAvailable: false,
      wildcardSubscriptionAvailable: false,
      sharedSubscriptionAvailable: false,
      subscriptionIdentifiersAvailable: false,
      receiveMaximum: 5,
      maximumPacketSize: 1_000,
      topicAliasMaximum: 0,
      serverKeepAlive: 30,
      sessionExpiryInterval: 60,
    });
    assert.deepEqual(said, {
      address: "mqtt://localhost:1883",
      version: 5,
      maximumQos: 0,
      retain: false,
      wildcards: false,
      sharedSubscriptions: false,
      subscriptionIdentifiers: false,
      receiveMaximum: 5,
      maximumPacketSize: 1_000,
      topicAliasMaximum: 0,
      keepalive: 30,
      sessionExpiry: 60,
      warnings: [],
    } satisfies TrialSession);
  });

  for (const host of ["broker.example", "192.168.1.10", "[2001:db8::1]"]) {
    it(`comes with a warning of a password that can be read on the way to ${host}`, () => {
      for (const scheme of ["mqtt", "ws"]) {
        assert.deepEqual(session(undefined, { uri: `${scheme}://${host}` }, LOGIN).warnings, ["password-unencrypted"]);
        assert.deepEqual(session(undefined, { uri: `${scheme}://${host}` }, { username: "alice" }).warnings, []);
      }
      assert.deepEqual(session(undefined, { uri: `mqtts://${host}` }, LOGIN).warnings, []);
    });
  }

  for (const host of ["localhost", "127.0.0.1", "127.1.2.3", "[::1]"]) {
    it(`comes without one where nothing leaves this machine: ${host}`, () => {
      assert.deepEqual(session(undefined, { uri: `mqtt://${host}` }, LOGIN).warnings, []);
    });
  }

  it("comes with a warning where the server isn't verified", () => {
    const saved = { verifyServer: false };
    assert.deepEqual(session(undefined, { uri: "mqtts://a", ...saved }).warnings, ["server-not-verified"]);
    assert.deepEqual(session(undefined, { uri: "mqtt://a", ...saved }).warnings, []);
  });

  it("comes with a warning of an older version that nobody asked for", () => {
    assert.deepEqual(session(undefined, {}, {}, 4).warnings, ["older-version"]);
    assert.deepEqual(session(undefined, { protocolVersion: "4" }, {}, 4).warnings, []);
  });
});
