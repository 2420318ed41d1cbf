import type { Packet } from "mqtt";
import { MqttNodeError, type ErrorCode } from "../errors";
import { reasonName, reasonStringOf } from "./reason-codes";
import { WebSocketRefusal } from "./websocket-refusal";

/** Codes of Node.js and OpenSSL, each with what it means for the user. */
const SYSTEM_CODES: Readonly<Record<string, ErrorCode>> = {
  ENOTFOUND: "host-not-found",
  EAI_AGAIN: "host-not-found",
  ECONNREFUSED: "connection-refused",
  EHOSTUNREACH: "host-unreachable",
  ENETUNREACH: "host-unreachable",
  ETIMEDOUT: "connect-timeout",
  ECONNRESET: "connection-lost",
  EPIPE: "connection-lost",
  CERT_HAS_EXPIRED: "certificate-expired",
  CERT_NOT_YET_VALID: "certificate-expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "certificate-wrong-host",
  DEPTH_ZERO_SELF_SIGNED_CERT: "certificate-untrusted",
  SELF_SIGNED_CERT_IN_CHAIN: "certificate-untrusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "certificate-untrusted",
  UNABLE_TO_GET_ISSUER_CERT: "certificate-untrusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "certificate-untrusted",
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: "client-certificate-required",
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: "client-certificate-required",
  EPROTO: "tls-failed",
};

/** MQTT.js tells these apart by text alone. */
const CLIENT_MESSAGES: Readonly<Record<string, ErrorCode>> = {
  "connack timeout": "connect-timeout",
  "Keepalive timeout": "keepalive-timeout",
};

/** CONNACK codes: of 3.1.1 below 128 [MQTT 3.1.1, 3.2.2.3], of 5 from 128 on [MQTT 5, 3.2.2.2]. */
const CONNACK_CODES: Readonly<Record<number, ErrorCode>> = {
  1: "protocol-unsupported",
  2: "client-id-refused",
  3: "server-unavailable",
  4: "bad-credentials",
  5: "not-authorised",
  132: "protocol-unsupported",
  133: "client-id-refused",
  134: "bad-credentials",
  135: "not-authorised",
  136: "server-unavailable",
  137: "server-unavailable",
  138: "banned",
  151: "quota-exceeded",
};

/** Reasons of a server's DISCONNECT [MQTT 5, 3.14.2.1]. */
const DISCONNECT_CODES: Readonly<Record<number, ErrorCode>> = {
  135: "not-authorised",
  139: "server-shutting-down",
  141: "keepalive-timeout",
  142: "session-taken-over",
  151: "quota-exceeded",
};

/**
 * Names the cause of a lost or failed connection.
 * @param error of the socket or of MQTT.js; undefined if the peer just closed
 * @param address of the broker, without secrets
 */
export function diagnose(error: unknown, address: string): MqttNodeError {
  if (error === undefined) return new MqttNodeError("connection-lost", { address });
  if (error instanceof AggregateError) return diagnose(error.errors[0] ?? new Error(error.message), address);
  if (error instanceof WebSocketRefusal) {
    return new MqttNodeError("websocket-refused", { address, status: error.status }, error);
  }
  const { code, message } = error as NodeJS.ErrnoException;
  const known = lookUp(SYSTEM_CODES, String(code)) ?? lookUp(CLIENT_MESSAGES, message);
  if (known !== undefined) return new MqttNodeError(known, { address, detail: message }, error);
  const isTls = String(code).startsWith("ERR_SSL_");
  // ws quotes the whole address, which may hold a token, in a SyntaxError.
  const detail = error instanceof SyntaxError ? error.name : message;
  return new MqttNodeError(isTls ? "tls-failed" : "connection-failed", { address, detail }, error);
}

/** A text from elsewhere may be the name of something that every object has. */
function lookUp(table: Readonly<Record<string, ErrorCode>>, text: string): ErrorCode | undefined {
  return Object.hasOwn(table, text) ? table[text] : undefined;
}

/** The same for an encrypted connection that isn't up yet: who closes then most likely speaks no TLS. */
export function diagnoseHandshake(error: unknown, address: string): MqttNodeError {
  const cause = diagnose(error, address);
  if (cause.code !== "connection-lost") return cause;
  return new MqttNodeError("tls-failed", { address, detail: error instanceof Error ? error.message : "" }, error);
}

/**
 * Names why a server refused a CONNECT.
 * @param reasonString what the server says about it, MQTT 5
 */
export function diagnoseConnack(reasonCode: number, address: string, reasonString?: string): MqttNodeError {
  return refusal(CONNACK_CODES[reasonCode] ?? "connect-refused", reasonCode, address, reasonString);
}

/** Names why a server ended the connection. */
export function diagnoseDisconnect(reasonCode: number, address: string, reasonString?: string): MqttNodeError {
  return refusal(DISCONNECT_CODES[reasonCode] ?? "server-disconnected", reasonCode, address, reasonString);
}

/** No subscribers is no failure [MQTT 5, 3.4.2.1]. */
const NO_MATCHING_SUBSCRIBERS = 16;

/** Names why a server refused a message, if it did: in a PUBACK, PUBREC or PUBCOMP [MQTT 5, 3.4 to 3.7]. */
export function diagnoseAcknowledgement(packet: Packet & { reasonCode?: number }): MqttNodeError | undefined {
  const { reasonCode = 0 } = packet;
  if (reasonCode === 0 || reasonCode === NO_MATCHING_SUBSCRIBERS) return undefined;
  const reason = reasonStringOf(packet) ?? reasonName(reasonCode);
  return new MqttNodeError("publish-refused", { reason }, { reasonCode });
}

function refusal(code: ErrorCode, reasonCode: number, address: string, reasonString?: string): MqttNodeError {
  const cause = reasonString === undefined ? { reasonCode } : { reasonCode, reasonString };
  return new MqttNodeError(code, { address, reason: reasonString ?? reasonName(reasonCode) }, cause);
}
