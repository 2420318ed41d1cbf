import { Entries } from "../entries";
import type { OutboxEntry } from "../outbox-entry";
import { SenderCounts } from "../sender-counts";
import { SequenceNumbers } from "./sequence-numbers";

/** What is recorded at a time: so little that the event loop doesn't notice, so much that the disk isn't waited for. */
const BATCH = { messages: 1_000, bytes: 1_048_576 };

/**
 * Messages that are to be recorded, in the order of their sequence numbers: those that have been sent all the same, since
 * the disk failed, then those that wait. A batch of them is being recorded.
 */
export class UnrecordedMessages {
  readonly #waiting = new Entries();
  /** Of those that wait, in the batch or behind it. */
  readonly #senders = new SenderCounts();
  #sent = new Map<number, OutboxEntry>();
  /** The first of the batch have been sent, the others wait. */
  #sentBatch: OutboxEntry[] = [];
  #waitingBatch: OutboxEntry[] = [];
  #batchUpTo: number | undefined;
  readonly #settledOfBatch = new Set<number>();
  #recordedUpTo = -1;

  /** Whether nothing is to be recorded behind the batch. */
  get isEmpty(): boolean {
    return this.#waiting.count === 0 && this.#sent.size === 0;
  }

  /** The first that waits behind the batch. */
  get first(): OutboxEntry | undefined {
    return this.#waiting.first;
  }

  /** What is being recorded, but for what has been cleared. */
  get batch(): readonly OutboxEntry[] {
    return [...this.#sentBatch, ...this.#waitingBatch];
  }

  /** Nothing waits in the batch before this sequence number. */
  get firstOfBatch(): number {
    return this.#waitingBatch[0]?.sequence ?? Infinity;
  }

  /** Nothing waits here before this sequence number. */
  get firstSequence(): number {
    return Math.min(this.firstOfBatch, this.first?.sequence ?? Infinity);
  }

  /** The recordable messages up to this sequence number are in the store. */
  get recordedUpTo(): number {
    return this.#recordedUpTo;
  }

  /** Those up to this one are in the store, or being written to it. */
  get handedUpTo(): number {
    return this.#batchUpTo ?? this.#recordedUpTo;
  }

  /** How many of a sender wait. */
  waitingOf(sender: string): number {
    return this.#senders.of(sender);
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
    this.#senders.add(entry.sender, 1);
  }

  /** Takes {@link first} out to be sent before it is recorded. */
  shift(): OutboxEntry | undefined {
    const entry = this.#waiting.shift();
    if (entry === undefined) return undefined;
    this.#senders.add(entry.sender, -1);
    this.#sent.set(entry.sequence, entry);
    return entry;
  }

  /** Takes out those that wait behind the batch and that a test holds for. */
  take(test: (entry: OutboxEntry) => boolean): OutboxEntry[] {
    const taken = this.#waiting.take(test);
    for (const { sender } of taken) this.#senders.add(sender, -1);
    return taken;
  }

  /** Takes out those that wait; those of the batch are recorded nevertheless. */
  clear(): OutboxEntry[] {
    return [...this.#takeWaitingBatch(), ...this.take(() => true)];
  }

  /** Takes out those that have been sent: they are not to be recorded any more. */
  takeSent(): OutboxEntry[] {
    const sent = [...this.#sent.values()];
    this.#sent.clear();
    return sent;
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
    let [count, bytes] = [0, 0];
    const fits = (entry: OutboxEntry): boolean => {
      const isFull = count === BATCH.messages || bytes + entry.bytes > BATCH.bytes;
      if (isFull && count > 0) return false;
      count += 1;
      bytes += entry.bytes;
      return true;
    };
    for (const entry of this.#sent.values()) {
      if (!fits(entry)) break;
      this.#sentBatch.push(entry);
    }
    for (const { sequence } of this.#sentBatch) this.#sent.delete(sequence);
    for (let { first } = this; this.#sent.size === 0 && first !== undefined && fits(first); { first } = this) {
      this.#waiting.shift();
      this.#waitingBatch.push(first);
    }
    const { batch } = this;
    this.#batchUpTo = batch.at(-1)?.sequence;
    return batch;
  }

  /** The batch is recorded. @returns the sequence numbers of those that have come to their end meanwhile */
  endBatch(): number[] {
    this.#recordedUpTo = this.handedUpTo;
    this.#takeWaitingBatch();
    return this.#dropBatch();
  }

  /** The batch couldn't be recorded: what hasn't come to its end meanwhile is to be again. */
  returnBatch(): void {
    const left = this.#sentBatch.filter(({ sequence }) => !this.#settledOfBatch.has(sequence));
    this.#sent = new Map([...left.map((entry) => [entry.sequence, entry] as const), ...this.#sent]);
    this.#waiting.unshift(this.#waitingBatch);
    this.#dropBatch();
  }

  #takeWaitingBatch(): OutboxEntry[] {
    const taken = this.#waitingBatch;
    this.#waitingBatch = [];
    for (const { sender } of taken) this.#senders.add(sender, -1);
    return taken;
  }

  #dropBatch(): number[] {
    const settled = [...this.#settledOfBatch];
    this.#settledOfBatch.clear();
    this.#sentBatch = [];
    this.#waitingBatch = [];
    this.#batchUpTo = undefined;
    return settled;
  }
}
