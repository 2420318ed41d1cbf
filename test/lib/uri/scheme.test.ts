import assert from "node:assert/strict";
import { parseBrokerUri } from "../../../nodes/lib/uri/broker-uri";
import { thrown } from "../thrown";

const SUGGESTIONS: Readonly<Record<string, string>> = {
  mqtss: "mqtts",
  mqttss: "mqtts",
  mqts: "mqtts",
  mqqt: "mqtt",
  qmtt: "mqtt",
  mgtt: "mqtt",
  "mqtt-tls": "mqtt+tls",
  tpc: "tcp",
  wsss: "wss",
  http: "ws",
  https: "wss",
  "mqtt+ws": "ws",
  "secure-mqtt": "mqtts",
  mqtt5: "mqtt://...?protocolVersion=5",
  mqttv5: "mqtt://...?protocolVersion=5",
  mqtts5: "mqtts://...?protocolVersion=5",
  mqtt311: "mqtt://...?protocolVersion=4",
  mqttv31: "mqtt://...?protocolVersion=3",
};

describe("an unknown scheme", () => {
  for (const [scheme, suggestion] of Object.entries(SUGGESTIONS)) {
    it(`is never taken for plain MQTT: ${scheme} suggests ${suggestion}`, () => {
      const error = thrown(() => parseBrokerUri(`${scheme.toUpperCase()}://h:1883`));
      assert.deepEqual([error.code, error.values], ["uri-unknown-scheme", { scheme, suggestion }]);
      assert.deepEqual(error.cause, { column: 1, hint: suggestion });
    });
  }

  for (const scheme of ["amqp", "quic", "unix", "mqtt+unix", "mttq", "constructor", "m"]) {
    it(`that resembles none of ours, such as ${scheme}, suggests all`, () => {
      const error = thrown(() => parseBrokerUri(`${scheme}://h`));
      assert.deepEqual(error.values, { scheme, suggestion: "mqtt, mqtts, ws, wss" });
      assert.deepEqual(error.cause, { column: 1 });
    });
  }

  it("is quoted with its first 20 characters at most", () => {
    const error = thrown(() => parseBrokerUri(`${"a".repeat(1_000)}://h`));
    assert.deepEqual(error.values, { scheme: `${"a".repeat(20)}…`, suggestion: "mqtt, mqtts, ws, wss" });
  });
});
