import type { ErrorCode, MqttNodeError } from "../errors";
import type { SendLimits } from "../outbox/publish-transport";
import type { SubscribeLimits } from "../subscriptions/broker/subscribe-limits";

/** What a server takes and how it keeps the session, as it said in CONNACK or by the defaults [MQTT 5, 3.2.2.3]. */
export interface ServerLimits extends SendLimits, SubscribeLimits {
  /** Topic aliases it takes, 0 to 65535. */
  readonly topicAliasMaximum: number;
  /** Seconds: the server's if it gave one, else ours; 0 off. */
  readonly keepalive: number;
}

/** What is known of a broker once it has accepted us. */
export interface BrokerSession {
  /** `mqtt://host:1883`, without secrets. */
  readonly address: string;
  readonly protocolVersion: 3 | 4 | 5;
  /** Ours, or the one the server assigned [MQTT 5, 3.2.2.3.7]. */
  readonly clientId: string;
  /** Whether the broker still had the session of before. */
  readonly sessionPresent: boolean;
  readonly limits: ServerLimits;
  /** Whether the server is who it says it is; undefined where nothing is encrypted. */
  readonly verified: boolean | undefined;
  /** Settings that are left out, because this version of MQTT doesn't know them. */
  readonly leftOut: readonly string[];
  /** Why this session most likely won't last: another client uses the same client id. */
  readonly contested: MqttNodeError | undefined;
}

/** Where a connection stands. A cause stays until the broker accepts us, through all attempts. */
export type ConnectionState =
  | { readonly name: "closed" }
  | { readonly name: "connecting"; readonly address: string; readonly cause: MqttNodeError | undefined }
  | { readonly name: "connected"; readonly session: BrokerSession }
  /** Between two attempts; `delay` in milliseconds. Refused: the broker answered, and its answer was no. */
  | {
      readonly name: "waiting" | "refused";
      readonly attempt: number;
      readonly delay: number;
      readonly cause: MqttNodeError;
    }
  | { readonly name: "closing" };

/** The causes that are a broker's answer to CONNECT. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  "bad-credentials",
  "banned",
  "client-id-refused",
  "connect-refused",
  "not-authorised",
  "protocol-unsupported",
  "quota-exceeded",
  "server-unavailable",
]);

/** What a connection is while it waits for its next attempt. */
export function waitingState(cause: MqttNodeError, attempt: number, delay: number): ConnectionState {
  return { name: REFUSALS.has(cause.code) ? "refused" : "waiting", attempt, delay, cause };
}
