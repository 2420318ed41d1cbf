import assert from "node:assert/strict";
import { parseBrokerUri, type BrokerUri } from "../../../nodes/lib/uri/broker-uri";
import type { UriErrorCause } from "../../../nodes/lib/uri/uri-error";
import { uriWarnings } from "../../../nodes/lib/uri/warnings";
import { thrown } from "../thrown";

const AZURE_USER = "hub.azure-devices.net/dev1/?api-version=2021-04-12";

/** What other parsers get wrong, and what is right: the parts that the vector is about, and warnings. */
const PARTS: Readonly<Record<string, Partial<BrokerUri> & { warns?: string }>> = {
  "mqtt://broker.example.com": { secure: false, host: "broker.example.com", port: 1883 },
  "mqtts://broker.example.com": { secure: true, host: "broker.example.com", port: 8883 },
  "MQTT://Broker.EXAMPLE.com": { secure: false, host: "broker.example.com" },
  "tcp://h": { protocol: "mqtt", port: 1883 },
  "ssl://h": { protocol: "mqtts", port: 8883 },
  "tls://h": { protocol: "mqtts", port: 8883 },
  "mqtt+ssl://h": { protocol: "mqtts", port: 8883 },
  "mqtt+tls://h": { protocol: "mqtts", port: 8883 },
  "ws://h": { port: 80, path: "", warns: "uri-no-path" },
  "wss://h": { port: 443, path: "", warns: "uri-no-path" },
  "wss://h:8084/mqtt?a=1": { port: 8084, path: "/mqtt", query: "a=1" },
  "WSS://H/Mqtt": { host: "h", path: "/Mqtt" },
  "mqtt://user@h": { username: "user" },
  "mqtt://user:@h": { username: "user", password: "" },
  "mqtt://:pass@h": { username: "", password: "pass" },
  "mqtt://:@h": { username: "", password: "", warns: "uri-anonymous" },
  "mqtt://@h": { username: "" },
  "mqtt://user:p:a:ss@h": { username: "user", password: "p:a:ss" },
  "mqtt://user:p%3Aw@h": { username: "user", password: "p:w" },
  "mqtt://us%3Aer:pa%40ss@h": { username: "us:er", password: "pa@ss" },
  "mqtt://user:p%2Fw@h": { username: "user", password: "p/w" },
  "mqtt://user:p@w@h": { username: "user", password: "p@w", host: "h", warns: "uri-unescaped-at" },
  "mqtt://u:%E2%9C%93@h": { username: "u", password: "✓" },
  "mqtt://u:p+w@h": { username: "u", password: "p+w" },
  "mqtt://user name:p w@h": { username: "user name", password: "p w", warns: "uri-unescaped-space" },
  "mqtt://[::1]": { host: "::1", port: 1883 },
  "mqtt://[::1]:1884": { host: "::1", port: 1884 },
  "ws://[::1]:9001/mqtt": { transport: "websocket", host: "::1", port: 9001 },
  "mqtt://[fe80::1%25eth0]:1883": { host: "fe80::1%eth0", port: 1883 },
  "mqtt://h:65535": { port: 65_535 },
  "mqtt://h:": { port: 1883 },
  "mqtt://h/topic/a": { host: "h", path: "/topic/a" },
  "mqtt://h/?clientId=abc&keepalive=30&clean=false": {
    parameters: { clientId: "abc", keepalive: 30, clean: false },
  },
  "mqtt://h?clientid=abc": { parameters: {}, warns: "uri-parameter-misspelt" },
  " mqtt://h ": { host: "h" },
  "mqtt://exämple.org": { host: "xn--exmple-cua.org" },
  "mqtt://under_score.local": { host: "under_score.local" },
  "mqtts://hub.azure-devices.net%2Fdev1%2F%3Fapi-version%3D2021-04-12:SharedAccessSignature%20sr%3Dx@hub.azure-devices.net":
    { username: AZURE_USER, password: "SharedAccessSignature sr=x", host: "hub.azure-devices.net", port: 8883 },
  "mqtts://x-ats.iot.eu-west-1.amazonaws.com:443": { port: 443, warns: "uri-aws-port" },
};

