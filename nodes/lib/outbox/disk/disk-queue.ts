import type { Clock } from "../../clock";
import type { MqttNodeError } from "../../errors";
import type { MessageQueue, QueueEvents } from "../message-queue";
import type { OutboxEntry } from "../outbox-entry";
import { GroupCommit } from "./group-commit";
import type { RecordStore, StoreContents } from "./record-store";
import { SequenceNumbers } from "./sequence-numbers";
import { StoreOpening } from "./store-opening";
import { StoredMessages } from "./stored-messages";
import { UnrecordedMessages } from "./unrecorded-messages";
import { WaitingPlaces, type SendingScope } from "./waiting-places";
import { WaitingTally } from "./waiting-tally";

/**
 * A queue that is kept in a store over restarts. Nothing is sent before it is recorded, and what has been recorded has
 * ended for its sender. When the store fails, it goes on in memory, where a message ends when the broker has it.
 */
export class DiskQueue implements MessageQueue {
  readonly #store: RecordStore;
  readonly #persists: boolean;
  readonly #events: QueueEvents;
  readonly #tally = new WaitingTally();
  readonly #sequences: SequenceNumbers;
  readonly #unrecorded = new UnrecordedMessages();
  readonly #stored: StoredMessages;
  readonly #places: WaitingPlaces;
  readonly #commit: GroupCommit;
  readonly #opening: StoreOpening;
  #isClosed = false;
  #session = "";
  /** Whether one has begun since the start. */
  #hasSession = false;

  /**
   * @param options `persists`: whether messages are recorded; else those of before are sent and settled
   * @param random from 0 to less than 1
   */
  constructor(
    store: RecordStore,
    options: { readonly persists: boolean },
    clock: Clock,
    events: QueueEvents,
    random: () => number,
  ) {
    this.#store = store;
    this.#persists = options.persists;
    this.#events = events;
    this.#sequences = new SequenceNumbers(random);
    const troubled = (error: MqttNodeError): void => events.troubled(error);
    this.#commit = new GroupCommit(store, this.#unrecorded, clock, {
      recorded: (entries) => this.#recorded(entries),
      ended: () => this.#committed(),
      troubled,
    });
    this.#stored = new StoredMessages(store, clock, {
      loaded: () => this.#changed(),
      settle: (sequence) => this.#commit.settle(sequence),
      maySettle: () => !this.#commit.hasMarks,
      missed: (messages) => this.#tally.subtract(messages),
      troubled,
    });
    this.#places = new WaitingPlaces(this.#stored, this.#unrecorded);
    this.#opening = new StoreOpening(store, clock, {
      opened: (contents) => this.#opened(contents),
      ended: () => this.#changed(),
      troubled,
    });
    this.#opening.begin();
  }

  get count(): number {
    return this.#tally.count;
  }

  get bytes(): number {
    return this.#tally.bytes;
  }

  get first(): OutboxEntry | undefined {
    return this.#places.first(this.#scope);
  }

  get session(): string | undefined {
    return this.#opening.isUnderWay && !this.#hasSession ? undefined : this.#session;
  }

  waitingOf(sender: string): number {
    return this.#tally.of(sender);
  }

  push(entry: OutboxEntry): void {
    this.#tally.add(entry);
    this.#place(entry);
  }

  shift(): OutboxEntry | undefined {
    const entry = this.#places.shift(this.#scope);
    if (entry !== undefined) this.#tally.remove(entry);
    return entry;
  }

  putFirst(entries: readonly OutboxEntry[]): void {
    for (const entry of entries) this.#tally.add(entry);
    this.#places.putFirst(entries);
  }

  take(test: (entry: OutboxEntry) => boolean): OutboxEntry[] {
    const taken = this.#places.take(test);
    for (const entry of taken) this.#tally.remove(entry);
    return taken;
  }

  clear(): { unended: OutboxEntry[]; count: number } {
    const { count } = this;
    const entries = this.#places.clear();
    this.#tally.clear();
    for (const entry of entries) this.settle(entry);
    return { unended: entries.filter(({ ended }) => ended !== undefined), count };
  }

  settle(entry: OutboxEntry): void {
    if (SequenceNumbers.isRecordable(entry)) this.#commit.settle(entry.sequence);
  }

  received(entry: OutboxEntry, safe: () => void): void {
    if (!this.#unrecorded.isRecorded(entry)) return safe();
    this.#commit.received(entry.sequence, safe);
  }

  beginSession(identity: string, safe: () => void): void {
    this.#session = identity;
    this.#hasSession = true;
    this.#places.beginSession();
    this.#commit.beginSession(identity, safe);
  }

  flushed(callback: () => void): void {
    this.#opening.ended(() => this.#commit.flushed(callback));
  }

  close(done: () => void): void {
    this.#isClosed = true;
    void this.#shut().then(done);
  }

  get #scope(): SendingScope {
    if (this.#opening.isUnderWay) return "none";
    return !this.#opening.isOpen || this.#commit.isFailing ? "all" : "safe";
  }

  /** Gives a message its place at the end. */
  #place(entry: OutboxEntry): void {
    entry.sequence = this.#sequences.next();
    if (SequenceNumbers.isRecordable(entry)) this.#commit.push(entry);
    else this.#places.push(entry);
  }

  #opened(contents: StoreContents): void {
    this.#tally.addStored(contents);
    this.#stored.start(contents);
    this.#unrecorded.start(contents.nextSequence);
    if (this.#hasSession) this.#stored.beginSession();
    else this.#session = contents.session;
    if (this.#persists) this.#sequences.goOnFrom(contents.nextSequence);
    // What waits comes after what is stored. What was sent keeps its packet identifier, and ends by acknowledgement.
    for (const entry of this.#places.takePassing()) this.#place(entry);
    this.#commit.start();
    this.#stored.load();
  }

  #recorded(entries: readonly OutboxEntry[]): void {
    for (const entry of entries) {
      const { ended } = entry;
      entry.ended = undefined;
      ended?.();
    }
    for (const entry of entries) this.#stored.add(entry);
  }

  #committed(): void {
    this.#stored.load();
    this.#changed();
  }

  #changed(): void {
    if (!this.#isClosed) this.#events.changed();
  }

  async #shut(): Promise<void> {
    const isOpen = await this.#opening.close();
    await this.#stored.close();
    if (!isOpen) return;
    // Else what was cleared and is in the store only would be sent by the next process.
    while ((await this.#commit.close()) && (await this.#stored.settleMore()));
    await this.#store.close();
  }
}
