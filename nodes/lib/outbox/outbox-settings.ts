/** How an outbox deals with what can't be sent at once. */
export interface OutboxSettings {
  /** Where QoS 1 and 2 messages wait while the broker is away; `off`: nowhere. */
  readonly storage: "memory" | "disk" | "off";
  /** Messages. */
  readonly limit: number;
  readonly bytes: number;
  readonly overflow: "reject" | "drop-oldest";
  readonly queueQos0: boolean;
  /** Seconds, 0 for ever. */
  readonly ttl: number;
  /** Messages a second that are sent of what has waited for the broker, 0 as fast as it takes them. */
  readonly drainRate: number;
}
