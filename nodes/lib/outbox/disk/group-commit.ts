import type { Clock } from "../../clock";
import type { OutboxEntry } from "../outbox-entry";
import { DiskAttempts } from "./disk-attempts";
import type { DiskTrouble } from "./disk-trouble";
import { type MarkRecord, Marks } from "./marks";
import type { RecordStore, StoreRecord } from "./record-store";
import type { UnrecordedMessages } from "./unrecorded-messages";

/** What is told of commits. */
export interface CommitEvents {
  /** Messages are safe; they are still in the batch. */
  recorded(entries: readonly OutboxEntry[]): void;
  /** A commit is over, done or failed. */
  ended(): void;
  /** It is time to try again, but the store has been lost. */
  lost(): void;
}

/**
 * Writes records in groups: what comes while one is being written, and at least what comes in one turn of the event loop.
 * So a sync to the disk is shared by many, and a burst is written in slices.
 */
export class GroupCommit {
  readonly #store: RecordStore;
  readonly #messages: UnrecordedMessages;
  readonly #events: CommitEvents;
  readonly #attempts: DiskAttempts;
  readonly #whenFlushed: (() => void)[] = [];
  readonly #marks = new Marks();
  /** Undefined while nothing is written. */
  #writing: Promise<boolean> | undefined;
  #isStarted = false;
  #isScheduled = false;
  #isClosing = false;

  constructor(
    store: RecordStore,
    messages: UnrecordedMessages,
    clock: Clock,
    trouble: DiskTrouble,
    events: CommitEvents,
  ) {
    this.#store = store;
    this.#messages = messages;
    this.#events = events;
    this.#attempts = new DiskAttempts(clock, trouble, () => (store.isLost ? events.lost() : void this.#write()));
  }

  /** Whether the last one failed. */
  get isFailing(): boolean {
    return this.#attempts.areFailing;
  }

  /** The store is open. */
  start(): void {
    this.#isStarted = true;
    this.#attempts.resume();
    this.#schedule();
  }

  /** The store is to be opened once more. */
  stop(): void {
    this.#isStarted = false;
    this.#attempts.pause();
    for (const safe of this.#marks.release()) safe();
  }

  /** There may be a message to be recorded. */
  pushed(): void {
    if (!this.#messages.isEmpty) this.#schedule();
  }

  /** A recordable message has come to its end. */
  settle(sequence: number): void {
    if (this.#messages.settle(sequence)) this.#mark({ kind: "settled", sequence });
  }

  /** All messages from one that has been handed to the store to another one have come to their end. */
  clear(first: number, last: number): void {
    this.#mark({ kind: "cleared", first, last });
  }

  /** The PUBREC of a recorded message came. @param safe called when that is safe, or can't be */
  received(sequence: number, safe: () => void): void {
    this.#markSafely({ kind: "received", sequence }, safe);
  }

  /** @param safe called when that is recorded, or can't be */
  beginSession(identity: string, safe: () => void): void {
    this.#marks.forgetSession();
    this.#markSafely({ kind: "session", identity }, safe);
  }

  /** Calls back when there is nothing to write, or it can't be written. */
  flushed(callback: () => void): void {
    this.#whenFlushed.push(callback);
    this.#endFlushing();
  }

  /** Writes what is left. @returns whether it could: if not, that's it */
  async close(): Promise<boolean> {
    this.#isClosing = true;
    this.#whenFlushed.length = 0;
    this.#attempts.pause();
    await this.#writing;
    while (this.#isDue) if (!(await this.#write())) return false;
    return true;
  }

  get #isDue(): boolean {
    return !this.#marks.isEmpty || !this.#messages.isEmpty;
  }

  #markSafely(record: MarkRecord, safe: () => void): void {
    const mayWait = this.#isStarted && !this.isFailing;
    this.#mark(record, mayWait ? safe : undefined);
    if (!mayWait) safe();
  }

  #mark(record: MarkRecord, safe?: () => void): void {
    this.#marks.push(record, safe);
    this.#schedule();
  }

  #schedule(): void {
    if (!this.#isStarted || this.#isScheduled || this.#writing !== undefined || this.isFailing) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (this.#isStarted && !this.#isClosing) void this.#write();
    });
  }

  /** @returns whether it succeeded */
  #write(): Promise<boolean> {
    this.#writing = this.#commit().finally(() => {
      this.#writing = undefined;
      this.#endFlushing();
      if (this.#isDue) this.#schedule();
    });
    return this.#writing;
  }

  async #commit(): Promise<boolean> {
    const records = [...this.#marks.startBatch(), ...this.#messages.startBatch().map(messageRecord)];
    if (records.length === 0) return this.#skipped();
    try {
      await this.#store.append(records, records.some(mustBeSafe));
    } catch (error) {
      this.#failed(error);
      return false;
    }
    this.#succeeded();
    return true;
  }

  /** All that was to be written has been settled meanwhile. Whether the disk would have taken it isn't known. */
  #skipped(): true {
    if (this.isFailing) this.#attempts.postpone();
    return true;
  }

  #succeeded(): void {
    this.#attempts.succeeded();
    const { batch } = this.#messages;
    if (batch.length > 0) this.#events.recorded(batch);
    for (const sequence of this.#messages.endBatch()) this.#mark({ kind: "settled", sequence });
    this.#marks.endBatch();
    this.#events.ended();
  }

  #failed(error: unknown): void {
    this.#messages.returnBatch();
    this.#marks.returnBatch();
    this.#attempts.failed(error);
    for (const safe of this.#marks.release()) safe();
    this.#events.ended();
  }

  #endFlushing(): void {
    const isUnderWay = this.#isStarted && !this.isFailing && (this.#writing !== undefined || this.#isDue);
    if (isUnderWay) return;
    for (const callback of this.#whenFlushed.splice(0)) callback();
  }
}

function messageRecord(entry: OutboxEntry): StoreRecord {
  return { kind: "message", entry };
}

/** It isn't worth a sync that a message is settled: at worst it is sent once more. */
function mustBeSafe({ kind }: StoreRecord): boolean {
  return kind === "message" || kind === "received" || kind === "cleared";
}
