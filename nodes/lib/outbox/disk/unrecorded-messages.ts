import { Entries } from "../entries";
import type { OutboxEntry } from "../outbox-entry";
import { SequenceNumbers } from "./sequence-numbers";

/** What is recorded at a time: so little that the event loop doesn't notice, so much that the disk isn't waited for. */
const BATCH = { messages: 1_000, bytes: 1_048_576 };

/**
 * Messages that are to be recorded, in the order of their sequence numbers: those that have been sent all the same, since
 * the disk failed, then those that wait. A batch of them is being recorded.
 */
export class UnrecordedMessages {
  readonly #waiting = new Entries();
  #sent = new Map<number, OutboxEntry>();
  #batch: OutboxEntry[] = [];
  /** How many of the batch don't wait: its first. */
  #sentOfBatch = 0;
  readonly #settledOfBatch = new Set<number>();
  #recordedUpTo = -1;

  get isEmpty(): boolean {
    return this.#waiting.count === 0 && this.#sent.size === 0;
  }

  /** The first that waits behind the batch. */
  get first(): OutboxEntry | undefined {
    return this.#waiting.first;
  }

  /** Whether one waits in the batch. */
  get isBatchWaiting(): boolean {
    return this.#batch.length > this.#sentOfBatch;
  }

  /** Nothing waits here before this sequence number. */
  get firstSequence(): number {
    const first = this.isBatchWaiting ? this.#batch[0] : this.first;
    return first?.sequence ?? Infinity;
  }

  /** The recordable messages up to this sequence number are in the store, or being written to it. */
  get handedUpTo(): number {
    return this.#batch.at(-1)?.sequence ?? this.#recordedUpTo;
  }

  /** Whether a message is in the store. */
  isRecorded(entry: OutboxEntry): boolean {
    return SequenceNumbers.isRecordable(entry) && entry.sequence <= this.#recordedUpTo;
  }

  /** Whether a message is in the store, or being written to it. */
  isHanded(entry: OutboxEntry): boolean {
    return SequenceNumbers.isRecordable(entry) && entry.sequence <= this.handedUpTo;
  }

  /** @param nextSequence of the store that has been opened */
  start(nextSequence: number): void {
    this.#recordedUpTo = nextSequence - 1;
  }

  push(entry: OutboxEntry): void {
    this.#waiting.push(entry);
  }

  /** Takes {@link first} out to be sent before it is recorded. */
  shift(): OutboxEntry | undefined {
    const entry = this.#waiting.shift();
    if (entry !== undefined) this.#sent.set(entry.sequence, entry);
    return entry;
  }

  /** Takes out those that wait behind the batch and that a test holds for. */
  take(test: (entry: OutboxEntry) => boolean): OutboxEntry[] {
    return this.#waiting.take(test);
  }

  /** Those that wait, which none does any more; the batch is recorded nevertheless. */
  clear(): OutboxEntry[] {
    const waiting = [...this.#batch.slice(this.#sentOfBatch), ...this.#waiting.take(() => true)];
    this.#sentOfBatch = this.#batch.length;
    return waiting;
  }

  /** A message has come to its end. @returns whether that is to be recorded now, as the message has been */
  settle(sequence: number): boolean {
    if (sequence <= this.#recordedUpTo) return true;
    if (sequence <= this.handedUpTo) this.#settledOfBatch.add(sequence);
    this.#sent.delete(sequence);
    return false;
  }

  /** @returns what is to be recorded next, perhaps nothing. One batch at a time */
  startBatch(): readonly OutboxEntry[] {
    let bytes = 0;
    const add = (entry: OutboxEntry): boolean => {
      const isFull = this.#batch.length === BATCH.messages || bytes + entry.bytes > BATCH.bytes;
      if (isFull && this.#batch.length > 0) return false;
      bytes += entry.bytes;
      this.#batch.push(entry);
      return true;
    };
    for (const entry of this.#sent.values()) if (!add(entry)) break;
    for (const { sequence } of this.#batch) this.#sent.delete(sequence);
    this.#sentOfBatch = this.#batch.length;
    if (this.#sent.size > 0) return this.#batch;
    for (let { first } = this; first !== undefined && add(first); { first } = this) this.#waiting.shift();
    return this.#batch;
  }

  /** The batch is recorded. @returns the sequence numbers of those that have come to their end meanwhile */
  endBatch(): number[] {
    this.#recordedUpTo = this.handedUpTo;
    return this.#dropBatch();
  }

  /** The batch couldn't be recorded: what hasn't come to its end meanwhile is to be again. */
  returnBatch(): void {
    const isLeft = ({ sequence }: OutboxEntry): boolean => !this.#settledOfBatch.has(sequence);
    const sent = this.#batch.slice(0, this.#sentOfBatch).filter(isLeft);
    this.#sent = new Map([...sent.map((entry) => [entry.sequence, entry] as const), ...this.#sent]);
    this.#waiting.unshift(this.#batch.slice(this.#sentOfBatch).filter(isLeft));
    this.#dropBatch();
  }

  #dropBatch(): number[] {
    const settled = [...this.#settledOfBatch];
    this.#settledOfBatch.clear();
    this.#batch = [];
    this.#sentOfBatch = 0;
    return settled;
  }
}
