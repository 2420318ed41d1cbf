/**
 * The one catalogue of errors: each code with the values its sentence is filled with. The sentences stand in the
 * locale catalogues of `broker-config` under `errors.<code>`, the short forms for a node's status under
 * `status.<code>`; `test/package/errors.test.ts` keeps both complete.
 */
export interface ErrorValues {
  // Saved configuration
  "config-not-text": { property: string };
  "config-not-integer": { property: string; value: string; min: number; max: number };
  "config-not-boolean": { property: string; value: string };
  "config-not-one-of": { property: string; value: string; options: string };
  "config-not-json": { property: string };
  "config-too-long": { property: string; bytes: number };
  "config-wrong-shape": { property: string; shape: string };
  "env-unset": { name: string };
  "broker-missing": Empty;
  "client-id-required": Empty;
  "tls-config-missing": Empty;

  // Broker addresses
  "uri-empty": Empty;
  "uri-missing": { place: string };
  "uri-not-text": { kind: string };
  "uri-no-scheme": Empty;
  "uri-unknown-scheme": { scheme: string; suggestion: string };
  "uri-no-host": { column: number };
  "uri-bad-host": { column: number };
  "uri-ipv6-brackets": { column: number };
  "uri-bad-port": { column: number; port: string };
  "uri-bad-escape": { column: number };
  "uri-bad-character": { column: number };
  "uri-unescaped": { column: number; character: string; escape: string };
  "uri-fragment": { column: number };
  "uri-bad-parameter": { column: number; parameter: string; allowed: string };
  "uri-bad-part": { part: string; expected: string };
  "uri-parts-disagree": { part: string; scheme: string };
  "uri-mixed-credentials": Empty;
  "uri-target": { place: string };

  // Topics
  "topic-empty": Empty;
  "topic-too-long": { bytes: number };
  "topic-null": Empty;
  "topic-not-unicode": Empty;
  "topic-not-text": Empty;
  "topic-control-character": Empty;
  "topic-name-wildcard": { topic: string };
  "template-invalid": { detail: string };
  "template-value-missing": { name: string };
  "template-value-invalid": { name: string };
  "filter-hash-not-last": { filter: string };
  "filter-wildcard-not-alone": { filter: string; level: string };
  "filter-name-twice": { filter: string; name: string };
  "filter-share": { filter: string };
  "filter-share-no-local": { filter: string };

  // Messages
  "payload-missing": Empty;
  "payload-unserialisable": Empty;
  "payload-too-large": { bytes: number; limit: number };
  "payload-not-json": { topic: string };
  "payload-not-utf8": { topic: string };
  "property-invalid": { property: string; expected: string };
  "property-too-long": { property: string; bytes: number };
  "qos-invalid": Empty;
  "retain-invalid": Empty;

  // Sending
  "not-connected": Empty;
  "queue-full": { waiting: number };
  "queue-dropped": Empty;
  "message-expired": Empty;
  "node-closed": Empty;
  "qos-not-supported": { qos: number; limit: number };
  "retain-not-supported": Empty;
  "packet-too-large": { bytes: number; limit: number };
  "publish-refused": { reason: string };
  "refused-by-close": Empty;
  "queue-cleared": Empty;

  // Subscribing
  "subscribe-refused": { filter: string; reason: string };
  "wildcards-not-supported": { filter: string };
  "shared-not-supported": { filter: string };
  "shared-overlaps": { filter: string; other: string };
  "no-local-not-supported": { filter: string };
  "no-local-disagrees": { filter: string };
  "subscribe-timeout": { seconds: number };

  // Control messages
  "action-unknown": { action: string; known: string };
  "already-connected": Empty;
  "connect-cancelled": Empty;
  "disconnect-cancelled": Empty;
  "broker-not-object": Empty;
  "broker-property-unknown": { property: string };
  "broker-property-twice": { property: string };
  "subscription-invalid": { kind: string };
  "subscription-property-unknown": { property: string };
  "subscription-property-twice": { property: string };

  // Manual acknowledgement
  "ack-needs-input": Empty;
  "ack-needs-session": Empty;
  "ack-missing": Empty;
  "ack-stale": Empty;
  "ack-timeout": { topic: string; seconds: number };