const ERRORS: Readonly<Record<string, UriErrorCause & { code: string }>> = {
  "mqtt://user:p/w@h": { code: "uri-unescaped", column: 14, hint: "%2F" },
  "mqtt://user:p#w@h": { code: "uri-unescaped", column: 14, hint: "%23" },
  "mqtt://user:p?w@h": { code: "uri-unescaped", column: 14, hint: "%3F" },
  "mqtt://u:100%@h": { code: "uri-bad-escape", column: 13, hint: "%25" },
  "mqtt://u:%zz@h": { code: "uri-bad-escape", column: 10, hint: "%25" },
  "mqtt://::1:1883": { code: "uri-ipv6-brackets", column: 8, hint: "[::1]" },
  "mqtt://[::1": { code: "uri-bad-host", column: 12 },
  "mqtt://h:0": { code: "uri-bad-port", column: 10, hint: "1-65535" },
  "mqtt://h:65536": { code: "uri-bad-port", column: 10, hint: "1-65535" },
  "mqtt://h:abc": { code: "uri-bad-port", column: 10, hint: "1-65535" },
  "mqtt://h:-1": { code: "uri-bad-port", column: 10, hint: "1-65535" },
  "mqtt://h:1883abc": { code: "uri-bad-port", column: 10, hint: "1-65535" },
  "mqtt://": { code: "uri-no-host", column: 8 },
  "mqtt:///": { code: "uri-no-host", column: 8 },
  "mqtt:": { code: "uri-no-scheme", column: 6, hint: "mqtt://" },
  "mqtt://:1883": { code: "uri-no-host", column: 8 },
  "": { code: "uri-empty", column: 1 },
  h: { code: "uri-no-scheme", column: 1, hint: "mqtt://" },
  "h:1883": { code: "uri-no-scheme", column: 1, hint: "mqtt://" },
  "localhost:1883": { code: "uri-no-scheme", column: 1, hint: "mqtt://" },
  "192.168.1.1:1883": { code: "uri-no-scheme", column: 1, hint: "mqtt://" },
  "//h:1883": { code: "uri-no-scheme", column: 1, hint: "mqtt://" },
  "mqtt:h": { code: "uri-no-scheme", column: 6, hint: "mqtt://" },
  "mqtt:/h": { code: "uri-no-scheme", column: 7, hint: "mqtt://" },
  "http://h": { code: "uri-unknown-scheme", column: 1, hint: "ws" },
  "https://h:443": { code: "uri-unknown-scheme", column: 1, hint: "wss" },
  "amqp://h": { code: "uri-unknown-scheme", column: 1 },
  "quic://h:14567": { code: "uri-unknown-scheme", column: 1 },
  "mqttss://h:8883": { code: "uri-unknown-scheme", column: 1, hint: "mqtts" },
  "mqtt5://h": { code: "uri-unknown-scheme", column: 1, hint: "mqtt://...?protocolVersion=5" },
  "unix:///tmp/m.sock": { code: "uri-unknown-scheme", column: 1 },
  "mqtt+unix:///tmp/m.sock": { code: "uri-unknown-scheme", column: 1 },
  "mqtt://h#frag": { code: "uri-fragment", column: 9, hint: "%23" },
  "mqtt://ho st": { code: "uri-bad-host", column: 10 },
  "mqtt://${MQTT_HOST}:1883": { code: "env-unset", column: 8 },
  "mqtt://h1:1883,h2:1883": { code: "uri-bad-host", column: 15, hint: ",mqtt://" },
  "mqtt://256.1.1.1": { code: "uri-bad-host", column: 8 },
};

describe("what other parsers get wrong", () => {
  for (const [uri, { warns, ...parts }] of Object.entries(PARTS)) {
    it(`${JSON.stringify(uri)} is taken apart${warns === undefined ? "" : ` with the warning ${warns}`}`, () => {
      const parsed = parseBrokerUri(uri);
      const found = Object.keys(parts).map((part) => [part, parsed[part as keyof BrokerUri]]);
      assert.deepEqual(Object.fromEntries(found), parts);
      assert.deepEqual(
        [parsed.username !== undefined, parsed.password !== undefined],
        ["username" in parts, "password" in parts],
      );
      assert.deepEqual(
        uriWarnings(uri).map(({ code }) => code),
        warns === undefined ? [] : [warns],
      );
    });
  }

  for (const [uri, { code, ...cause }] of Object.entries(ERRORS)) {
    it(`${JSON.stringify(uri)} is ${code}`, () => {
      const error = thrown(() => parseBrokerUri(uri));
      assert.equal(error.code, code);
      assert.deepEqual(error.cause, cause);
      assert.deepEqual(uriWarnings(uri), []);
    });
  }

  it("names the environment variable that is left in a URI", () => {
    for (const uri of ["mqtt://${MQTT_HOST}:1883", "${MQTT_HOST}", "mqtt://u:${MQTT_HOST}@h", "ws://h/${MQTT_HOST}"]) {
      assert.deepEqual(thrown(() => parseBrokerUri(uri)).values, { name: "MQTT_HOST" });
    }
  });
});
