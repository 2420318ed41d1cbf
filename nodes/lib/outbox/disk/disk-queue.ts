import type { Clock } from "../../clock";
import type { MessageQueue, QueueEvents } from "../message-queue";
import { MessageTally } from "../message-tally";
import type { OutboxEntry } from "../outbox-entry";
import { DiskTrouble } from "./disk-trouble";
import { GroupCommit } from "./group-commit";
import type { RecordStore, StoreContents } from "./record-store";
import { SequenceNumbers } from "./sequence-numbers";
import { StoreOpening } from "./store-opening";
import { StoredMessages } from "./stored-messages";
import { UnrecordedMessages } from "./unrecorded-messages";
import { WaitingPlaces, type SendingScope } from "./waiting-places";

/**
 * A queue that is kept in a store over restarts. Nothing is sent before it is recorded, and what has been recorded has
 * ended for its sender. When the store fails, it goes on in memory, where a message ends when the broker has it. When it
 * is lost, it is opened once more: after its files were deleted what waits in memory is recorded anew, the rest is gone.
 */
export class DiskQueue implements MessageQueue {
  readonly #store: RecordStore;
  readonly #events: QueueEvents;
  readonly #tally = new MessageTally();
  readonly #unrecorded = new UnrecordedMessages();
  readonly #stored: StoredMessages;
  readonly #places: WaitingPlaces;
  readonly #commit: GroupCommit;
  readonly #opening: StoreOpening;
  #isReopened = false;
  #isClosed = false;
  /** Undefined until it is known. */
  #session: string | undefined;
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
    this.#events = events;
    const trouble = new DiskTrouble({
      troubled: (error) => this.#isClosed || events.troubled(error),
      mended: () => this.#isClosed || events.mended(),
    });
    const lost = (): void => this.#reopen();
    this.#commit = new GroupCommit(store, this.#unrecorded, clock, trouble, {
      recorded: (entries) => this.#recorded(entries),
      ended: () => this.#committed(),
      lost,
    });
    this.#stored = new StoredMessages(store, clock, trouble, {
      loaded: () => this.#changed(),
      missed: (messages) => this.#tally.subtract(messages),
      lost,
    });
    this.#places = new WaitingPlaces(this.#stored, this.#unrecorded, new SequenceNumbers(options.persists, random));
    this.#opening = new StoreOpening(store, clock, trouble, {
      opened: (contents) => this.#opened(contents),
      ended: () => this.#changed(),
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
    return this.#session ?? (this.#opening.isUnderWay ? undefined : "");
  }

  waitingOf(sender: string): number {
    return this.#tally.of(sender);
  }

  recordingOf(sender: string): number {
    return this.#isRecording ? this.#unrecorded.waitingOf(sender) : 0;
  }

  push(entry: OutboxEntry): void {
    this.#tally.add(entry);
    this.#places.push(entry);
    this.#commit.pushed();
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
    const { front, others, first, last } = this.#places.clear();
    // What is in flight has been shifted before all that waits, but for what was put back.
    if (first <= last) this.#commit.clear(first, last);
    for (const entry of front) this.settle(entry);
    this.#tally.clear();
    return { unended: [...front, ...others].filter(({ ended }) => ended !== undefined), count };
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

  get #isRecording(): boolean {
    return this.#opening.isOpen && !this.#commit.isFailing;
  }

  get #scope(): SendingScope {
    if (this.#opening.isUnderWay) return "none";
    return this.#isRecording ? "safe" : "all";
  }

  /** The files aren't ours any more, or are gone. */
  #reopen(): void {
    if (this.#isClosed || !this.#opening.isOpen) return;
    this.#isReopened = true;
    this.#commit.stop();
    this.#stored.stop();
    this.#opening.begin();
  }

  #opened(contents: StoreContents): void {
    if (!this.#isReopened || !this.#places.isUnchanged(contents)) this.#takeOver(contents);
    this.#session ??= contents.session;
    if (this.#session !== contents.session) this.#commit.beginSession(this.#session, () => undefined);
    this.#stored.start();
    this.#commit.start();
    this.#stored.load();
  }

  #takeOver(contents: StoreContents): void {
    for (const entry of this.#places.takeOver(contents)) this.#tally.remove(entry);
    this.#tally.addAll(contents);
    if (this.#hasSession) this.#stored.beginSession();
  }

  #recorded(entries: readonly OutboxEntry[]): void {
    const ends = entries.map(({ ended }) => ended);
    for (const entry of entries) entry.ended = undefined;
    for (const ended of ends) ended?.();
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
    await this.#commit.close();
    await this.#store.close();
  }
}
