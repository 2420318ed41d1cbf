import assert from "node:assert/strict";
import {
  diagnose,
  diagnoseConnack,
  diagnoseDisconnect,
  diagnoseHandshake,
} from "../../../nodes/lib/connection/diagnosis";
import { reasonName } from "../../../nodes/lib/connection/reason-codes";
import { WebSocketRefusal } from "../../../nodes/lib/connection/websocket-refusal";
import type { ErrorCode } from "../../../nodes/lib/errors";

const ADDRESS = "mqtts://h:8883";

/** Codes of Node.js and OpenSSL, by what they mean. */
const SYSTEM: Partial<Record<ErrorCode, readonly string[]>> = {
  "host-not-found": ["ENOTFOUND", "EAI_AGAIN"],
  "connection-refused": ["ECONNREFUSED"],
  "host-unreachable": ["EHOSTUNREACH", "ENETUNREACH"],
  "connect-timeout": ["ETIMEDOUT"],
  "connection-lost": ["ECONNRESET", "EPIPE"],
  "certificate-expired": ["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"],
  "certificate-wrong-host": ["ERR_TLS_CERT_ALTNAME_INVALID"],
  "certificate-untrusted": [
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "UNABLE_TO_GET_ISSUER_CERT",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  ],
  "client-certificate-required": ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE"],
  "tls-failed": ["EPROTO", "ERR_SSL_WRONG_VERSION_NUMBER", "ERR_SSL_NO_START_LINE"],
  "connection-failed": ["EACCES", "EADDRNOTAVAIL", "constructor", "__proto__"],
};

/** Codes of CONNACK: of 3.1.1 below 128 [MQTT 3.1.1, 3.2.2.3], of 5 from there [MQTT 5, 3.2.2.2]. */
const CONNACK: Readonly<Record<number, ErrorCode>> = {
  1: "protocol-unsupported",
  2: "client-id-refused",
  3: "server-unavailable",
  4: "bad-credentials",
  5: "not-authorised",
  128: "connect-refused",
  129: "connect-refused",
  130: "connect-refused",
  131: "connect-refused",
  132: "protocol-unsupported",
  133: "client-id-refused",
  134: "bad-credentials",
  135: "not-authorised",
  136: "server-unavailable",
  137: "server-unavailable",
  138: "banned",
  140: "connect-refused",
  144: "connect-refused",
  149: "connect-refused",
  151: "quota-exceeded",
  153: "connect-refused",
  154: "connect-refused",
  155: "connect-refused",
  156: "connect-refused",
  157: "connect-refused",
  159: "connect-refused",
};

/** Codes of a server's DISCONNECT [MQTT 5, 3.14.2.1]. */
const DISCONNECT: Readonly<Record<number, ErrorCode>> = {
  0: "server-disconnected",
  128: "server-disconnected",
  130: "server-disconnected",
  135: "not-authorised",
  137: "server-disconnected",
  139: "server-shutting-down",
  141: "keepalive-timeout",
  142: "session-taken-over",
  147: "server-disconnected",
  151: "quota-exceeded",
  152: "server-disconnected",
  156: "server-disconnected",
  160: "server-disconnected",
};

