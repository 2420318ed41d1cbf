import type { OutboxEntry } from "./outbox-entry";

/** Removed entries at the front are dropped from the array in blocks of this size. */
const COMPACT_AT = 1_024;

/** A FIFO of messages in memory. */
export class Entries {
  #all: OutboxEntry[] = [];
  #head = 0;

  get count(): number {
    return this.#all.length - this.#head;
  }

  get first(): OutboxEntry | undefined {
    return this.#all[this.#head];
  }

  push(entry: OutboxEntry): void {
    this.#all.push(entry);
  }

  shift(): OutboxEntry | undefined {
    const entry = this.#all[this.#head];
    if (entry === undefined) return undefined;
    this.#head += 1;
    if (this.#head >= COMPACT_AT && this.#head * 2 >= this.#all.length) this.#compact();
    return entry;
  }

  /** Puts entries in front of all others, in their order. */
  unshift(entries: readonly OutboxEntry[]): void {
    this.#all = [...entries, ...this.#all.slice(this.#head)];
    this.#head = 0;
  }

  /** Takes out the entries that a test holds for, in their order. */
  take(test: (entry: OutboxEntry) => boolean): OutboxEntry[] {
    const taken: OutboxEntry[] = [];
    const kept: OutboxEntry[] = [];
    for (const entry of this.#all.slice(this.#head)) (test(entry) ? taken : kept).push(entry);
    this.#all = kept;
    this.#head = 0;
    return taken;
  }

  #compact(): void {
    this.#all = this.#all.slice(this.#head);
    this.#head = 0;
  }
}
