import { Entries } from "../entries";
import type { MessageQueue } from "../message-queue";
import type { OutboxEntry } from "../outbox-entry";
import type { StoreContents } from "./record-store";
import { SequenceNumbers } from "./sequence-numbers";
import type { StoredMessages } from "./stored-messages";
import type { UnrecordedMessages } from "./unrecorded-messages";

/** What may be sent beside what is safe: nothing yet; what needn't be recorded; or all, since nothing can be recorded. */
export type SendingScope = "none" | "safe" | "all";

/** One of the places. */
type Place = Pick<MessageQueue, "first" | "shift">;

/** What is taken out when all is. */
export interface ClearedPlaces {
  /** Put back in front. */
  readonly front: readonly OutboxEntry[];
  /** The others that are in memory. */
  readonly others: readonly OutboxEntry[];
  /** The others that are in the store, or being written to it, are those from one sequence number to another one; none if it is less. */
  readonly first: number;
  readonly last: number;
}

/** Where the messages of a queue on disk wait, and which of them is the next: their sequence numbers tell. */
export class WaitingPlaces {
  readonly #stored: StoredMessages;
  readonly #unrecorded: UnrecordedMessages;
  readonly #sequences: SequenceNumbers;
  /** Put back in front. */
  readonly #front = new Entries();
  /** Not to be recorded, at least for now. */
  readonly #passing = new Entries();

  constructor(stored: StoredMessages, unrecorded: UnrecordedMessages, sequences: SequenceNumbers) {
    this.#stored = stored;
    this.#unrecorded = unrecorded;
    this.#sequences = sequences;
  }

  /** The next message; undefined if there is none, or it can't be sent yet. */
  first(scope: SendingScope): OutboxEntry | undefined {
    return this.#place(scope)?.first;
  }

  /** Takes {@link first} out. */
  shift(scope: SendingScope): OutboxEntry | undefined {
    const place = this.#place(scope);
    const entry = place?.shift();
    if (entry !== undefined && place === this.#unrecorded) this.#stored.passBy(entry.sequence);
    return entry;
  }

  /** One that comes last, and gets its sequence number. */
  push(entry: OutboxEntry): void {
    entry.sequence = this.#sequences.next();
    if (SequenceNumbers.isRecordable(entry)) this.#unrecorded.push(entry);
    else this.#passing.push(entry);
  }

  putFirst(entries: readonly OutboxEntry[]): void {
    this.#front.unshift(entries);
  }

  /** Takes out those in memory only that a test holds for. */
  take(test: (entry: OutboxEntry) => boolean): OutboxEntry[] {
    const front = this.#front.take((entry) => !this.#unrecorded.isHanded(entry) && test(entry));
    return [...front, ...[...this.#passing.take(test), ...this.#unrecorded.take(test)].sort(bySequence)];
  }

  /** Takes out all. */
  clear(): ClearedPlaces {
    const first = Math.min(this.#stored.firstSequence, this.#unrecorded.firstOfBatch);
    const last = this.#unrecorded.handedUpTo;
    const unrecorded = [...this.#unrecorded.clear(), ...this.#passing.take(() => true)].sort(bySequence);
    const others = [...this.#stored.clear(last), ...unrecorded];
    return { front: this.#front.take(() => true), others, first, last };
  }

  /** Whether a store that is open once more is as this process has left it. */
  isUnchanged({ nextSequence }: StoreContents): boolean {
    return nextSequence === this.#unrecorded.recordedUpTo + 1;
  }

  /**
   * Another log is to be gone on with. What waits in memory and isn't in it comes after all that is; what was sent and
   * isn't in it keeps its packet identifier, and ends by acknowledgement.
   * @returns what doesn't wait in memory any more, since it is to be read
   */
  takeOver(contents: StoreContents): OutboxEntry[] {
    // One that hasn't come as far as this process knows: the files were deleted.
    const isGone = contents.nextSequence <= this.#unrecorded.recordedUpTo;
    const isMissing = (entry: OutboxEntry): boolean => isGone || !this.#unrecorded.isRecorded(entry);
    for (const entry of this.#unrecorded.takeSent()) entry.sequence = this.#sequences.nextInMemory();
    const front = this.#front.take((entry) => entry.progress === "new" && isMissing(entry));
    const unrecorded = [...this.#unrecorded.take(() => true), ...this.#passing.take(() => true)].sort(bySequence);
    const loaded = this.#stored.takeOver(contents);
    this.#unrecorded.start(contents.nextSequence);
    this.#sequences.goOnFrom(contents.nextSequence);
    for (const entry of [...front, ...(isGone ? loaded : []), ...unrecorded]) this.push(entry);
    return isGone ? [] : loaded;
  }

  /** Nothing has been sent in this session. */
  beginSession(): void {
    const front = this.#front.take(() => true);
    for (const entry of front) entry.progress = "new";
    this.#front.unshift(front);
    this.#stored.beginSession();
  }

  #place(scope: SendingScope): Place | undefined {
    if (this.#front.count > 0) return this.#front;
    if (scope === "none") return undefined;
    const stored = this.#stored.first?.sequence ?? Infinity;
    const passing = this.#passing.first?.sequence ?? Infinity;
    if (stored < passing) return this.#stored;
    const unloaded = this.#stored.unloadedSequence;
    if (passing < Math.min(unloaded, this.#unrecorded.firstSequence)) return this.#passing;
    const isNext = unloaded === Infinity && this.#unrecorded.firstOfBatch === Infinity;
    return scope === "all" && isNext ? this.#unrecorded : undefined;
  }
}

function bySequence(one: OutboxEntry, other: OutboxEntry): number {
  return one.sequence - other.sequence;
}
