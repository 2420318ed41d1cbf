import type { OutboxEntry } from "../outbox-entry";

/** Those of messages in memory only are greater than all in a store, so that one is told from the other, and still whole. */
const IN_MEMORY = 2 ** 52;
/** Where they begin, beyond that, is random: packet identifiers follow from them. */
const RANDOM = 2 ** 32;

/** Gives messages their sequence numbers: from a random one on in memory, then where a store has come to. */
export class SequenceNumbers {
  #inMemory: number;
  readonly #persists: boolean;
  /** The next in the store. */
  #inStore: number | undefined;

  /**
   * @param persists whether messages are recorded
   * @param random from 0 to less than 1
   */
  constructor(persists: boolean, random: () => number) {
    this.#persists = persists;
    this.#inMemory = IN_MEMORY + Math.floor(random() * RANDOM);
  }

  /** @param nextSequence of the store that has been opened; none is given twice */
  goOnFrom(nextSequence: number): void {
    if (this.#persists) this.#inStore = Math.max(this.#inStore ?? 0, nextSequence);
  }

  next(): number {
    if (this.#inStore === undefined) return this.nextInMemory();
    this.#inStore += 1;
    return this.#inStore - 1;
  }

  /** For a message that isn't to be recorded. */
  nextInMemory(): number {
    this.#inMemory += 1;
    return this.#inMemory - 1;
  }

  /** Whether a message has, or is to have, a record in the store. */
  static isRecordable({ mayWait, isAnnouncement, sequence }: OutboxEntry): boolean {
    return mayWait && !isAnnouncement && sequence < IN_MEMORY;
  }
}
