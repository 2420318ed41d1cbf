import type { Clock } from "../../clock";
import type { MqttNodeError } from "../../errors";
import type { OutboxEntry } from "../outbox-entry";
import { DiskAttempts } from "./disk-attempts";
import type { RecordStore, StoreRecord } from "./record-store";
import type { UnrecordedMessages } from "./unrecorded-messages";

/** Marks that are recorded at a time. */
const MOST_MARKS = 1_000;

/** What is told of commits. */
export interface CommitEvents {
  /** Messages are safe; they are still in the batch. */
  recorded(entries: readonly OutboxEntry[]): void;
  /** A commit is over, done or failed. */
  ended(): void;
  /** A commit has failed; once until one succeeds, or fails for another reason. */
  troubled(error: MqttNodeError): void;
}

/** A record about a message that is in the store, or about all. */
interface Mark {
  readonly record: Exclude<StoreRecord, { kind: "message" }>;
  /** To be called when it is safe, or can't be. */
  readonly safe: (() => void) | undefined;
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
  #marks: Mark[] = [];
  /** Undefined while nothing is written. */
  #writing: Promise<boolean> | undefined;
  #isStarted = false;
  #isScheduled = false;
  #isClosing = false;

  constructor(store: RecordStore, messages: UnrecordedMessages, clock: Clock, events: CommitEvents) {
    this.#store = store;
    this.#messages = messages;
    this.#events = events;
    const tell = (error: MqttNodeError): void => events.troubled(error);
    this.#attempts = new DiskAttempts(clock, tell, () => void this.#write());
  }

  /** Whether the last one failed. */
  get isFailing(): boolean {
    return this.#attempts.areFailing;
  }

  /** Whether marks wait to be written. */
  get hasMarks(): boolean {
    return this.#marks.length > 0;
  }

  /** The store is open. */
  start(): void {
    this.#isStarted = true;
    this.#schedule();
  }

  /** A message is to be recorded. */
  push(entry: OutboxEntry): void {
    this.#messages.push(entry);
    this.#schedule();
  }

  /** A recordable message has come to its end. */
  settle(sequence: number): void {
    if (this.#messages.settle(sequence)) this.#mark({ kind: "settled", sequence });
  }

  /** The PUBREC of a recorded message came. @param safe called when that is safe, or can't be */
  received(sequence: number, safe: () => void): void {
    this.#mark({ kind: "received", sequence }, this.isFailing ? undefined : safe);
    if (this.isFailing) safe();
  }

  /** @param safe called when that is recorded, or can't be */
  beginSession(identity: string, safe: () => void): void {
    // What is about the last session doesn't matter any more.
    this.#marks = this.#marks.filter(({ record, safe }) => record.kind === "settled" || safe !== undefined);
    const mayWait = this.#isStarted && !this.isFailing;
    this.#mark({ kind: "session", identity }, mayWait ? safe : undefined);
    if (!mayWait) safe();
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
    this.#attempts.close();
    await this.#writing;
    while (this.#isDue) if (!(await this.#write())) return false;
    return true;
  }

  get #isDue(): boolean {
    return this.#marks.length > 0 || !this.#messages.isEmpty;
  }

  #mark(record: Mark["record"], safe?: () => void): void {
    this.#marks.push({ record, safe });
    this.#schedule();
  }

  #schedule(): void {
    if (!this.#isStarted || this.#isScheduled || this.#writing !== undefined || this.isFailing) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (!this.#isClosing) void this.#write();
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
    const marks = this.#marks.splice(0, MOST_MARKS);
    const entries = this.#messages.startBatch();
    const records = [...marks.map(({ record }) => record), ...entries.map(messageRecord)];
    if (records.length === 0) return this.#skipped();
    try {
      await this.#store.append(records, records.some(mustBeSafe));
    } catch (error) {
      this.#failed(marks, error);
      return false;
    }
    this.#succeeded(marks, entries);
    return true;
  }

  /** All that was to be written has been settled meanwhile. Whether the disk would have taken it isn't known. */
  #skipped(): true {
    if (this.isFailing) this.#attempts.postpone();
    return true;
  }

  #succeeded(marks: readonly Mark[], entries: readonly OutboxEntry[]): void {
    this.#attempts.succeeded();
    if (entries.length > 0) this.#events.recorded(entries);
    for (const sequence of this.#messages.endBatch()) this.#mark({ kind: "settled", sequence });
    for (const { safe } of marks) safe?.();
    this.#events.ended();
  }

  #failed(marks: readonly Mark[], error: unknown): void {
    this.#messages.returnBatch();
    const again = marks.map(({ record }) => ({ record, safe: undefined }));
    const unsafe = [...marks, ...this.#marks].flatMap(({ safe }) => safe ?? []);
    this.#marks = [...again, ...this.#marks.map(({ record }) => ({ record, safe: undefined }))];
    this.#attempts.failed(error);
    for (const safe of unsafe) safe();
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
  return kind === "message" || kind === "received";
}
