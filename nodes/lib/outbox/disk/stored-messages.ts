import type { Clock } from "../../clock";
import { Entries } from "../entries";
import { MessageTally } from "../message-tally";
import type { OutboxEntry } from "../outbox-entry";
import { DiskAttempts } from "./disk-attempts";
import type { DiskTrouble } from "./disk-trouble";
import type { RecordStore, StoreContents, StoredMessage } from "./record-store";
import { RestoredEntries } from "./restored-entries";

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
  /** Messages that wait in the store only, and were counted, are not there. */
  missed(messages: MessageTally): void;
  /** It is time to try again, but the store has been lost. */
  lost(): void;
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
  readonly #unloaded = new MessageTally();
  /** How many of this process have ever been among them. */
  #unloadedEver = 0;
  /** What was read or recorded up to this sequence number is in memory, was taken out, or was cleared. */
  #knownUpTo = -1;
  #recordedUpTo = -1;
  #readUpTo = -1;
  #reading: Promise<void> | undefined;
  /** Whether it may be read. */
  #isOpen = false;

  constructor(store: RecordStore, clock: Clock, trouble: DiskTrouble, events: StoredMessagesEvents) {
    this.#store = store;
    this.#events = events;
    this.#clock = clock;
    this.#attempts = new DiskAttempts(clock, trouble, () => (store.isLost ? events.lost() : this.#read()));
  }

  /** The first that is in memory. */
  get first(): OutboxEntry | undefined {
    return this.#loaded.first;
  }

  /** Nothing waits in the store before this sequence number. */
  get firstSequence(): number {
    return this.first?.sequence ?? this.unloadedSequence;
  }

  /** Nothing waits in the store only before this sequence number. */
  get unloadedSequence(): number {
    return this.#unloaded.count > 0 ? this.#knownUpTo + 1 : Infinity;
  }

  /** The store is open. */
  start(): void {
    this.#isOpen = true;
    this.#attempts.resume();
  }

  /** The store is to be opened once more. */
  stop(): void {
    this.#isOpen = false;
    this.#attempts.pause();
  }

  /** What waits in another log is to be read, but for what has been taken out before. @returns what was in memory */
  takeOver(contents: StoreContents): OutboxEntry[] {
    this.#knownUpTo = Math.min(this.#knownUpTo, this.#recordedUpTo, this.firstSequence - 1);
    this.#readUpTo = -1;
    this.#recordedUpTo = contents.nextSequence - 1;
    this.#restored = new RestoredEntries(contents, this.#clock);
    this.#missUnloaded();
    this.#unloaded.addAll(contents);
    return this.#takeLoaded();
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

  /** Takes out all up to a sequence number, which none of those that are recorded is greater than. @returns those in memory */
  clear(upTo: number): OutboxEntry[] {
    this.passBy(upTo);
    this.#unloaded.clear();
    return this.#takeLoaded();
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
    if (this.#reading !== undefined || this.#attempts.areFailing || !this.#isOpen) return;
    const isLow = this.#loaded.count < LOW.messages && this.#loadedBytes < LOW.bytes;
    if (isLow && this.#unloaded.count > 0) this.#read();
  }

  /** Resolves when nothing is being read any more. */
  async close(): Promise<void> {
    this.stop();
    await this.#reading;
  }

  #read(): void {
    this.#reading = this.#readOn().then(() => {
      this.#reading = undefined;
      this.load();
      this.#events.loaded();
    });
  }

  async #readOn(): Promise<void> {
    const before = this.#unloadedEver;
    try {
      const messages = await this.#store.read(READ_AT_A_TIME);
      this.#attempts.succeeded();
      for (const message of messages) this.#accept(message);
      // There is nothing more in the store.
      if (messages.length === 0 && before === this.#unloadedEver) this.#missUnloaded();
    } catch (error) {
      this.#attempts.failed(error);
    }
  }

  #accept(message: StoredMessage): void {
    const { sequence } = message;
    this.#readUpTo = sequence;
    // It is still in memory, since it is still being recorded.
    if (sequence > this.#recordedUpTo || sequence <= this.#knownUpTo) return;
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

  #takeLoaded(): OutboxEntry[] {
    this.#loadedBytes = 0;
    return this.#loaded.take(() => true);
  }

  #missUnloaded(): void {
    if (this.#unloaded.count === 0) return;
    this.#events.missed(this.#unloaded);
    this.#unloaded.clear();
  }
}
