import assert from "node:assert/strict";
import { partsOf } from "../../../../nodes/lib/uri/broker-parts";
import { parseBrokerUri } from "../../../../nodes/lib/uri/broker-uri";
import { broker, code, overridden } from "./override-bench";

describe("the address that a message asks for", () => {
  const addresses: [what: string, given: object, address: string][] = [
    ["a URI", { uri: "wss://h/mqtt" }, "wss://h:443/mqtt"],
    ["a URI by the name of the built-in nodes", { url: "mqtt://h:1884" }, "mqtt://h:1884"],
    ["a host", { host: "h" }, "mqtt://h:1883"],
    ["a host by the name of the built-in nodes", { broker: "h", port: "1884" }, "mqtt://h:1884"],
    ["a host with a scheme", { broker: "mqtts://h" }, "mqtts://h:8883"],
    ["a port", { port: 1884 }, "mqtt://localhost:1884"],
    ["TLS, by the name of the built-in nodes", { broker: "h", usetls: true }, "mqtts://h:8883"],
    ["TLS with a port", { broker: "h", port: 1884, usetls: true }, "mqtts://h:1884"],
    ["no TLS", { broker: "h", usetls: false }, "mqtt://h:1883"],
    ["another protocol", { protocol: "wss", path: "/mqtt" }, "wss://localhost:443/mqtt"],
    ["another scheme", { scheme: "ssl" }, "mqtts://localhost:8883"],
    ["another transport", { transport: "websocket" }, "ws://localhost:80"],
    ["an IPv6 address", { host: "::1" }, "mqtt://[::1]:1883"],
    ["a part that was changed after parsing", { uri: "mqtt://a", host: "b" }, "mqtt://b:1883"],
    ["a URI that stands beside a whole address", { url: "mqtt://a", broker: "mqtt://b" }, "mqtt://a:1883"],
  ];
  for (const [what, given, address] of addresses) {
    it(`may be ${what}: ${JSON.stringify(given)}`, () => {
      assert.equal(broker(given).address, address);
    });
  }

  it("may be several brokers", () => {
    const { brokers } = overridden({ uri: "mqtt://a,mqtt://b" });
    assert.deepEqual(
      brokers.map(({ address }) => address),
      ["mqtt://a:1883", "mqtt://b:1883"],
    );
  });

  it("are all saved brokers where the message names no part of one", () => {
    const { brokers } = overridden({ clientid: "c" }, { uri: "mqtt://a,mqtt://b" });
    assert.deepEqual(
      brokers.map(({ address, clientId }) => [address, clientId]),
      [
        ["mqtt://a:1883", "c"],
        ["mqtt://b:1883", "c"],
      ],
    );
  });

  it("is the first saved broker's where a part of it isn't named", () => {
    const saved = { uri: "wss://a:444/path,mqtt://b" };
    assert.equal(broker({ host: "h" }, saved).address, "wss://h:444/path");
    assert.equal(overridden({ host: "h" }, saved).brokers.length, 1);
    assert.equal(broker({ secure: false }, saved).address, "ws://a:444/path");
  });

  it("gets the default port of another protocol only where the saved one is a default, too", () => {
    assert.equal(broker({ protocol: "mqtts" }, { uri: "mqtt://a" }).address, "mqtts://a:8883");
    assert.equal(broker({ protocol: "mqtts" }, { uri: "mqtt://a:1884" }).address, "mqtts://a:1884");
    assert.equal(broker({ secure: true }, { uri: "ws://a/mqtt" }).address, "wss://a:443/mqtt");
    assert.equal(broker({ secure: true, protocol: "mqtts" }, { uri: "ws://a" }).address, "mqtts://a:8883");
  });

  it("may be all that uri-parser makes of a URI", () => {
    for (const uri of [
      "mqtt://h",
      "ssl://user:p%40ss@h:1884?clientId=c&keepalive=5",
      "wss://user@[::1]/mqtt?token=t",
      "ws://h:8080/a%20b",
    ]) {
      const parsed = parseBrokerUri(uri);
      const { broker: used, username, password } = broker({ ...partsOf(parsed) });
      const { scheme: _scheme, ...expected } = parsed;
      const { scheme: _alias, ...actual } = used;
      assert.deepEqual(actual, expected);
      assert.deepEqual([username, password], [parsed.username, parsed.password]);
    }
  });

  it("must be one", () => {
    assert.equal(code({ uri: "localhost" }), "uri-no-scheme");
    assert.equal(code({ uri: 5 }), "uri-not-text");
    assert.equal(code({ host: "a b" }), "uri-bad-host");
    assert.equal(code({ port: 0 }), "uri-bad-port");
    assert.equal(code({ host: {} }), "uri-bad-part");
    assert.equal(code({ scheme: "mqtt", usetls: true }), "uri-parts-disagree");
  });

  it("isn't filled with environment variables, which a message can't know", () => {
    assert.equal(code({ uri: "mqtt://${HOME}" }), "env-unset");
    assert.equal(broker({ clientid: "${HOME}" }).clientId, "${HOME}");
  });
});
