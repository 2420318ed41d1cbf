import type { ErrorCode } from "../../errors";

/** Where on the way to a broker a connection failed: each needs the one before it. */
export type Layer = "name" | "network" | "proxy" | "tls" | "websocket" | "mqtt";

/** Every cause of a lost or failed connection. */
const LAYERS: Partial<Record<ErrorCode, Layer>> = {
  "host-not-found": "name",
  "connection-refused": "network",
  "host-unreachable": "network",
  "connect-timeout": "network",
  "connection-lost": "network",
  "connection-failed": "network",
  "proxy-unsupported": "proxy",
  "proxy-unreachable": "proxy",
  "proxy-timeout": "proxy",
  "proxy-refused": "proxy",
  "proxy-failed": "proxy",
  "certificate-untrusted": "tls",
  "certificate-expired": "tls",
  "certificate-not-yet-valid": "tls",
  "certificate-wrong-host": "tls",
  "certificate-unusable": "tls",
  "passphrase-wrong": "tls",
  "client-certificate-required": "tls",
  "client-certificate-refused": "tls",
  "tls-not-spoken": "tls",
  "tls-mismatch": "tls",
  "tls-failed": "tls",
  "websocket-refused": "websocket",
  "websocket-not-spoken": "websocket",
  "websocket-subprotocol": "websocket",
  "websocket-failed": "websocket",
  "connack-timeout": "mqtt",
  "keepalive-timeout": "mqtt",
  "bad-credentials": "mqtt",
  "not-authorised": "mqtt",
  "client-id-refused": "mqtt",
  "protocol-unsupported": "mqtt",
  "protocol-error": "mqtt",
  "server-unavailable": "mqtt",
  banned: "mqtt",
  "quota-exceeded": "mqtt",
  "connect-refused": "mqtt",
  "session-taken-over": "mqtt",
  "client-id-contested": "mqtt",
  "client-id-shared": "mqtt",
  "server-shutting-down": "mqtt",
  "server-disconnected": "mqtt",
};

/** The layer of the cause of a lost or failed connection. What comes from elsewhere stopped us before the network. */
export function layerOf(code: ErrorCode): Layer {
  return LAYERS[code] ?? "network";
}
