import { EventEmitter, once } from "node:events";
import { inspect } from "node:util";

/** Milliseconds: less than mocha's limit, so that a test fails with what was seen instead of with "timed out". */
const PATIENCE = 8_000;

/** What has happened so far, in order, and a way to wait for what comes. */
export class Journal<T> {
  readonly #name: string;
  readonly #entries: T[] = [];
  readonly #news = new EventEmitter().setMaxListeners(0);
  #read = 0;

  /** @param name what the entries are, for the message when none comes */
  constructor(name: string) {
    this.#name = name;
  }

  /** Everything so far, read or not. */
  get all(): readonly T[] {
    return this.#entries;
  }

  add(entry: T): void {
    this.#entries.push(entry);
    this.#news.emit("entry");
  }

  /**
   * The first entry after the last one read, come or to come, that matches; those before it count as read.
   * @param patience milliseconds until it throws
   */
  async next(matches: (entry: T) => boolean = () => true, patience = PATIENCE): Promise<T> {
    const signal = AbortSignal.timeout(patience);
    for (;;) {
      const unread = this.#entries.slice(this.#read);
      const index = unread.findIndex(matches);
      if (index >= 0) {
        this.#read += index + 1;
        return unread[index] as T;
      }
      await once(this.#news, "entry", { signal }).catch(() => this.#giveUp(patience));
    }
  }

  /** The next `count` entries. */
  async take(count: number): Promise<T[]> {
    const taken: T[] = [];
    while (taken.length < count) taken.push(await this.next());
    return taken;
  }

  /** Counts everything so far as read. */
  skip(): void {
    this.#read = this.#entries.length;
  }

  #giveUp(patience: number): never {
    const unread = this.#entries.slice(this.#read);
    throw new Error(`${this.#name}: waited ${patience / 1000} s; unread so far: ${inspect(unread, { depth: 4 })}`);
  }
}
