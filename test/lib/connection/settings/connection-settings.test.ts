import assert from "node:assert/strict";
import { refusal } from "../../thrown";
import { brokerOf, settingsOf } from "./saved-connection";

describe("the settings of a connection", () => {
  it("are, with nothing saved, those of a broker on this machine", () => {
    const { brokers, birth, close, ...others } = settingsOf();
    const [broker] = brokers;
    assert.deepEqual([brokers.length, broker?.address, birth, close], [1, "mqtt://localhost:1883", [], undefined]);
    assert.deepEqual(others, { autoConnect: true, reconnectMin: 1, reconnectMax: 60 });
    const { clientId, keepalive, connectTimeout, cleanSession, sessionExpiry, protocolVersion, will } = brokerOf();
    assert.deepEqual(
      { clientId, keepalive, connectTimeout, cleanSession, sessionExpiry, protocolVersion, will },
      {
        clientId: "generated",
        keepalive: 60,
        connectTimeout: 30,
        cleanSession: true,
        sessionExpiry: 0,
        protocolVersion: "auto",
        will: undefined,
      },
    );
  });

  it("are what was saved", () => {
    const saved = {
      autoConnect: false,
      reconnectMin: 2,
      reconnectMax: 3,
      clientId: "c",
      keepalive: 4,
      connectTimeout: 5,
      protocolVersion: "4",
    };
    const { autoConnect, reconnectMin, reconnectMax } = settingsOf(saved);
    assert.deepEqual([autoConnect, reconnectMin, reconnectMax], [false, 2, 3]);
    const { clientId, keepalive, connectTimeout, protocolVersion } = brokerOf(saved);
    assert.deepEqual([clientId, keepalive, connectTimeout, protocolVersion], ["c", 4, 5, "4"]);
  });

  it("are those of the URI where it has parameters, each for its own broker", () => {
    const uri =
      "mqtt://a?clientId=u&keepalive=0&clean=false&sessionExpiry=9&protocolVersion=3&connectTimeout=8,mqtt://b?clientId=v";
    const saved = { uri, clientId: "c", keepalive: 4, connectTimeout: 5, sessionExpiry: 6, protocolVersion: "4" };
    const brokers = settingsOf(saved).brokers.map(
      ({ clientId, keepalive, cleanSession, sessionExpiry, protocolVersion, connectTimeout }) => [
        clientId,
        keepalive,
        cleanSession,
        sessionExpiry,
        protocolVersion,
        connectTimeout,
      ],
    );
    assert.deepEqual(brokers, [
      ["u", 0, false, 9, "3", 8],
      ["v", 4, true, 6, "4", 5],
    ]);
  });

  it("keep a session for ever where it isn't clean and nobody says for how long", () => {
    assert.equal(brokerOf({ cleanSession: false, clientId: "c" }).sessionExpiry, 4_294_967_295);
    assert.equal(brokerOf({ cleanSession: false, clientId: "c", sessionExpiry: "0" }).sessionExpiry, 0);
    assert.equal(brokerOf({ sessionExpiry: 60 }).sessionExpiry, 60);
  });

  it("need a client id of the user's for a session that is kept", () => {
    const expected = { code: "client-id-required", values: {} };
    assert.deepEqual(
      refusal(() => settingsOf({ cleanSession: false })),
      expected,
    );
    assert.deepEqual(
      refusal(() => settingsOf({ uri: "mqtt://a?clean=false" })),
      expected,
    );
    assert.equal(brokerOf({ cleanSession: false, uri: "mqtt://a?clientId=u" }).clientId, "u");
    assert.equal(brokerOf({ cleanSession: false, uri: "mqtt://a?clean=true" }).clientId, "generated");
  });

  it("name the broker for people, without user name, password and query", () => {
    const addresses = {
      "mqtt://user:pass@H?keepalive=5": "mqtt://h:1883",
      "tcp://h/": "mqtt://h:1883",
      "ssl://[::1]": "mqtts://[::1]:8883",
      "mqtt://[fe80::1%25eth0]": "mqtt://[fe80::1%25eth0]:1883",
      "wss://user:pass@h/mqtt?token=t": "wss://h:443/mqtt",
      "ws://h": "ws://h:80",
    };
    for (const [uri, address] of Object.entries(addresses)) assert.equal(brokerOf({ uri }).address, address);
  });

  it("refuse an address that is none", () => {
    assert.equal(refusal(() => settingsOf({ uri: "localhost" })).code, "uri-no-scheme");
  });
});

