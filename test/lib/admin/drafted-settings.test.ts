import assert from "node:assert/strict";
import type { BrokerDraft } from "../../../nodes/lib/admin-api/broker-draft";
import { credentialFields, fields } from "../../../nodes/broker-config/config";
import { draftedSettings, type KnownBroker } from "../../../nodes/lib/admin/drafted-settings";
import { readConfig } from "../../../nodes/lib/config/read-config";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { expandBrokerUris, parseBrokerUris } from "../../../nodes/lib/uri/broker-uris";
import { refusal } from "../thrown";

const ENVIRONMENT: Readonly<Record<string, string>> = { BROKER: "broker.lan", SECRET: "from-environment" };
const STORED = { username: "ada", password: "stored", websocketHeaders: '{"Authorization":"Bearer stored"}' };
const ELSEWHERE = { code: "secret-elsewhere", values: {} };

function lookup(name: string): unknown {
  return ENVIRONMENT[name];
}

function known(saved?: object, stored: object = saved === undefined ? {} : STORED): KnownBroker {
  return {
    saved,
    stored,
    clientId: "trial-1",
    config: (properties) => readConfig(fields, properties, lookup),
    credentials: (properties) => readConfig(credentialFields, properties, lookup),
    uris: (text) => parseBrokerUris(expandBrokerUris(text, lookup)),
    tls: (id) => {
      if (id !== "") throw new MqttNodeError("tls-config-missing", {});
      return {};
    },
  };
}

function draft(uri: string, credentials: BrokerDraft["credentials"] = {}, properties: object = {}): BrokerDraft {
  return { id: "broker", properties: { uri, ...properties }, credentials };
}

