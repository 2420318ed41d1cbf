import type { Publication } from "../messages/publication";
import type { PublicationEnded } from "./outbox";

/** One accepted message. */
export interface OutboxEntry {
  readonly publication: Publication;
  readonly bytes: number;
  /** When it is no longer worth sending, on the outbox's clock; undefined for never. */
  readonly expires: number | undefined;
  /** Whether it may wait while the broker is away. */
  readonly mayWait: boolean;
  /** A message of the connection itself, which means nothing on the next one. */
  readonly isAnnouncement: boolean;
  readonly ended: PublicationEnded;
}

/** Removed entries at the front are dropped from the array in blocks of this size. */
const COMPACT_AT = 1_024;

/** A FIFO of messages that knows its size in bytes. */
export class WaitingMessages {
  #entries: OutboxEntry[] = [];
  #head = 0;
  #bytes = 0;

  get count(): number {
    return this.#entries.length - this.#head;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get first(): OutboxEntry | undefined {
    return this.#entries[this.#head];
  }

  push(entry: OutboxEntry): void {
    this.#entries.push(entry);
    this.#bytes += entry.bytes;
  }

  shift(): OutboxEntry | undefined {
    const entry = this.#entries[this.#head];
    if (entry === undefined) return undefined;
    this.#bytes -= entry.bytes;
    this.#head += 1;
    if (this.#head >= COMPACT_AT) this.#compact();
    return entry;
  }

  /** Puts entries back in front of all others, in their order. */
  unshift(entries: readonly OutboxEntry[]): void {
    this.#entries = [...entries, ...this.#entries.slice(this.#head)];
    this.#head = 0;
    for (const entry of entries) this.#bytes += entry.bytes;
  }

  #compact(): void {
    this.#entries = this.#entries.slice(this.#head);
    this.#head = 0;
  }
}
