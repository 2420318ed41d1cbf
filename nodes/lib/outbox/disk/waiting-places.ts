import { Entries } from "../entries";
import type { MessageQueue } from "../message-queue";
import type { OutboxEntry } from "../outbox-entry";
import type { StoredMessages } from "./stored-messages";
import type { UnrecordedMessages } from "./unrecorded-messages";

/** What may be sent beside what is safe: nothing yet; what needn't be recorded; or all, since nothing can be recorded. */
export type SendingScope = "none" | "safe" | "all";

/** One of the places. */
type Place = Pick<MessageQueue, "first" | "shift">;

/** Where the messages of a queue on disk wait, and which of them is the next: their sequence numbers tell. */
export class WaitingPlaces {
  readonly #stored: StoredMessages;
  readonly #unrecorded: UnrecordedMessages;
  /** Put back in front. */
  readonly #front = new Entries();
  /** Not to be recorded, at least for now. */
  readonly #passing = new Entries();

  constructor(stored: StoredMessages, unrecorded: UnrecordedMessages) {
    this.#stored = stored;
    this.#unrecorded = unrecorded;
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

  /** One that isn't to be recorded comes last. */
  push(entry: OutboxEntry): void {
    this.#passing.push(entry);
  }

  putFirst(entries: readonly OutboxEntry[]): void {
    this.#front.unshift(entries);
  }

  /** Takes out those in memory only that a test holds for. */
  take(test: (entry: OutboxEntry) => boolean): OutboxEntry[] {
    const front = this.#front.take((entry) => !this.#unrecorded.isHanded(entry) && test(entry));
    return [...front, ...[...this.#passing.take(test), ...this.#unrecorded.take(test)].sort(bySequence)];
  }

  /** Takes out those that aren't to be recorded, and haven't been sent in this session. */
  takePassing(): OutboxEntry[] {
    return [...this.#front.take(({ progress }) => progress === "new"), ...this.#passing.take(() => true)];
  }

  /** Takes out all. @returns those in memory */
  clear(): OutboxEntry[] {
    const inMemory = [...this.#unrecorded.clear(), ...this.#passing.take(() => true)].sort(bySequence);
    const entries = [...this.#front.take(() => true), ...this.#stored.clear(), ...inMemory];
    this.#stored.passBy(this.#unrecorded.handedUpTo);
    return entries;
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
    const isNext = unloaded === Infinity && !this.#unrecorded.isBatchWaiting;
    return scope === "all" && isNext ? this.#unrecorded : undefined;
  }
}

function bySequence(one: OutboxEntry, other: OutboxEntry): number {
  return one.sequence - other.sequence;
}
