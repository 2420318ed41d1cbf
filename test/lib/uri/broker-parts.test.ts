import assert from "node:assert/strict";
import { brokerUriOf, partsOf } from "../../../nodes/lib/uri/broker-parts";
import { parseBrokerUri } from "../../../nodes/lib/uri/broker-uri";
import { thrown } from "../thrown";

describe("the parts of a broker URI", () => {
  it("are all of it, and the whole with and without its secrets", () => {
    assert.deepEqual(partsOf(parseBrokerUri("TCP://us%65r:p%40ss@H:1883/a?clientId=b&token=c")), {
      scheme: "tcp",
      protocol: "mqtt",
      secure: false,
      transport: "tcp",
      username: "user",
      password: "p@ss",
      host: "h",
      port: 1883,
      path: "/a",
      query: "clientId=b&token=c",
      uri: "tcp://user:p%40ss@h/a?clientId=b&token=c",
      redacted: "tcp://user:***@h/a?clientId=b&token=***",
    });
  });

  it("are none where reading one fails: what was thrown is the cause", () => {
    const failure = new Error("out of reach");
    const given = {
      get host(): string {
        throw failure;
      },
    };
    assert.equal(thrown(() => brokerUriOf(given)).cause, failure);
  });

  it("lack an absent user name or password", () => {
    assert.deepEqual(Object.keys(partsOf(parseBrokerUri("mqtt://h"))).includes("username"), false);
    assert.deepEqual(Object.keys(partsOf(parseBrokerUri("mqtt://user@h"))).includes("password"), false);
    assert.equal(partsOf(parseBrokerUri("mqtt://:@h")).password, "");
  });

  const whole: Readonly<Record<string, Record<string, unknown>>> = {
    "mqtt://h": { host: "h" },
    "mqtts://h": { host: "h", secure: true },
    "ws://h": { host: "h", transport: "websocket" },
    "wss://h": { host: "h", transport: "websocket", secure: true },
    "ws://h:81/mqtt": { protocol: "ws", host: "h", port: "81", path: "mqtt", username: null, query: undefined },
    "ssl://h": { scheme: "SSL", protocol: "mqtts", host: "H" },
    "mqtt://h:1884": { host: "h", port: 1884 },
    "mqtt://[::1]:5": { host: "::1", port: 5 },
    "mqtt://[fe80::1%25eth0]": { host: "fe80::1%eth0" },
    "mqtt://[::2]": { host: "[::2]" },
    "mqtt://xn--bcher-kva.example": { host: "bücher.example" },
    "mqtt://us%3Aer:p%40w%2F@h": { username: "us:er", password: "p@w/", host: "h" },
    "mqtt://7:8@h": { username: 7, password: 8, host: "h" },
    "mqtt://:p@h": { password: "p", host: "h" },
    "mqtt://:@h": { username: "", password: "", host: "h" },
    "mqtt://@h": { username: "", host: "h" },
    "mqtt://h?keepalive=5": { host: "h", query: "keepalive=5" },
    "mqtt://other:1": { ...partsOf(parseBrokerUri("mqtt://h:1")), host: "other" },
  };
  for (const [uri, parts] of Object.entries(whole)) {
    it(`make the same as ${uri}: ${JSON.stringify(parts)}`, () => {
      assert.deepEqual(brokerUriOf(parts), parseBrokerUri(uri));
    });
  }

  const wrong: readonly [parts: Record<string, unknown>, code: string, cause: object][] = [
    [{}, "uri-no-host", { column: 1, part: "host" }],
    [{ host: "" }, "uri-no-host", { column: 1, part: "host" }],
    [{ host: "h", scheme: "mqtss" }, "uri-unknown-scheme", { column: 1, hint: "mqtts", part: "scheme" }],
    [{ host: "h", scheme: "mqtt://" }, "uri-unknown-scheme", { column: 1, part: "scheme" }],
    [{ host: "h", scheme: "" }, "uri-no-scheme", { part: "scheme" }],
    [{ host: "h", scheme: ["mqtt"] }, "uri-bad-part", { hint: "text", part: "scheme" }],
    [{ host: "h", scheme: "mqtt", protocol: "mqtts" }, "uri-parts-disagree", { part: "protocol" }],
    [{ host: "h", scheme: "mqtt", secure: true }, "uri-parts-disagree", { part: "secure" }],
    [{ host: "h", scheme: "wss", secure: false }, "uri-parts-disagree", { part: "secure" }],
    [{ host: "h", scheme: "mqtts", transport: "websocket" }, "uri-parts-disagree", { part: "transport" }],
    [{ host: "h", secure: "yes" }, "uri-bad-part", { hint: "true, false", part: "secure" }],
    [{ host: "h", transport: "quic" }, "uri-bad-part", { hint: "tcp, websocket", part: "transport" }],
    [{ host: "h/../@evil" }, "uri-bad-host", { column: 2, part: "host" }],
    [{ host: "user:pass@evil" }, "uri-bad-host", { column: 1, part: "host" }],
    [{ host: "ü@evil" }, "uri-bad-host", { column: 2, part: "host" }],
    [{ host: "ü/evil" }, "uri-bad-host", { column: 2, part: "host" }],
    [{ host: "h:1884" }, "uri-bad-host", { column: 1, part: "host" }],
    [{ host: "h?x" }, "uri-bad-host", { column: 2, part: "host" }],
    [{ host: " h" }, "uri-bad-host", { column: 1, part: "host" }],
    [{ host: "fe80::1%eth0", scheme: "ws" }, "uri-bad-host", { column: 8, part: "host" }],
    [{ host: {} }, "uri-bad-part", { hint: "text", part: "host" }],
    [{ host: "h", port: 0 }, "uri-bad-port", { column: 1, hint: "1-65535", part: "port" }],
    [{ host: "h", port: 65536 }, "uri-bad-port", { column: 1, hint: "1-65535", part: "port" }],
    [{ host: "h", port: 1.5 }, "uri-bad-port", { column: 1, hint: "1-65535", part: "port" }],
    [{ host: "h", port: NaN }, "uri-bad-port", { column: 1, hint: "1-65535", part: "port" }],
    [{ host: "h", port: "1/@evil" }, "uri-bad-port", { column: 1, hint: "1-65535", part: "port" }],
    [{ host: "h", port: true }, "uri-bad-part", { hint: "1-65535", part: "port" }],
    [{ host: "h", username: "a\u0000" }, "uri-bad-character", { column: 2, part: "username" }],
    [{ host: "h", password: "\ud800" }, "uri-bad-character", { column: 1, part: "password" }],
    [{ host: "h", password: {} }, "uri-bad-part", { hint: "text", part: "password" }],
    [{ host: "h", path: "/a?b" }, "uri-bad-character", { column: 3, hint: "%3F", part: "path" }],
    [{ host: "h", path: "a b" }, "uri-bad-character", { column: 2, hint: "%20", part: "path" }],
    [{ host: "h", path: "/a@b" }, "uri-bad-character", { column: 3, hint: "%40", part: "path" }],
    [{ host: "h", path: "/a,mqtt://b" }, "uri-bad-character", { column: 3, hint: "%2C", part: "path" }],
    [{ host: "h", path: "#a" }, "uri-fragment", { column: 1, hint: "%23", part: "path" }],
    [{ host: "h", query: "a#b" }, "uri-fragment", { column: 2, hint: "%23", part: "query" }],
    [{ host: "h", query: "x=a@b" }, "uri-bad-character", { column: 4, hint: "%40", part: "query" }],
    [{ host: "h", query: "keepalive=x" }, "uri-bad-parameter", { column: 11, hint: "0-65535", part: "query" }],
  ];
  for (const [parts, code, cause] of wrong) {
    it(`are checked one by one: ${JSON.stringify(parts)} is ${code}`, () => {
      const error = thrown(() => brokerUriOf(parts));
      assert.deepEqual([error.code, error.cause], [code, cause]);
    });
  }
});
