import assert from "node:assert/strict";
import { convertBroker } from "../../../../../nodes/lib/editor/conversion/settings/broker";
import { itCarriesOver } from "./carried-over";
import { coreBroker, coreBroker5 } from "./core-flow";
import { invalid, note, notJson, placeholder } from "./expected-notes";

describe("A built-in mqtt-broker", () => {
  it("becomes a broker-config with all that it saves", () => {
    assert.deepEqual(convertBroker(coreBroker), {
      properties: {
        name: "",
        uri: "mqtt://broker.lan",
        protocolVersion: "4",
        clientId: "",
        keepalive: 60,
        connectTimeout: 30,
        cleanSession: true,
        sessionExpiry: "",
        autoConnect: true,
        tls: "",
        verifyServer: true,
        birth: [],
        close: null,
        will: null,
        queue: "memory",
        queueLimit: 10000,
        queueBytes: 104857600,
        queueOverflow: "reject",
        queueQos0: false,
        messageTtl: 0,
        drainRate: 0,
        subscribeBatch: 0,
        reconnectMin: 1,
        reconnectMax: 60,
        properties: {},
        websocket: {},
      },
      notes: [],
    });
  });

  describe("carries over as its address", () => {
    itCarriesOver(convertBroker, coreBroker, [
      { core: { port: "1884" }, becomes: { uri: "mqtt://broker.lan:1884" } },
      { core: { port: "" } },
      { core: { port: undefined } },
      { core: { broker: "" }, becomes: { uri: "mqtt://localhost" } },
      { core: { broker: "", port: 1884 }, becomes: { uri: "mqtt://localhost" } },
      { core: { broker: " 10.0.0.1 " }, becomes: { uri: "mqtt://10.0.0.1" } },
      { core: { broker: "::1" }, becomes: { uri: "mqtt://[::1]" } },
      { core: { broker: "fe80::1%eth0", port: 1884 }, becomes: { uri: "mqtt://[fe80::1%25eth0]:1884" } },
      { core: { broker: "[::1]" }, becomes: { uri: "mqtt://[::1]" } },
      { core: { port: "${PORT}" }, becomes: { uri: "mqtt://broker.lan:${PORT}" } },
      {
        core: { broker: "${HOST}" },
        becomes: { uri: "mqtt://${HOST}" },
        notes: [{ code: "address-environment", values: { name: "HOST" } }],
      },
      {
        core: { broker: "${SITE}.lan" },
        becomes: { uri: "mqtt://${SITE}.lan" },
        notes: [placeholder("broker", "SITE")],
      },
      { core: { broker: "ws://broker.lan/mqtt", port: 99 }, becomes: { uri: "ws://broker.lan/mqtt" } },
      { core: { broker: "tcp://broker.lan:1884" }, becomes: { uri: "tcp://broker.lan:1884" } },
      {
        core: { broker: "wss://broker.lan:8084/mqtt" },
        becomes: { uri: "wss://broker.lan:8084/mqtt", verifyServer: false },
        notes: [note("server-not-verified")],
      },
      {
        core: { broker: "mqtt://broker.lan", usetls: true },
        notes: [note("encryption-ignored")],
      },
      {
        core: { broker: "http://broker.lan" },
        becomes: { uri: "http://broker.lan" },
        notes: [note("address-invalid")],
      },
      { core: { broker: "broker.lan:1884" }, becomes: { uri: "mqtt://broker.lan:1884" } },
      {
        core: { broker: "my broker", port: 1884 },
        becomes: { uri: "mqtt://my broker:1884" },
        notes: [note("address-invalid")],
      },
    ]);
  });

  it("has the login in its address moved to where passwords belong", () => {
    const { properties, login } = convertBroker({ ...coreBroker, broker: "ws://anna:p%40ss@broker.lan/mqtt" });
    assert.deepEqual([properties["uri"], login], ["ws://broker.lan/mqtt", { username: "anna", password: "p@ss" }]);
  });

  it("keeps the login in its address where it comes from the environment or can't be read", () => {
    for (const broker of ["ws://${USER}:${PASSWORD}@broker.lan", "ws://anna:p%zz@broker.lan"]) {
      const { properties, login } = convertBroker({ ...coreBroker, broker });
      assert.deepEqual([properties["uri"], login], [broker, undefined]);
    }
  });

  describe("carries over as its encryption", () => {
    const secure = { uri: "mqtts://broker.lan:1883" };

    itCarriesOver(convertBroker, coreBroker, [
      {
        core: { usetls: true },
        becomes: { ...secure, verifyServer: false },
        notes: [note("server-not-verified")],
      },
      { core: { usetls: true, verifyservercert: true }, becomes: secure },
      { core: { usetls: true, verifyservercert: "true", port: 8883 }, becomes: { uri: "mqtts://broker.lan" } },
      { core: { usetls: true, tls: "certificates" }, becomes: { ...secure, tls: "certificates" } },
      { core: { usetls: true, tls: "${TLS}" }, becomes: { ...secure, tls: "${TLS}" } },
      { core: { usetls: false, tls: "certificates" } },
    ]);
  });

  describe("carries over as its connection", () => {
    itCarriesOver(convertBroker, coreBroker, [
      { core: { name: "house" }, becomes: { name: "house" } },
      { core: { clientid: "node-red" }, becomes: { clientId: "node-red" } },
      { core: { clientid: "${CLIENT}" }, becomes: { clientId: "${CLIENT}" } },
      { core: { autoConnect: false }, becomes: { autoConnect: false } },
      { core: { autoConnect: "false" }, becomes: { autoConnect: false } },
      { core: { autoConnect: undefined } },
      { core: { autoConnect: "${AUTO}" }, becomes: { autoConnect: "${AUTO}" } },
      { core: { protocolVersion: "3" }, becomes: { protocolVersion: "3" } },
      { core: { protocolVersion: 5 }, becomes: { protocolVersion: "5" } },
      { core: { protocolVersion: undefined } },
      { core: { protocolVersion: "${VERSION}" }, becomes: { protocolVersion: "${VERSION}", sessionExpiry: "" } },
      { core: { compatmode: true }, becomes: { protocolVersion: "3" } },
      { core: { compatmode: "true", protocolVersion: 5 }, becomes: { protocolVersion: "3" } },
      { core: { keepalive: "15" }, becomes: { keepalive: 15 } },
      { core: { keepalive: "" }, becomes: { keepalive: 0 } },
      { core: { keepalive: undefined } },
      { core: { keepalive: "${KEEPALIVE}" }, becomes: { keepalive: "${KEEPALIVE}" } },
      { core: { keepalive: "often" }, notes: [invalid("keepalive", "often")] },
      { core: { keepalive: 70000 }, notes: [invalid("keepalive", "70000")] },
    ]);
  });

  describe("carries over as its session", () => {
    const named = { cleansession: false, clientid: "hub" };
    const kept = { cleanSession: false, clientId: "hub" };

    itCarriesOver(convertBroker, coreBroker, [
      { core: { cleansession: undefined } },
      { core: named, becomes: kept, notes: [note("stays-subscribed")] },
      { core: { ...named, autoUnsubscribe: undefined }, becomes: kept, notes: [note("stays-subscribed")] },
      { core: { ...named, sessionExpiry: 600 }, becomes: kept, notes: [note("stays-subscribed")] },
      { core: { cleansession: false }, notes: [note("client-id-missing")] },
      { core: { ...named, autoUnsubscribe: false }, becomes: kept, notes: [note("unsubscribes")] },
      { core: { autoUnsubscribe: false } },
    ]);
  });

  describe("speaking MQTT 5 carries over", () => {
    const named = { cleansession: false, clientid: "hub" };
    const kept = { cleanSession: false, clientId: "hub" };

    itCarriesOver(convertBroker, coreBroker5, [
      { core: { sessionExpiry: "600" }, becomes: { sessionExpiry: 600 } },
      {
        core: { ...named, sessionExpiry: "600" },
        becomes: { ...kept, sessionExpiry: 600 },
        notes: [note("stays-subscribed")],
      },
      {
        core: { ...named, sessionExpiry: "0" },
        becomes: { ...kept, sessionExpiry: 0 },
        notes: [note("session-not-kept")],
      },
      {
        core: { ...named, sessionExpiry: undefined },
        becomes: { ...kept, sessionExpiry: 0 },
        notes: [note("session-not-kept")],
      },
      {
        core: { ...named, sessionExpiry: "${EXPIRY}" },
        becomes: { ...kept, sessionExpiry: "${EXPIRY}" },
        notes: [note("stays-subscribed")],
      },
      { core: { sessionExpiry: "-1" }, notes: [invalid("sessionExpiry", "-1")] },
      {
        core: { userProps: '{"site":"north","floor":2}' },
        becomes: { properties: { userProperties: { site: "north", floor: "2" } } },
        notes: [note("user-properties-inherited")],
      },
      { core: { userProps: "north" }, notes: [notJson("userProps")] },
    ]);
  });

  it("leaves out user properties where it speaks an older version, which knows none", () => {
    const { properties, notes } = convertBroker({ ...coreBroker, userProps: '{"site":"north"}' });
    assert.deepEqual([properties["properties"], notes], [{}, []]);
  });
});
