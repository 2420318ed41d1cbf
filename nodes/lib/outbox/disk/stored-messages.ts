import type { Clock } from "../../clock";
import type { MqttNodeError } from "../../errors";
import { Entries } from "../entries";
import type { OutboxEntry } from "../outbox-entry";
import { DiskAttempts } from "./disk-attempts";
import type { RecordStore, StoreContents, StoredMessage } from "./record-store";
import { RestoredEntries } from "./restored-entries";
import { WaitingTally } from "./waiting-tally";

/** What is kept in memory at most of messages that have just been recorded. */
const KEPT = { messages: 10_000, bytes: 4_194_304 };
/** When less is left in memory, more is read. */
const LOW = { messages: 2_500, bytes: 131_072 };
/** Bytes. */
const READ_AT_A_TIME = 65_536;

/** What is told of stored messages. */
export interface StoredMessagesEvents {
  /** There may be a {@link StoredMessages.first} where there was none. */
  loaded(): void;
  /** A message was found that has been cleared. */
  settle(sequence: number): void;
  /** Whether more cleared messages may be looked for. */
  maySettle(): boolean;
  /** Messages that wait in the store only, and were counted, are not there. */
  missed(messages: WaitingTally): void;
  troubled(error: MqttNodeError): void;
}

/** Messages that wait and are safe in a store: the first in memory, the others in the store only. */
export class StoredMessages {
  readonly #store: RecordStore;
  readonly #events: StoredMessagesEvents;
  readonly #clock: Clock;
  readonly #attempts: DiskAttempts;
  readonly #loaded = new Entries();
  #loadedBytes = 0;
  #restored: RestoredEntries | undefined;
  /** Those that wait in the store only. */
  readonly #unloaded = new WaitingTally();
  /** How many of this process have ever been among them. */
  #unloadedEver = 0;
  /** What was read or recorded up to this sequence number is in memory, was taken out, or was cleared. */
  #knownUpTo = -1;
  #recordedUpTo = -1;
  #readUpTo = -1;
  /** Ranges of sequence numbers that were cleared while they were in the store only: after, up to. */
  #cleared: (readonly [number, number])[] = [];
  #reading: Promise<void> | undefined;
  #isClosed = false;

  constructor(store: RecordStore, clock: Clock, events: StoredMessagesEvents) {
    this.#store = store;
    this.#events = events;
    this.#clock = clock;
    const tell = (error: MqttNodeError): void => events.troubled(error);
    this.#attempts = new DiskAttempts(clock, tell, () => this.#read());
  }

  /** The first that is in memory. */
  get first(): OutboxEntry | undefined {
    return this.#loaded.first;
  }

  /** Nothing waits in the store only before this sequence number. */
  get unloadedSequence(): number {
    return this.#unloaded.count > 0 ? this.#knownUpTo + 1 : Infinity;
  }

  start(contents: StoreContents): void {
    this.#restored = new RestoredEntries(contents, this.#clock);
    this.#unloaded.addStored(contents);
    this.#recordedUpTo = contents.nextSequence - 1;
  }

  /** Takes out {@link first}. */
  shift(): OutboxEntry | undefined {
    const entry = this.#loaded.shift();
    if (entry !== undefined) this.#loadedBytes -= entry.bytes;
    this.load();
    return entry;
  }

  /** A message has been recorded. It waits, unless it is one of those that were passed by. */
  add(entry: OutboxEntry): void {
    this.#recordedUpTo = entry.sequence;
    if (entry.sequence <= this.#knownUpTo) return;
    const hasRoom = this.#loaded.count < KEPT.messages && this.#loadedBytes < KEPT.bytes;
    // What has been read already isn't read again.
    const isKept = this.#unloaded.count === 0 && (hasRoom || entry.sequence <= this.#readUpTo);
    if (isKept) return this.#keep(entry);
    this.#unloaded.add(entry);
    this.#unloadedEver += 1;
  }

  /** Messages up to this sequence number don't wait any more, though they may yet be recorded. */
  passBy(sequence: number): void {
    this.#knownUpTo = Math.max(this.#knownUpTo, sequence);
  }

  /** Takes out all; those in the store only will be settled one by one. @returns those in memory */
  clear(): OutboxEntry[] {
    if (this.#unloaded.count > 0) this.#cleared.push([this.#knownUpTo, this.#recordedUpTo]);
    this.passBy(this.#recordedUpTo);
    this.#unloaded.clear();
    this.#loadedBytes = 0;
    return this.#loaded.take(() => true);
  }

  /** What hasn't been taken out has not been sent. */
  beginSession(): void {
    this.#restored?.beginSession();
    const loaded = this.#loaded.take(() => true);
    for (const entry of loaded) entry.progress = "new";
    this.#loaded.unshift(loaded);
  }

  /** Reads ahead, if little is left in memory. */
  load(): void {
    if (this.#reading !== undefined || this.#attempts.areFailing || this.#isClosed) return;
    const isLow = this.#loaded.count < LOW.messages && this.#loadedBytes < LOW.bytes;
    const isWanted = this.#unloaded.count > 0 && isLow;
    if (isWanted || (this.#cleared.length > 0 && this.#events.maySettle())) this.#read();
  }

  /** Resolves when nothing is being read any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#attempts.close();
    await this.#reading;
  }

  /** Looks for more of what was cleared, though it is closed. @returns whether there may be more */
  async settleMore(): Promise<boolean> {
    return this.#cleared.length > 0 && (await this.#readOn());
  }

  #read(): void {
    this.#reading = this.#readOn().then(() => {
      this.#reading = undefined;
      this.load();
      this.#events.loaded();
    });
  }

  /** @returns whether it succeeded */
  async #readOn(): Promise<boolean> {
    const before = this.#unloadedEver;
    try {
      const messages = await this.#store.read(READ_AT_A_TIME);
      this.#attempts.succeeded();
      for (const message of messages) this.#accept(message);
      this.#cleared = this.#cleared.filter(([, upTo]) => upTo > this.#readUpTo);
      if (messages.length === 0 && before === this.#unloadedEver) this.#readAll();
      return true;
    } catch (error) {
      this.#attempts.failed(error);
      return false;
    }
  }

  #accept(message: StoredMessage): void {
    const { sequence } = message;
    this.#readUpTo = sequence;
    // It is still in memory, since it is still being recorded.
    if (sequence > this.#recordedUpTo) return;
    if (sequence <= this.#knownUpTo) return this.#settleCleared(sequence);
    const entry = this.#restored?.entry(message);
    if (entry === undefined) return;
    this.#unloaded.remove(entry);
    this.#keep(entry);
  }

  #keep(entry: OutboxEntry): void {
    this.#knownUpTo = entry.sequence;
    this.#loaded.push(entry);
    this.#loadedBytes += entry.bytes;
  }

  #settleCleared(sequence: number): void {
    const isCleared = this.#cleared.some(([after, upTo]) => sequence > after && sequence <= upTo);
    if (isCleared) this.#events.settle(sequence);
  }

  /** There is nothing more in the store. */
  #readAll(): void {
    this.#cleared = [];
    if (this.#unloaded.count === 0) return;
    this.#events.missed(this.#unloaded);
    this.#unloaded.clear();
  }
}