describe("the settings with which an editor's broker is tried", () => {
  it("are those that it shows, for a broker that isn't deployed", () => {
    const typed = { username: "bob", password: "typed" };
    const { brokers } = draftedSettings(draft("mqtts://new.lan", typed, { keepalive: "30" }), known());
    const [broker] = brokers;
    assert.equal(broker?.address, "mqtts://new.lan:8883");
    assert.equal(broker.username, "bob");
    assert.equal(broker.password, "typed");
    assert.equal(broker.keepalive, 30);
  });

  it("leave no trace: a client ID of their own, a clean session, no will, no birth and no close message", () => {
    const message = { topic: "house/node-red", payload: "here" };
    const announced = { birth: [message], close: message, will: message };
    const session = { clientId: "gateway", cleanSession: false, sessionExpiry: 3_600 };
    const { brokers, birth, close } = draftedSettings(draft("mqtt://a", {}, { ...announced, ...session }), known());
    assert.deepEqual([birth, close, brokers[0]?.will], [[], undefined, undefined]);
    assert.equal(brokers[0]?.clientId, "trial-1");
    assert.equal(brokers[0].cleanSession, true);
    assert.equal(brokers[0].sessionExpiry, 0);
  });

  it("read environment variables, in the address and in what is typed", () => {
    const { brokers } = draftedSettings(draft("mqtt://${BROKER}", { username: "u", password: "${SECRET}" }), known());
    assert.equal(brokers[0]?.address, "mqtt://broker.lan:1883");
    assert.equal(brokers[0].password, "from-environment");
    assert.deepEqual(
      refusal(() => draftedSettings(draft("mqtt://${NOWHERE}"), known())),
      { code: "env-unset", values: { name: "NOWHERE" } },
    );
  });

  it("are refused as a deployed configuration would be", () => {
    assert.equal(refusal(() => draftedSettings(draft("mqtss://a"), known())).code, "uri-unknown-scheme");
    assert.equal(
      refusal(() => draftedSettings(draft("mqtt://a", {}, { keepalive: -1 }), known())).code,
      "config-not-integer",
    );
    assert.equal(
      refusal(() => draftedSettings(draft("mqtts://a", {}, { tls: "new" }), known())).code,
      "tls-config-missing",
    );
  });

  it("are refused before thousands of addresses are read", () => {
    const uri = (count: number): string => Array.from({ length: count }, () => "mqtt://127.0.0.1:1").join();
    assert.equal(draftedSettings(draft(uri(3_449)), known()).brokers.length, 3_449);
    assert.deepEqual(
      refusal(() => draftedSettings(draft(uri(300_000)), known())),
      { code: "config-too-long", values: { property: "uri", bytes: 5_699_999 } },
    );
  });

  describe("have the stored password", () => {
    const deployed = known({ uri: "mqtt://a:1884,mqtts://${BROKER},ws://w/mqtt" });

    for (const uri of ["mqtt://a:1884", "mqtts://broker.lan:8883", "mqtts://BROKER.lan,mqtt://a:1884"]) {
      it(`for a deployed address: ${uri}`, () => {
        const { brokers } = draftedSettings(draft(uri), deployed);
        assert.equal(brokers[0]?.password, "stored");
        assert.equal(brokers[0].username, "ada");
      });
    }

    for (const uri of [
      "mqtt://b:1884",
      "mqtt://a",
      "mqtts://a:1884",
      "mqtt://a:1884,mqtt://b",
      "mqtt://broker.lan:8883",
    ]) {
      it(`for no other scheme, host and port: ${uri}`, () => {
        assert.deepEqual(
          refusal(() => draftedSettings(draft(uri), deployed)),
          ELSEWHERE,
        );
      });
    }

    it("unless another one is typed in, or none", () => {
      for (const password of ["typed", ""]) {
        const { brokers } = draftedSettings(draft("mqtt://elsewhere", { password }), deployed);
        assert.equal(brokers[0]?.password, password || undefined);
      }
    });

    it("unless the address has a login of its own", () => {
      const { brokers } = draftedSettings(draft("mqtt://bob:own@elsewhere"), deployed);
      assert.equal(brokers[0]?.password, "own");
    });

    it("not at all, while the broker isn't deployed: a converted one, which shows that a password is stored", () => {
      const converted = { ...draft("mqtt://a", { username: "ada" }), hasStoredPassword: true };
      assert.deepEqual(
        refusal(() => draftedSettings(converted, known())),
        ELSEWHERE,
      );
      const [typed] = draftedSettings({ ...converted, credentials: { password: "typed" } }, known()).brokers;
      assert.equal(typed?.password, "typed");
      const [inAddress] = draftedSettings({ ...converted, properties: { uri: "mqtt://u:own@a" } }, known()).brokers;
      assert.equal(inAddress?.password, "own");
    });

    it("which doesn't hinder a new broker that has none", () => {
      const [broker] = draftedSettings(draft("mqtt://a", { username: "ada" }), known()).brokers;
      assert.deepEqual([broker?.username, broker?.password], ["ada", undefined]);
    });

    it("not at all, if the deployed address can't be read any more", () => {
      assert.deepEqual(
        refusal(() => draftedSettings(draft("mqtt://a"), known({ uri: "mqtt://${GONE}" }))),
        ELSEWHERE,
      );
    });

    it("with another user name", () => {
      const { brokers } = draftedSettings(draft("mqtt://a:1884", { username: "bob" }), deployed);
      assert.deepEqual([brokers[0]?.username, brokers[0]?.password], ["bob", "stored"]);
    });
  });

  describe("have the stored headers", () => {
    const deployed = known({ uri: "ws://w/mqtt" });

    it("for a deployed address", () => {
      const { brokers } = draftedSettings(draft("ws://w/other"), deployed);
      assert.deepEqual(brokers[0]?.websocket.headers, { Authorization: "Bearer stored" });
    });

    it("for no other one, even with another password", () => {
      assert.deepEqual(
        refusal(() => draftedSettings(draft("ws://elsewhere", { password: "typed" }), deployed)),
        ELSEWHERE,
      );
    });

    it("unless others are typed in", () => {
      const typed = { password: "typed", websocketHeaders: '{"X-Key":"1"}' };
      const { brokers } = draftedSettings(draft("ws://elsewhere", typed), deployed);
      assert.deepEqual(brokers[0]?.websocket.headers, { "X-Key": "1" });
    });

    it("which don't hinder where they aren't sent", () => {
      const { brokers } = draftedSettings(draft("mqtt://elsewhere", { password: "typed" }), deployed);
      assert.equal(brokers[0]?.password, "typed");
    });
  });
});
