import type { Clock, Timer } from "../clock";
import { MqttNodeError } from "../errors";
import type { OutboxSettings } from "./outbox";
import { WaitingMessages, type OutboxEntry } from "./waiting-messages";

/** Milliseconds: a longer timer of Node.js comes at once. */
const LONGEST_TIMER = 2_147_483_647;

/** The messages that wait to be sent, within the limits of their number, their bytes and their time. */
export class WaitingRoom {
  readonly #settings: OutboxSettings;
  readonly #clock: Clock;
  readonly #entries = new WaitingMessages();
  #expiry: Timer | undefined;

  constructor(settings: OutboxSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  get count(): number {
    return this.#entries.count;
  }

  get first(): OutboxEntry | undefined {
    return this.#entries.first;
  }

  /** Takes one more, ending others where that is the policy, or refuses it, which ends it. */
  admit(entry: OutboxEntry): void {
    const expired = this.#takeExpired();
    const dropped = this.#makeRoom(entry);
    const fits = this.#fits(entry);
    if (fits) this.push(entry);
    // An end may publish again, which must come after this one.
    for (const old of expired) old.ended(new MqttNodeError("message-expired", {}));
    for (const oldest of dropped) oldest.ended(new MqttNodeError("queue-dropped", {}));
    if (!fits) entry.ended(new MqttNodeError("queue-full", { waiting: this.count }));
  }

  /** Takes one more, whatever the limits. */
  push(entry: OutboxEntry): void {
    this.#entries.push(entry);
    if (entry.expires !== undefined) this.#watch();
  }

  shift(): OutboxEntry | undefined {
    return this.#entries.shift();
  }

  /** Puts entries in front of all others, whatever the limits. */
  putFirst(entries: readonly OutboxEntry[]): void {
    this.#entries.unshift(entries);
    this.#watch();
  }

  /** Takes out the entries that a test holds for, all by default. */
  take(test: (entry: OutboxEntry) => boolean = () => true): OutboxEntry[] {
    const all: OutboxEntry[] = [];
    for (let entry = this.shift(); entry !== undefined; entry = this.shift()) all.push(entry);
    this.#entries.unshift(all.filter((entry) => !test(entry)));
    if (this.count === 0) this.#unwatch();
    return all.filter(test);
  }

  isExpired({ expires }: OutboxEntry): boolean {
    return expires !== undefined && this.#clock.now() > expires;
  }

  #fits(entry: OutboxEntry): boolean {
    const { limit, bytes } = this.#settings;
    return this.count < limit && this.#entries.bytes + entry.bytes <= bytes;
  }

  #makeRoom(entry: OutboxEntry): OutboxEntry[] {
    const dropped: OutboxEntry[] = [];
    if (this.#settings.overflow !== "drop-oldest" || entry.bytes > this.#settings.bytes) return dropped;
    for (let full = !this.#fits(entry); full; full = !this.#fits(entry)) {
      const oldest = this.shift();
      if (oldest === undefined) return dropped;
      dropped.push(oldest);
    }
    return dropped;
  }

  /** All wait equally long, so that the first expires first. */
  #takeExpired(): OutboxEntry[] {
    const expired: OutboxEntry[] = [];
    while (this.first !== undefined && this.isExpired(this.first)) {
      expired.push(this.first);
      this.shift();
    }
    return expired;
  }

  /** One timer, for the first. What is sent in the meantime makes it come too early, never too late. */
  #watch(): void {
    const expires = this.first?.expires;
    if (expires === undefined || this.#expiry !== undefined) return;
    this.#expiry = this.#clock.after(Math.min(expires - this.#clock.now() + 1, LONGEST_TIMER), () => {
      this.#expiry = undefined;
      const expired = this.#takeExpired();
      this.#watch();
      for (const old of expired) old.ended(new MqttNodeError("message-expired", {}));
    });
  }

  #unwatch(): void {
    this.#expiry?.cancel();
    this.#expiry = undefined;
  }
}
