import assert from "node:assert/strict";
import { diagnose, diagnoseHandshake } from "../../../../nodes/lib/connection/diagnosis/diagnosis";
import { WebSocketRefusal } from "../../../../nodes/lib/connection/diagnosis/websocket-refusal";
import { MqttNodeError, type ErrorCode } from "../../../../nodes/lib/errors";

const ADDRESS = "mqtts://h:8883";

/** Codes of Node.js and OpenSSL, by what they mean. */
const SYSTEM: Partial<Record<ErrorCode, readonly string[]>> = {
  "host-not-found": ["ENOTFOUND", "EAI_AGAIN", "EAI_FAIL", "EAI_NODATA"],
  "connection-refused": ["ECONNREFUSED"],
  "host-unreachable": ["EHOSTUNREACH", "EHOSTDOWN", "ENETUNREACH", "ENETDOWN", "EADDRNOTAVAIL"],
  "connect-timeout": ["ETIMEDOUT"],
  "connection-lost": ["ECONNRESET", "ECONNABORTED", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE"],
  "certificate-expired": ["CERT_HAS_EXPIRED"],
  "certificate-not-yet-valid": ["CERT_NOT_YET_VALID"],
  "certificate-wrong-host": ["ERR_TLS_CERT_ALTNAME_INVALID", "HOSTNAME_MISMATCH"],
  "certificate-untrusted": [
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "UNABLE_TO_GET_ISSUER_CERT",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "CERT_REVOKED",
    "UNSPECIFIED",
  ],
  "tls-failed": ["EPROTO", "ERR_SSL_NO_SUITABLE_KEY_SHARE", "ERR_TLS_DH_PARAM_SIZE"],
  "websocket-not-spoken": ["HPE_INVALID_CONSTANT"],
  "websocket-failed": ["WS_ERR_EXPECTED_MASK"],
  "connection-failed": ["EACCES", "EMFILE", "constructor", "__proto__"],
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

  it("is told from the text where MQTT.js and ws give no more", () => {
    const known: Readonly<Record<string, ErrorCode>> = {
      "connack timeout": "connack-timeout",
      "Invalid Upgrade header": "websocket-not-spoken",
      "Invalid Sec-WebSocket-Accept header": "websocket-not-spoken",
    };
    for (const [message, code] of Object.entries(known)) assert.equal(diagnose(new Error(message), ADDRESS).code, code);
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

  it("is what was named before", () => {
    const named = new MqttNodeError("proxy-timeout", { proxy: "http://p:3128" });
    assert.equal(diagnose(named, ADDRESS), named);
    assert.equal(diagnoseHandshake(named, ADDRESS), named);
  });

  it("never quotes an address of ws, which may hold a token", () => {
    const { values } = diagnose(new SyntaxError("Invalid URL: wss://h/?token=s3cret"), ADDRESS);
    assert.deepEqual(values, { address: ADDRESS, detail: "SyntaxError" });
  });
});

describe("the cause of a failed connection to a host with several addresses", () => {
  function cause(...codes: string[]): ErrorCode {
    const errors = codes.map((code) => Object.assign(new Error(code), { code }));
    return diagnose(new AggregateError(errors), ADDRESS).code;
  }

  it("is the refusal where one of them answered", () => {
    assert.equal(cause("ENETUNREACH", "ETIMEDOUT", "ECONNREFUSED"), "connection-refused");
    assert.equal(cause("ECONNREFUSED", "ECONNREFUSED"), "connection-refused");
  });

  it("is the silence of one rather than the missing route to another", () => {
    assert.equal(cause("EHOSTUNREACH", "ETIMEDOUT"), "connect-timeout");
  });

  it("is something that we know rather than what we don't", () => {
    assert.equal(cause("EACCES", "ENETUNREACH"), "host-unreachable");
    assert.equal(cause("EACCES", "EMFILE"), "connection-failed");
  });

  it("is found in errors within errors, and where there is none", () => {
    const unreachable = Object.assign(new Error(), { code: "ENETUNREACH" });
    assert.equal(diagnose(new AggregateError([new AggregateError([unreachable])]), ADDRESS).code, "host-unreachable");
    const { code, values } = diagnose(new AggregateError([], "nothing"), ADDRESS);
    assert.deepEqual([code, values], ["connection-failed", { address: ADDRESS, detail: "nothing" }]);
  });
});

describe("the cause of a failed handshake", () => {
  const reset = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
  const hangUp = Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });

  it("is silence of the host, where that of a broker comes later", () => {
    assert.equal(diagnoseHandshake(new Error("connack timeout"), ADDRESS).code, "connect-timeout");
  });

  it("is a peer that speaks no TLS where it closes", () => {
    for (const address of ["mqtts://h:8883", "wss://h:443"]) {
      assert.equal(diagnoseHandshake(undefined, address).code, "tls-not-spoken");
      assert.equal(diagnoseHandshake(reset, address).code, "tls-not-spoken");
    }
  });

  it("is a peer that speaks no WebSocket where it closes after TLS, or without", () => {
    for (const address of ["ws://h:80", "wss://h:443"]) {
      const { code, values, cause } = diagnoseHandshake(hangUp, address);
      assert.deepEqual([code, values, cause], ["websocket-not-spoken", { address }, hangUp]);
    }
    assert.equal(diagnoseHandshake(reset, "ws://h:80").code, "websocket-not-spoken");
  });

  it("is what it is everywhere else", () => {
    const refused = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    assert.equal(diagnoseHandshake(refused, ADDRESS).code, "connection-refused");
    assert.equal(diagnoseHandshake(reset, "mqtt://h:1883").code, "connection-lost");
  });
});
