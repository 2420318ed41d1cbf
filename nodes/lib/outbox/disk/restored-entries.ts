import type { Clock } from "../../clock";
import type { OutboxEntry, Progress } from "../outbox-entry";
import type { StoreContents, StoredMessage } from "./record-store";

/**
 * So many of the first that are left may have been sent: those in flight, of which there are no more than 100, come after
 * those whose acknowledgement wasn't written when the process ended. While a disk is slow these are all that it had read
 * ahead, and some writes. DUP says that a message might have been sent before, so that too many do no harm
 * [MQTT-3.3.1-1].
 */
const PERHAPS_SENT = 12_000;

/** Makes messages to be sent of those that a store has kept, as far as they had come when the last process ended. */
export class RestoredEntries {
  readonly #clock: Clock;
  /** Sequence numbers of this process begin here. */
  readonly #ownSequence: number;
  #received: ReadonlySet<number>;
  #perhapsSent = PERHAPS_SENT;

  constructor({ nextSequence, received }: StoreContents, clock: Clock) {
    this.#clock = clock;
    this.#ownSequence = nextSequence;
    this.#received = received;
  }

  /** Nothing has been sent in the session that begins. */
  beginSession(): void {
    this.#received = new Set();
    this.#perhapsSent = 0;
  }

  /** To be called in the order of the messages. */
  entry({ lifetime, ...message }: StoredMessage): OutboxEntry {
    const age = Math.max(0, this.#clock.date() - message.queuedAt);
    return {
      sequence: message.sequence,
      publication: message.publication,
      bytes: message.bytes,
      queuedAt: message.queuedAt,
      lifetime,
      expires: lifetime === undefined ? undefined : this.#clock.now() + lifetime - age,
      mayWait: true,
      isAnnouncement: false,
      sender: message.sender,
      progress: this.#progress(message.sequence),
      ended: undefined,
    };
  }

  #progress(sequence: number): Progress {
    if (sequence >= this.#ownSequence) return "new";
    this.#perhapsSent -= 1;
    if (this.#received.has(sequence)) return "received";
    return this.#perhapsSent >= 0 ? "sent" : "new";
  }
}
