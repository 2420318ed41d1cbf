import assert from "node:assert/strict";
import { parseBrokerUri, type BrokerUri } from "../../../nodes/lib/uri/broker-uri";
import { refusal, thrown } from "../thrown";

const PLAIN = { scheme: "mqtt", protocol: "mqtt", secure: false, transport: "tcp", host: "h", port: 1883 } as const;
const TLS = { ...PLAIN, scheme: "mqtts", protocol: "mqtts", secure: true, port: 8883 } as const;
const WS = { ...PLAIN, scheme: "ws", protocol: "ws", transport: "websocket", port: 80 } as const;
const WSS = { ...WS, scheme: "wss", protocol: "wss", secure: true, port: 443 } as const;

const VALID: Readonly<Record<string, Partial<BrokerUri>>> = {
  "mqtt://broker.example.com": { ...PLAIN, host: "broker.example.com" },
  "mqtts://broker.example.com": { ...TLS, host: "broker.example.com" },
  "MQTT://Broker.EXAMPLE.com": { ...PLAIN, host: "broker.example.com" },
  "tcp://h": { ...PLAIN, scheme: "tcp" },
  "ssl://h": { ...TLS, scheme: "ssl" },
  "tls://h": { ...TLS, scheme: "tls" },
  "tcps://h": { ...TLS, scheme: "tcps" },
  "mqtt+ssl://h": { ...TLS, scheme: "mqtt+ssl" },
  "MQTT+tls://h": { ...TLS, scheme: "mqtt+tls" },
  "ws://h": WS,
  "wss://h": WSS,
  "ws://h/": { ...WS, path: "/" },
  "wss://h:8084/mqtt?a=1": { ...WSS, port: 8084, path: "/mqtt", query: "a=1" },
  "WSS://H/Mqtt": { ...WSS, path: "/Mqtt" },
  "ws://h/a@b": { ...WS, path: "/a@b" },
  "ws://h:81/mqtt?token=a@b": { ...WS, port: 81, path: "/mqtt", query: "token=a@b" },
  "ws://h?a=1?b/c": { ...WS, query: "a=1?b/c" },
  "  mqtt://h\n": PLAIN,
  "mqtt://h:": PLAIN,
  "mqtt://h:1": { ...PLAIN, port: 1 },
  "mqtt://h:65535": { ...PLAIN, port: 65_535 },
  "mqtt://h:01884": { ...PLAIN, port: 1884 },
  "mqtts://h:1883": { ...TLS, port: 1883 },
  // User name and password: an absent one is absent, an empty one is empty.
  "mqtt://user@h": { ...PLAIN, username: "user" },
  "mqtt://user@h:1884": { ...PLAIN, username: "user", port: 1884 },
  "mqtt://user@[::1]:1884": { ...PLAIN, username: "user", host: "::1", port: 1884 },
  "mqtt://user:@h": { ...PLAIN, username: "user", password: "" },
  "mqtt://:pass@h": { ...PLAIN, username: "", password: "pass" },
  "mqtt://:@h": { ...PLAIN, username: "", password: "" },
  "mqtt://@h": { ...PLAIN, username: "" },
  "mqtt://user:p:a:ss@h": { ...PLAIN, username: "user", password: "p:a:ss" },
  "mqtt://user:p%3Aw@h": { ...PLAIN, username: "user", password: "p:w" },
  "mqtt://us%3Aer:pa%40ss@h": { ...PLAIN, username: "us:er", password: "pa@ss" },
  "mqtt://user:p%2Fw@h": { ...PLAIN, username: "user", password: "p/w" },
  "mqtt://user:p@w@h": { ...PLAIN, username: "user", password: "p@w" },
  "mqtt://us@er@h": { ...PLAIN, username: "us@er" },
  "mqtt://u:%E2%9C%93@h": { ...PLAIN, username: "u", password: "✓" },
  "mqtt://u:✓@h": { ...PLAIN, username: "u", password: "✓" },
  "mqtt://u:p+w@h": { ...PLAIN, username: "u", password: "p+w" },
  "mqtt://u:%25%32%35@h": { ...PLAIN, username: "u", password: "%25" },
  "wss://User:Pass@H:8884/mqtt": { ...WSS, username: "User", password: "Pass", port: 8884, path: "/mqtt" },
  "mqtt://u:p@[::1]:1884": { ...PLAIN, username: "u", password: "p", host: "::1", port: 1884 },
};

