import assert from "node:assert/strict";
import { refusal, thrown } from "../../thrown";
import { broker, code, overridden } from "./override-bench";

describe("the settings that a message asks for", () => {
  it("may have the names of the flow file or those of the built-in nodes", () => {
    for (const given of [
      { clientId: "c", cleanSession: false, sessionExpiry: 9, verifyServer: false, userProperties: { a: "b" } },
      {
        clientid: "c",
        cleansession: "false",
        sessionExpiryInterval: "9",
        verifyservercert: "false",
        userProps: { a: "b" },
      },
    ]) {
      const { clientId, cleanSession, sessionExpiry, tls, properties } = broker({ uri: "mqtts://h", ...given });
      assert.deepEqual([clientId, cleanSession, sessionExpiry, tls.rejectUnauthorized], ["c", false, 9, false]);
      assert.deepEqual(properties.userProperties, { a: "b" });
    }
  });

  it("may be any of these", () => {
    const given = {
      protocolVersion: 4,
      keepalive: "5",
      connectTimeout: 6,
      receiveMaximum: "7",
      maximumPacketSize: 8,
      topicAliasMaximum: 9,
      websocket: { subprotocol: "mqttv3.1" },
    };
    const { protocolVersion, keepalive, connectTimeout, properties, websocket } = broker(given);
    assert.deepEqual([protocolVersion, keepalive, connectTimeout], ["4", 5, 6]);
    assert.deepEqual(properties, { receiveMaximum: 7, maximumPacketSize: 8, topicAliasMaximum: 9, userProperties: {} });
    assert.equal(websocket.subprotocol, "mqttv3.1");
  });

  it("are as saved in all that the message doesn't name", () => {
    const saved = {
      clientId: "c",
      keepalive: 7,
      properties: { receiveMaximum: 5, topicAliasMaximum: 6 },
      will: { topic: "w" },
      birth: [{ topic: "b" }],
      close: { topic: "e" },
      reconnectMax: 9,
    };
    const settings = overridden({ receiveMaximum: 1, host: undefined, will: null, birth: null, close: null }, saved);
    const [first] = settings.brokers;
    assert.deepEqual([first?.clientId, first?.keepalive, first?.will?.topic], ["c", 7, "w"]);
    assert.deepEqual([settings.birth[0]?.topic, settings.close?.topic, settings.reconnectMax], ["b", "e", 9]);
    assert.deepEqual([first?.properties.receiveMaximum, first?.properties.topicAliasMaximum], [1, 6]);
  });

  it("are read like those of a broker-config", () => {
    assert.equal(code({ keepalive: "soon" }), "config-not-integer");
    assert.equal(code({ cleansession: "perhaps" }), "config-not-boolean");
    assert.equal(code({ protocolVersion: 6 }), "config-not-one-of");
    assert.equal(code({ userProperties: { a: 5 } }), "config-wrong-shape");
    assert.equal(code({ userProps: "{a" }), "config-not-json");
    assert.equal(code({ receiveMaximum: 0 }), "config-not-integer");
    assert.equal(code({ websocket: 5 }), "config-wrong-shape");
    assert.equal(code({ cleansession: false }), "client-id-required");
  });

  it("may have the properties of the flow file as an object, with others by their own names", () => {
    const { properties } = broker({ properties: { receiveMaximum: 7 }, topicAliasMaximum: "9" });
    assert.deepEqual([properties.receiveMaximum, properties.topicAliasMaximum], [7, 9]);
    assert.equal(code({ properties: "many" }), "config-not-json");
  });

  it("may be a list of addresses, which are tried in order", () => {
    const { brokers } = overridden([{ host: "a" }, { protocol: "mqtts", host: "b" }]);
    assert.deepEqual(
      brokers.map(({ address }) => address),
      ["mqtt://a:1883", "mqtts://b:8883"],
    );
    assert.equal(code([{ host: "a" }, { hosst: "b" }]), "broker-property-unknown");
  });

  it("may say how patiently to try", () => {
    const { reconnectMin, reconnectMax } = overridden({ reconnectMin: 2, reconnectMax: "9" });
    assert.deepEqual([reconnectMin, reconnectMax], [2, 9]);
  });

  it("may have user properties as JSON text, as in the built-in nodes", () => {
    assert.deepEqual(broker({ userProps: '{"a": "b"}' }).properties.userProperties, { a: "b" });
  });

  it("may be what the built-in nodes know and nothing depends on here", () => {
    const known = { name: "n", autoConnect: false, autoUnsubscribe: true, force: true };
    assert.equal(overridden(known).autoConnect, true);
  });

  it("must be known, or most likely are misspelt", () => {
    assert.deepEqual(
      refusal(() => overridden({ hosst: "h" })),
      { code: "broker-property-unknown", values: { property: "hosst" } },
    );
    for (const name of ["toString", "constructor", "tls", "queue"]) {
      assert.equal(code({ [name]: "x" }), "broker-property-unknown");
    }
  });

  it("must be named once", () => {
    for (const [first, second] of [
      ["clientId", "clientid"],
      ["uri", "url"],
      ["host", "broker"],
      ["secure", "usetls"],
      ["sessionExpiry", "sessionExpiryInterval"],
      ["userProperties", "userProps"],
    ] as const) {
      const { code, values } = refusal(() => overridden({ [first]: "1", [second]: "1" }));
      assert.deepEqual([code, values], ["broker-property-twice", { property: second }]);
      assert.doesNotThrow(() => overridden({ [first]: undefined, [second]: null }));
    }
  });
});

describe("a broker that isn't what it should be", () => {
  it("is refused where it is no object", () => {
    for (const given of [undefined, null, "mqtt://h", 5, true, [], ["mqtt://h"], Buffer.from("{}"), () => ({})]) {
      assert.equal(code(given), "broker-not-object");
    }
  });

  it("can't change what other objects are", () => {
    assert.equal(code(JSON.parse('{"__proto__": {"host": "evil"}}')), "broker-property-unknown");
    const will: unknown = JSON.parse(
      '{"topic": "t", "__proto__": {"qos": 2}, "properties": {"__proto__": {"delay": 5}}}',
    );
    const userProperties: unknown = JSON.parse('{"__proto__": "x"}');
    assert.doesNotThrow(() => overridden({ will, userProperties }));
    assert.equal(({} as { qos?: number }).qos, undefined);
  });

  it("may throw where it is read, which is told like any other failure", () => {
    const hostile = Object.defineProperty({}, "host", {
      enumerable: true,
      get: () => {
        throw new Error("mine");
      },
    });
    assert.throws(() => overridden(hostile), /mine/);
  });

  it("never has its secrets in the error", () => {
    for (const given of [
      { uri: "mqtt://user:s3cret@h:99999" },
      { password: { s3cret: 1 } },
      { password: "s3cret\u0000" },
      { url: "s3cret" },
      { host: "user:s3cret@h" },
    ]) {
      const { message, values, cause } = thrown(() => overridden(given));
      const shown = JSON.stringify([message, values, cause]);
      assert.ok(!shown.includes("s3cret"), shown);
    }
  });

  it("is never changed", () => {
    const given = { broker: "mqtt://h", will: { topic: "t", properties: { respTopic: "r" } }, userProps: { a: "b" } };
    const before = structuredClone(given);
    overridden(given);
    assert.deepEqual(given, before);
  });
});
