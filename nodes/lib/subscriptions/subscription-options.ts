import type { QoS } from "../messages/qos";

/** MQTT 5's retain handling 0, 1 and 2 [MQTT 5, 3.8.3.1], by the names a node saves. */
export const RETAINED = ["always", "new", "never"] as const;

/** How a subscriber wants the messages of its filter. */
export interface SubscriptionOptions {
  /** The most it asks for: it gets the lower of this and the PUBLISH's. */
  readonly qos: QoS;
  /** Not what this connection publishes itself; MQTT 5. */
  readonly noLocal: boolean;
  /** The RETAIN flag as it was published, also for messages that are not replayed; MQTT 5. */
  readonly retainAsPublished: boolean;
  /** Which retained messages: at start and after each reconnect, only of a new subscription, or none. */
  readonly retained: (typeof RETAINED)[number];
}