describe("the cause of a failed connection", () => {
  for (const [code, systemCodes] of Object.entries(SYSTEM)) {
    for (const systemCode of systemCodes) {
      it(`is ${code} with ${systemCode}, which is kept`, () => {
        const error = Object.assign(new Error("from below"), { code: systemCode });
        const cause = diagnose(error, ADDRESS);
        assert.deepEqual([cause.code, cause.cause], [code, error]);
        assert.equal((cause.values as { address: string }).address, ADDRESS);
      });
    }
  }

  it("is told from the text where MQTT.js gives no more", () => {
    assert.equal(diagnose(new Error("connack timeout"), ADDRESS).code, "connect-timeout");
    assert.equal(diagnose(new Error("Keepalive timeout"), ADDRESS).code, "keepalive-timeout");
    for (const message of ["something else", "", "toString"]) {
      const { code, values } = diagnose(new Error(message), ADDRESS);
      assert.deepEqual([code, values], ["connection-failed", { address: ADDRESS, detail: message }]);
    }
  });

  it("is a lost connection where the peer just closed", () => {
    const { code, values } = diagnose(undefined, ADDRESS);
    assert.deepEqual([code, values], ["connection-lost", { address: ADDRESS }]);
  });

  it("is the HTTP status where a WebSocket was refused", () => {
    const { code, values } = diagnose(new WebSocketRefusal(401), ADDRESS);
    assert.deepEqual([code, values], ["websocket-refused", { address: ADDRESS, status: 401 }]);
  });

  it("is that of the first of several addresses of one host", () => {
    const refused = Object.assign(new Error("v6"), { code: "ECONNREFUSED" });
    const unreachable = Object.assign(new Error("v4"), { code: "ENETUNREACH" });
    assert.equal(diagnose(new AggregateError([refused, unreachable]), ADDRESS).code, "connection-refused");
    assert.equal(diagnose(new AggregateError([new AggregateError([unreachable])]), ADDRESS).code, "host-unreachable");
    assert.equal(diagnose(new AggregateError([], "nothing"), ADDRESS).code, "connection-failed");
  });

  it("is a peer without TLS where it closes during the handshake", () => {
    assert.equal(diagnoseHandshake(undefined, ADDRESS).code, "tls-failed");
    const reset = Object.assign(new Error("reset"), { code: "ECONNRESET" });
    assert.deepEqual(diagnoseHandshake(reset, ADDRESS).values, { address: ADDRESS, detail: "reset" });
    const refused = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    assert.equal(diagnoseHandshake(refused, ADDRESS).code, "connection-refused");
  });
});

describe("the broker's reason", () => {
  for (const [reasonCode, code] of Object.entries(CONNACK)) {
    it(`is ${code} with CONNACK ${reasonCode}`, () => {
      const cause = diagnoseConnack(Number(reasonCode), ADDRESS);
      assert.deepEqual([cause.code, cause.cause], [code, { reasonCode: Number(reasonCode) }]);
    });
  }

  for (const [reasonCode, code] of Object.entries(DISCONNECT)) {
    it(`is ${code} with DISCONNECT ${reasonCode}`, () => {
      const cause = diagnoseDisconnect(Number(reasonCode), ADDRESS);
      assert.deepEqual([cause.code, cause.cause], [code, { reasonCode: Number(reasonCode) }]);
    });
  }

  it("is put in the specification's words where we have none of our own", () => {
    assert.deepEqual(diagnoseConnack(144, ADDRESS).values, { address: ADDRESS, reason: "topic name invalid" });
    assert.deepEqual(diagnoseDisconnect(147, ADDRESS).values, { address: ADDRESS, reason: "receive maximum exceeded" });
    assert.deepEqual(diagnoseConnack(99, ADDRESS).values, { address: ADDRESS, reason: "reason code 99" });
  });

  it("is put in the broker's own words where it has some [MQTT 5, 3.2.2.3.9 and 3.14.2.2.3]", () => {
    for (const diagnosis of [diagnoseConnack, diagnoseDisconnect]) {
      const { values, cause } = diagnosis(131, ADDRESS, "come back later");
      assert.deepEqual(values, { address: ADDRESS, reason: "come back later" });
      assert.deepEqual(cause, { reasonCode: 131, reasonString: "come back later" });
    }
  });

  it("has a name for every code that the specification has [MQTT 5, 2.4]", () => {
    const codes = [1, 2, 3, 4, 5, ...Array.from({ length: 35 }, (_, index) => 128 + index)];
    const names = codes.map(reasonName);
    assert.deepEqual(
      names.filter((name) => /\d/.test(name)),
      [],
    );
    assert.equal(reasonName(163), "reason code 163");
    assert.deepEqual([135, 142, 151, 162].map(reasonName), [
      "not authorized",
      "session taken over",
      "quota exceeded",
      "wildcard subscriptions not supported",
    ]);
  });
});