describe("a broker URI", () => {
  for (const [uri, expected] of Object.entries(VALID)) {
    it(`may be ${JSON.stringify(uri)}`, () => {
      assert.deepEqual(parseBrokerUri(uri), { path: "", query: "", parameters: {}, ...expected });
    });
  }

  it("is not empty", () => {
    for (const uri of ["", " ", "\t\n"]) assert.equal(refusal(() => parseBrokerUri(uri)).code, "uri-empty");
  });

  const withoutScheme: Readonly<Record<string, { column: number; hint: string }>> = {
    h: { column: 1, hint: "mqtt://" },
    "h:1883": { column: 1, hint: "mqtt://" },
    "localhost:1883": { column: 1, hint: "mqtt://" },
    "192.168.1.1:1883": { column: 1, hint: "mqtt://" },
    "//h:1883": { column: 1, hint: "mqtt://" },
    "mqtt:h": { column: 6, hint: "mqtt://" },
    "WSS:/h": { column: 6, hint: "wss://" },
    "mqtts:": { column: 7, hint: "mqtts://" },
  };
  for (const [uri, cause] of Object.entries(withoutScheme)) {
    it(`starts with a scheme and two slashes, unlike ${uri}, which says where they are missing`, () => {
      const error = thrown(() => parseBrokerUri(uri));
      assert.equal(error.code, "uri-no-scheme");
      assert.deepEqual(error.cause, cause);
    });
  }

  for (const uri of ["mqtt://", "mqtt:///", "mqtt://:1883", "mqtt://user@", "mqtt://user:pass@:1883", "ws:///mqtt"]) {
    it(`names a host, unlike ${uri}`, () => {
      assert.equal(refusal(() => parseBrokerUri(uri)).code, "uri-no-host");
    });
  }

  it("has no fragment", () => {
    for (const uri of ["mqtt://h#a", "ws://h/path#a", "ws://h?a=1#b", "mqtt://user:pass@h#a@b"]) {
      const values = { column: uri.indexOf("#") + 1 };
      assert.deepEqual(
        refusal(() => parseBrokerUri(uri)),
        { code: "uri-fragment", values },
      );
    }
  });

  const badEscapes = { "mqtt://u:100%@h": 13, "mqtt://u:%zz@h": 10, "mqtt://a%2:b@h": 9, "mqtt://u:ok%20%4@h": 15 };
  for (const [uri, column] of Object.entries(badEscapes)) {
    it(`has whole percent escapes, unlike ${uri}`, () => {
      assert.deepEqual(
        refusal(() => parseBrokerUri(uri)),
        { code: "uri-bad-escape", values: { column } },
      );
    });
  }

  it("has percent escapes that are UTF-8", () => {
    assert.equal(refusal(() => parseBrokerUri("mqtt://u:%ff@h")).code, "uri-bad-escape");
  });
});

describe("a character that would end the host, in a user name or password", () => {
  const unescaped = {
    "mqtt://user:p/w@h": ["/", "%2F"],
    "mqtt://user:p#w@h": ["#", "%23"],
    "mqtt://user:p?w@h": ["?", "%3F"],
    "wss://user:p/w@h/mqtt": ["/", "%2F"],
    "mqtt://user:12/w@h": ["/", "%2F"],
    "mqtt://us/er:pass@h": ["/", "%2F"],
    "mqtt://user:p@w/x@h": ["/", "%2F"],
    "mqtt://user:p]w?x@h": ["?", "%3F"],
    "wss://user:99999#w@h": ["#", "%23"],
  };
  for (const [uri, [character = "", escape]] of Object.entries(unescaped)) {
    it(`is told how to be written: ${uri}`, () => {
      const values = { column: uri.indexOf(character, "mqtts://".length) + 1, character, escape };
      assert.deepEqual(
        refusal(() => parseBrokerUri(uri)),
        { code: "uri-unescaped", values },
      );
    });
  }
});
