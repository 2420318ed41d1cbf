import type { Clock } from "../../clock";
import { DiskAttempts } from "./disk-attempts";
import type { DiskTrouble } from "./disk-trouble";
import type { RecordStore, StoreContents } from "./record-store";

/** What is told of the opening of a store. */
export interface OpeningEvents {
  opened(contents: StoreContents): void;
  /** An attempt is over, and what has come of it has been told. */
  ended(): void;
}

/** Opens a store, if need be at the second attempt or at a later one, and once more when it has been lost. */
export class StoreOpening {
  readonly #store: RecordStore;
  readonly #events: OpeningEvents;
  readonly #attempts: DiskAttempts;
  readonly #whenEnded: (() => void)[] = [];
  #attempt: Promise<void> = Promise.resolve();
  #isOpen = false;

  constructor(store: RecordStore, clock: Clock, trouble: DiskTrouble, events: OpeningEvents) {
    this.#store = store;
    this.#events = events;
    this.#attempts = new DiskAttempts(clock, trouble, () => this.begin());
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Neither open nor failed so far: it isn't known yet what the store holds. */
  get isUnderWay(): boolean {
    return !this.#isOpen && !this.#attempts.areFailing;
  }

  begin(): void {
    this.#isOpen = false;
    const opened = (contents: StoreContents): void => this.#opened(contents);
    const failed = (error: unknown): void => this.#attempts.failed(error);
    this.#attempt = this.#store
      .open()
      .then(opened, failed)
      .then(() => this.#ended());
  }

  /** Calls back when the first attempt is over. */
  ended(callback: () => void): void {
    if (this.isUnderWay) this.#whenEnded.push(callback);
    else callback();
  }

  /** No attempt follows. @returns whether it is open, when that is certain */
  async close(): Promise<boolean> {
    this.#whenEnded.length = 0;
    this.#attempts.pause();
    this.#store.stopWaiting();
    await this.#attempt;
    return this.#isOpen;
  }

  #opened(contents: StoreContents): void {
    this.#attempts.succeeded();
    this.#isOpen = true;
    this.#events.opened(contents);
  }

  #ended(): void {
    for (const callback of this.#whenEnded.splice(0)) callback();
    this.#events.ended();
  }
}
