import type { Clock } from "../../clock";
import type { MqttNodeError } from "../../errors";
import { DiskAttempts } from "./disk-attempts";
import type { RecordStore, StoreContents } from "./record-store";

/** What is told of the opening of a store. */
export interface OpeningEvents {
  opened(contents: StoreContents): void;
  /** An attempt is over, and what has come of it has been told. */
  ended(): void;
  /** It can't be opened; once for a reason. */
  troubled(error: MqttNodeError): void;
}

/** Opens a store, if need be at the second attempt or at a later one. */
export class StoreOpening {
  readonly #store: RecordStore;
  readonly #events: OpeningEvents;
  readonly #attempts: DiskAttempts;
  readonly #whenEnded: (() => void)[] = [];
  #attempt: Promise<void> = Promise.resolve();
  #isOpen = false;

  constructor(store: RecordStore, clock: Clock, events: OpeningEvents) {
    this.#store = store;
    this.#events = events;
    const tell = (error: MqttNodeError): void => events.troubled(error);
    this.#attempts = new DiskAttempts(clock, tell, () => this.begin());
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Neither open nor failed so far: it isn't known yet what the store holds. */
  get isUnderWay(): boolean {
    return !this.#isOpen && !this.#attempts.areFailing;
  }

  begin(): void {
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
    this.#attempts.close();
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
