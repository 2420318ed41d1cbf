import type { ErrorCode, MqttNodeError } from "../errors";
import type { OutboxEntry } from "./outbox-entry";

/**
 * The ends of a connection that a message may be to blame for: those the broker makes, with or without a word. Some
 * brokers end it for a topic that the client may not publish to, or a payload that is beyond its quota.
 */
const SUSPICIOUS: ReadonlySet<ErrorCode> = new Set([
  "connection-lost",
  "not-authorised",
  "quota-exceeded",
  "server-disconnected",
]);

/** Ends with the same messages unacknowledged, before they are sent one by one. */
const ENDS_TOGETHER = 2;
/** Ends with a message alone in flight, before it is set aside. */
const ENDS_ALONE = 3;

/**
 * Finds the message that the broker answers by hanging up, which would otherwise block all others for ever. Links that
 * are cut tell against nobody: a message is blamed only if the broker was heard on the connection before it was sent.
 */
export class HangUps {
  /** Those that were unacknowledged at each end so far. */
  #suspects = new Set<OutboxEntry>();
  #together = 0;
  #last: OutboxEntry | undefined;
  #alone = 0;
  #isHeard = false;
  #isBlaming = false;

  /** Whether a message may be to blame for the last end of a connection, and most likely is. */
  get isBlaming(): boolean {
    return this.#isBlaming;
  }

  /** Whether messages are to be sent one by one. */
  get isCautious(): boolean {
    return this.#together >= ENDS_TOGETHER;
  }

  /** Whether the broker was heard on this connection, after all that it doesn't acknowledge. */
  get isHeard(): boolean {
    return this.#isHeard;
  }

  /** The broker has answered a ping. */
  heard(): void {
    this.#isHeard = true;
  }

  /** A message was sent that nothing acknowledges: what is sent after it isn't blamed before the broker is heard again. */
  sentUnacknowledged(): void {
    this.#isHeard = false;
  }

  /** The message is acknowledged, or has come to another end. */
  settled(entry: OutboxEntry): void {
    if (this.#suspects.delete(entry) && this.#suspects.size === 0) this.#together = 0;
  }

  /** Those that waited have been taken away, and nobody knows which. */
  forget(): void {
    this.#suspects.clear();
    this.#together = 0;
  }

  /**
   * The connection has ended.
   * @param unacknowledged what was sent on it and not acknowledged
   * @param cause undefined if we ended it
   * @returns the message to set aside, if it is clear by now which
   */
  ended(unacknowledged: readonly OutboxEntry[], cause: MqttNodeError | undefined): OutboxEntry | undefined {
    const wasCautious = this.isCautious;
    const wasHeard = this.#isHeard;
    this.#isHeard = this.#isBlaming = false;
    if (cause === undefined || !SUSPICIOUS.has(cause.code)) return undefined;
    if (!wasCautious) this.#suspect(unacknowledged);
    else if (wasHeard) return this.#blame(unacknowledged);
    return undefined;
  }

  #suspect(unacknowledged: readonly OutboxEntry[]): void {
    if (unacknowledged.length === 0) return;
    const again = unacknowledged.filter((entry) => this.#suspects.has(entry));
    this.#together = again.length > 0 ? this.#together + 1 : 1;
    this.#suspects = new Set(again.length > 0 ? again : unacknowledged);
  }

  #blame([alone]: readonly OutboxEntry[]): OutboxEntry | undefined {
    this.#alone = alone === undefined || alone !== this.#last ? 0 : this.#alone;
    this.#last = alone;
    if (alone === undefined) return undefined;
    this.#isBlaming = true;
    this.#alone += 1;
    return this.#alone < ENDS_ALONE ? undefined : alone;
  }
}
