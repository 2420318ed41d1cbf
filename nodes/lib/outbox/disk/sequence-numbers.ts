import type { OutboxEntry } from "../outbox-entry";

/** Those of messages in memory only are greater than all in a store, so that one is told from the other, and still whole. */
const IN_MEMORY = 2 ** 52;
/** Where they begin, beyond that, is random: packet identifiers follow from them. */
const RANDOM = 2 ** 32;

/** Gives messages their sequence numbers: from a random one on in memory, then where a store has come to. */
export class SequenceNumbers {
  #next: number;

  /** @param random from 0 to less than 1 */
  constructor(random: () => number) {
    this.#next = IN_MEMORY + Math.floor(random() * RANDOM);
  }

  /** @param nextSequence of the store in which messages are recorded from now on */
  goOnFrom(nextSequence: number): void {
    this.#next = nextSequence;
  }

  next(): number {
    const next = this.#next;
    this.#next += 1;
    return next;
  }

  /** Whether a message has, or is to have, a record in the store. */
  static isRecordable({ mayWait, isAnnouncement, sequence }: OutboxEntry): boolean {
    return mayWait && !isAnnouncement && sequence < IN_MEMORY;
  }
}
