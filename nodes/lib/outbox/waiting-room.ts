import type { Clock, Timer } from "../clock";
import { MqttNodeError } from "../errors";
import { isExpired } from "./lifetime";
import type { MessageQueue } from "./message-queue";
import type { OutboxEntry } from "./outbox-entry";
import type { OutboxSettings } from "./outbox-settings";

/** Milliseconds: a longer timer of Node.js comes at once. */
const LONGEST_TIMER = 2_147_483_647;

/** Milliseconds between two looks through all that wait. */
const LOOK_EVERY = 1_000;

/** Keeps what waits in a queue within the limits of number, bytes and time. */
export class WaitingRoom {
  readonly #queue: MessageQueue;
  readonly #settings: OutboxSettings;
  readonly #clock: Clock;
  readonly #end: (entry: OutboxEntry, error: MqttNodeError) => void;
  #timer: Timer | undefined;
  /** When the timer comes, on the clock. */
  #due = Infinity;

  /** @param end ends a message that was taken out of the queue */
  constructor(
    queue: MessageQueue,
    settings: OutboxSettings,
    clock: Clock,
    end: (entry: OutboxEntry, error: MqttNodeError) => void,
  ) {
    this.#queue = queue;
    this.#settings = settings;
    this.#clock = clock;
    this.#end = end;
  }

  /** Takes one more, ending others where that is the policy. @returns whether it did: else it is full */
  admit(entry: OutboxEntry): boolean {
    const expired = this.#shiftWhile((first) => isExpired(first, this.#clock));
    const mayDrop = this.#settings.overflow === "drop-oldest" && entry.bytes <= this.#settings.bytes;
    const dropped = mayDrop ? this.#shiftWhile(() => !this.#fits(1, entry.bytes)) : [];
    const fits = mayDrop || this.#fits(1, entry.bytes);
    if (fits) this.push(entry);
    // An end may publish again, which must come after this one.
    this.#endAll(expired, "message-expired");
    this.#endAll(dropped, "queue-dropped");
    return fits;
  }

  /** Takes one more, whatever the limits. */
  push(entry: OutboxEntry): void {
    this.#queue.push(entry);
    this.#watch(entry.expires);
  }

  /** The queue can tell more of itself than before. */
  changed(): void {
    this.#watch(this.#queue.first?.expires);
    if (this.#settings.overflow !== "drop-oldest") return;
    this.#endAll(
      this.#shiftWhile(() => !this.#fits(0, 0)),
      "queue-dropped",
    );
  }

  /** Nothing is admitted any more. */
  close(): void {
    this.#timer?.cancel();
  }

  #fits(count: number, bytes: number): boolean {
    const { limit, bytes: limitBytes } = this.#settings;
    return this.#queue.count + count <= limit && this.#queue.bytes + bytes <= limitBytes;
  }

  #shiftWhile(test: (first: OutboxEntry) => boolean): OutboxEntry[] {
    const shifted: OutboxEntry[] = [];
    for (let { first } = this.#queue; first !== undefined && test(first); { first } = this.#queue) {
      this.#queue.shift();
      shifted.push(first);
    }
    return shifted;
  }

  /** One timer, for whatever expires first. What is sent in the meantime makes it come too early, never too late. */
  #watch(expires: number | undefined): void {
    if (expires === undefined || expires >= this.#due) return;
    this.#timer?.cancel();
    this.#due = expires;
    this.#timer = this.#clock.after(Math.min(expires - this.#clock.now() + 1, LONGEST_TIMER), () => this.#look());
  }

  /** What is on disk behind a message that lasts longer is looked at when its turn comes. */
  #look(): void {
    this.#due = Infinity;
    let next = Infinity;
    const expired = this.#shiftWhile((first) => isExpired(first, this.#clock));
    expired.push(
      ...this.#queue.take((entry) => {
        if (isExpired(entry, this.#clock)) return true;
        next = Math.min(next, entry.expires ?? Infinity);
        return false;
      }),
    );
    next = Math.min(next, this.#queue.first?.expires ?? Infinity);
    if (next < Infinity) this.#watch(Math.max(next, this.#clock.now() + LOOK_EVERY));
    this.#endAll(expired, "message-expired");
  }

  #endAll(entries: readonly OutboxEntry[], code: "message-expired" | "queue-dropped"): void {
    for (const entry of entries) this.#end(entry, new MqttNodeError(code, {}));
  }
}
