import type { Packet } from "mqtt";
import { MqttNodeError, type ErrorCode } from "../../errors";
import { tlsProblem } from "./tls-problem";
import { evidenceOf } from "./tls-evidence";
import { reasonName, reasonStringOf } from "./reason-codes";
import { WebSocketRefusal } from "./websocket-refusal";

/** Codes of Node.js, each with what it means for the user. */
const SYSTEM_CODES: ReadonlyMap<string, ErrorCode> = new Map([
  ["ENOTFOUND", "host-not-found"],
  ["EAI_AGAIN", "host-not-found"],
  ["EAI_FAIL", "host-not-found"],
  ["EAI_NODATA", "host-not-found"],
  ["ECONNREFUSED", "connection-refused"],
  ["EHOSTUNREACH", "host-unreachable"],
  ["EHOSTDOWN", "host-unreachable"],
  ["ENETUNREACH", "host-unreachable"],
  ["ENETDOWN", "host-unreachable"],
  ["EADDRNOTAVAIL", "host-unreachable"],
  ["ETIMEDOUT", "connect-timeout"],
  ["ECONNRESET", "connection-lost"],
  ["ECONNABORTED", "connection-lost"],
  ["EPIPE", "connection-lost"],
  ["ERR_STREAM_PREMATURE_CLOSE", "connection-lost"],
]);

/** MQTT.js and ws tell these apart by text alone. */
const MESSAGES: ReadonlyMap<string, ErrorCode> = new Map([
  ["connack timeout", "connack-timeout"],
  ["Invalid Upgrade header", "websocket-not-spoken"],
  ["Invalid Sec-WebSocket-Accept header", "websocket-not-spoken"],
]);

/** Codes that begin like this: of Node.js's HTTP parser, which reads the answer to a handshake, and of ws. */
const PREFIXES: readonly (readonly [string, ErrorCode])[] = [
  ["HPE_", "websocket-not-spoken"],
  ["WS_ERR_", "websocket-failed"],
];

/** What tells most of several addresses that were tried: one that answered more than one that no route leads to. */
const TELLING: readonly ErrorCode[] = ["connection-refused", "connect-timeout", "host-unreachable"];

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
  if (MqttNodeError.is(error)) return error;
  if (error instanceof AggregateError) return mostTelling(error, address);
  if (error instanceof WebSocketRefusal) {
    return new MqttNodeError("websocket-refused", { address, status: error.status }, error);
  }
  return tlsProblem(error as Error, address) ?? connectionProblem(error as Error, address);
}

function connectionProblem(error: NodeJS.ErrnoException, address: string): MqttNodeError {
  const { message } = error;
  // Those of MQTT.js are numbers.
  const code = typeof error.code === "string" ? error.code : "";
  const prefix = PREFIXES.find(([start]) => code.startsWith(start));
  const known = SYSTEM_CODES.get(code) ?? MESSAGES.get(message) ?? prefix?.[1];
  // ws quotes the whole address, which may hold a token, in a SyntaxError.
  const detail = error instanceof SyntaxError ? error.name : message;
  return new MqttNodeError(known ?? "connection-failed", { address, detail }, error);
}

/** A host has several addresses, which Node.js tries one after the other. */
function mostTelling({ errors, message }: AggregateError, address: string): MqttNodeError {
  const causes = errors.map((error) => diagnose(error, address));
  const telling = TELLING.map((code) => causes.find((cause) => cause.code === code)).find(
    (cause) => cause !== undefined,
  );
  return telling ?? causes[0] ?? diagnose(new Error(message), address);
}

/** The same for a connection that isn't up yet: no CONNECT has gone out, and what should answer may be something else. */
export function diagnoseHandshake(error: unknown, address: string): MqttNodeError {
  const cause = diagnose(error, address);
  if (cause.code === "connack-timeout") return new MqttNodeError("connect-timeout", { address }, error);
  if (cause.code !== "connection-lost") return cause;
  return new MqttNodeError(notSpoken(error, address) ?? cause.code, { address }, error);
}

/** Who closes during a handshake most likely speaks something else. */
function notSpoken(error: unknown, address: string): ErrorCode | undefined {
  const [protocol] = address.split(":");
  if (protocol === "ws" || (protocol === "wss" && wasSecure(error))) return "websocket-not-spoken";
  return protocol === "mqtts" || protocol === "wss" ? "tls-not-spoken" : undefined;
}

/** Node.js's HTTP client says "socket hang up" of a socket that was secure: of others TLS complains first. */
function wasSecure(error: unknown): boolean {
  return evidenceOf(error)?.secure === true || (error instanceof Error && error.message === "socket hang up");
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
  const reason = reasonString ?? reasonName(reasonCode);
  return new MqttNodeError(code, { address, reason, words: reasonString === undefined ? "" : `: ${reason}` }, cause);
}
