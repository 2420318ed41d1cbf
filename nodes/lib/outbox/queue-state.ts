/** How the queue of a connection stands: what a flow is told by `getQueue`. */
export interface QueueState {
  /** Messages that have not been sent yet. */
  readonly waiting: number;
  /** Theirs: topics, payloads and properties. */
  readonly bytes: number;
  /** Messages that have been sent and not been acknowledged. */
  readonly inFlight: number;
  /** When the oldest of those that wait was accepted: milliseconds since 1970; undefined where none waits, or it isn't known yet. */
  readonly oldest: number | undefined;
  readonly storage: "memory" | "disk" | "off";
  /** Most messages. */
  readonly limit: number;
  /** Most bytes. */
  readonly limitBytes: number;
}