describe("the user name and password of a connection", () => {
  const credentials = { username: "saved", password: "secret" };

  it("are the saved credentials", () => {
    assert.deepEqual(pair("mqtt://h", credentials), ["saved", "secret"]);
    assert.deepEqual(pair("mqtt://h", {}), [undefined, undefined]);
    assert.deepEqual(pair("mqtt://h", { username: "", password: "" }), [undefined, undefined]);
  });

  it("are those of the URI where it has some, and then none of the saved", () => {
    assert.deepEqual(pair("mqtt://user:pass@h", credentials), ["user", "pass"]);
    assert.deepEqual(pair("mqtt://user@h", credentials), ["user", undefined]);
    assert.deepEqual(pair("mqtt://:pass@h", credentials), ["", "pass"]);
  });

  it("are the same for all brokers, whichever URI has them", () => {
    const { brokers } = settingsOf({ uri: "mqtt://a,mqtt://user:pass@b,mqtt://c" }, credentials);
    assert.deepEqual(
      brokers.map(({ username, password }) => [username, password]),
      [
        ["user", "pass"],
        ["user", "pass"],
        ["user", "pass"],
      ],
    );
  });

  function pair(uri: string, secrets: object): unknown[] {
    const { username, password } = brokerOf({ uri }, secrets);
    return [username, password];
  }

  it("and its client id are what CONNECT can carry: 65,535 bytes without U+0000 [MQTT 5, 1.5.4]", () => {
    const long = "x".repeat(65_536);
    assert.throws(() => settingsOf({ clientId: long }), { code: "config-too-long" });
    assert.throws(() => settingsOf({ clientId: "a\u0000" }), { code: "config-not-text" });
    assert.throws(() => settingsOf({ uri: `mqtt://${long}@h` }), { code: "config-too-long" });
    assert.throws(() => settingsOf({ uri: "mqtt://user:p%00w@h" }), { code: "uri-bad-character" });
    assert.throws(() => settingsOf({}, { username: "u", password: "p\u0000w" }), { code: "config-not-text" });
  });
});

describe("the encryption of a connection", () => {
  it("verifies the server unless this or the tls-config says not to", () => {
    const verifies = (saved: object, tls: object): unknown =>
      brokerOf({ uri: "mqtts://h", ...saved }, { tls }).tls.rejectUnauthorized;
    assert.equal(verifies({}, {}), true);
    assert.equal(verifies({}, { rejectUnauthorized: true }), true);
    assert.equal(verifies({ verifyServer: "false" }, {}), false);
    assert.equal(verifies({ verifyServer: false }, { rejectUnauthorized: true }), false);
    assert.equal(verifies({}, { rejectUnauthorized: false }), false);
  });

  it("has what the tls-config gives", () => {
    const { tls } = brokerOf({ uri: "mqtts://h" }, { tls: { ca: "ca", servername: "s" } });
    assert.deepEqual(tls, { ca: "ca", servername: "s", rejectUnauthorized: true });
  });
});

describe("the WebSocket of a connection", () => {
  it("speaks `mqtt` unless another subprotocol is saved [MQTT-6.0.0-3]", () => {
    assert.deepEqual(brokerOf().websocket, { subprotocol: "mqtt", headers: {} });
    assert.equal(brokerOf({ websocket: { subprotocol: "" } }).websocket.subprotocol, "mqtt");
    assert.equal(brokerOf({ websocket: '{"subprotocol": "mqttv3.1"}' }).websocket.subprotocol, "mqttv3.1");
  });

  it("has the headers of the credentials", () => {
    const { websocket } = brokerOf({}, { websocketHeaders: { Authorization: "Bearer t" } });
    assert.deepEqual(websocket.headers, { Authorization: "Bearer t" });
  });
});

describe("the MQTT 5 properties of a connection", () => {
  const wrong: [property: string, values: unknown[]][] = [
    ["receiveMaximum", [0, 65_536, "many", 1.5]],
    ["maximumPacketSize", [0, 4_294_967_296]],
    ["topicAliasMaximum", [-1, 65_536]],
  ];
  for (const [property, values] of wrong) {
    it(`have a ${property} in its range [MQTT 5, 3.1.2.11]`, () => {
      for (const value of values) {
        const { code, values: named } = refusal(() => settingsOf({ properties: { [property]: value } }));
        assert.deepEqual([code, (named as { property: string }).property], ["config-not-integer", property]);
      }
    });
  }

  it("may have user properties, of texts that can be sent", () => {
    assert.deepEqual(brokerOf({ properties: { userProperties: { a: "b" } } }).properties.userProperties, { a: "b" });
    const tooLong = { userProperties: { a: "x".repeat(65_536) } };
    assert.equal(refusal(() => settingsOf({ properties: tooLong })).code, "property-too-long");
  });
});