  // Presence
  "presence-no-device": Empty;
  "presence-payload-twice": { payload: string };
  "presence-shared": Empty;
  "presence-base": Empty;
  "device-missing": Empty;
  "device-unknown": { device: string };
  "roster-failed": { detail: string };

  // Files kept over restarts
  "store-damaged": { file: string };
  "store-failed": { file: string; detail: string };
  "store-locked": { folder: string };
  "store-cut-off": { file: string; bytes: number };
  "store-left": { folder: string; waiting: number };
  "store-needs-folder": Empty;
  "subscriptions-need-folder": Empty;

  // Network and transport
  "host-not-found": { address: string };
  "connection-refused": { address: string };
  "host-unreachable": { address: string };
  "connect-timeout": { address: string };
  "connection-lost": { address: string };
  "keepalive-timeout": { address: string };
  "connack-timeout": { address: string };
  "certificate-untrusted": { address: string; issuer: string };
  "certificate-expired": { address: string; date: string };
  "certificate-not-yet-valid": { address: string; date: string };
  "certificate-wrong-host": { address: string; names: string };
  "certificate-unusable": { address: string; detail: string };
  "passphrase-wrong": { address: string };
  "client-certificate-required": { address: string };
  "client-certificate-refused": { address: string; detail: string };
  "tls-not-spoken": { address: string };
  "tls-mismatch": { address: string; detail: string };
  "tls-failed": { address: string; detail: string };
  "websocket-refused": { address: string; status: number };
  "websocket-subprotocol": { subprotocol: string };
  "websocket-not-spoken": { address: string };
  "websocket-failed": { address: string; detail: string };
  "proxy-unsupported": { variable: string };
  "proxy-unreachable": { proxy: string; detail: string };
  "proxy-timeout": { proxy: string };
  "proxy-refused": { proxy: string; status: number };
  "proxy-failed": { proxy: string; detail: string };
  "connection-failed": { address: string; detail: string };

  // The broker's answers
  "bad-credentials": { address: string; words?: string };
  "not-authorised": { address: string; words?: string };
  "client-id-refused": { address: string; words?: string };
  "protocol-unsupported": { address: string; words?: string };
  "protocol-error": { address: string; detail: string };
  "server-unavailable": { address: string; reason?: string };
  banned: { address: string; words?: string };
  "quota-exceeded": { address: string; words?: string };
  "connect-refused": { address: string; reason: string };
  "session-taken-over": { address: string; words?: string };
  "client-id-contested": { address: string; clientId: string };
  "client-id-shared": { address: string; clientId: string };
  "server-shutting-down": { address: string; words?: string };
  "server-disconnected": { address: string; reason: string };

  // What an editor asks of the runtime
  "request-invalid": { expected: string };
  "request-unknown": Empty;
  "requests-too-many": Empty;
  "secret-elsewhere": Empty;
  "trial-timeout": { seconds: number };
  "survey-timeout": { filter: string; seconds: number };

  unexpected: { detail: string };
}

type Empty = Readonly<Record<string, never>>;

/** A stable code that a flow may test for. */
export type ErrorCode = keyof ErrorValues;

/** Every failure of these nodes. `message` is filled from the locale catalogue where a node reports it. */
export class MqttNodeError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  /** What the code's sentence is filled with. Never holds a secret. */
  readonly values: ErrorValues[C];

  /** @param cause the error of the socket, the client or the parser behind this one */
  constructor(code: C, values: ErrorValues[C], cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.code = code;
    this.values = values;
  }

  /** Whether something is an error of ours. A flow may throw what throws when it is looked at. */
  static is(error: unknown): error is MqttNodeError {
    try {
      return error instanceof MqttNodeError;
    } catch {
      return false;
    }
  }

  /** The error itself if it is one of ours, else one with code `unexpected`. */
  static from(error: unknown): MqttNodeError {
    if (MqttNodeError.is(error)) return error;
    try {
      return new MqttNodeError("unexpected", { detail: String(error instanceof Error ? error.message : error) }, error);
    } catch {
      // Nothing of it can be told, and it would be no cause that anybody could look at.
      return new MqttNodeError("unexpected", { detail: typeof error });
    }
  }
}
