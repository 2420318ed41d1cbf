import type { MqttNodeError } from "../errors";
import type { SendLimits } from "../outbox/outbox";

/** What is known of a broker once it has accepted us. */
export interface BrokerSession {
  /** `mqtt://host:1883`, without secrets. */
  readonly address: string;
  readonly protocolVersion: 3 | 4 | 5;
  /** Ours, or the one the server assigned [MQTT 5, 3.2.2.3.7]. */
  readonly clientId: string;
  /** Whether the broker still had the session of before. */
  readonly sessionPresent: boolean;
  readonly limits: SendLimits;
  /** Whether the server is who it says it is; undefined where nothing is encrypted. */
  readonly verified: boolean | undefined;
}

/** Where a connection stands. A cause stays until the broker accepts us, through all attempts. */
export type ConnectionState =
  | { readonly name: "closed" }
  | { readonly name: "connecting"; readonly address: string; readonly cause: MqttNodeError | undefined }
  | { readonly name: "connected"; readonly session: BrokerSession }
  /** Between two attempts; `delay` in milliseconds. */
  | { readonly name: "waiting"; readonly attempt: number; readonly delay: number; readonly cause: MqttNodeError }
  | { readonly name: "closing" };
