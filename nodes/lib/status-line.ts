import type { Clock, Timer } from "./clock";
import type { Status } from "./status";

/** Milliseconds between two updates of {@link StatusLine.refresh}: a flood of messages is no flood of statuses. */
const INTERVAL = 1_000;

/** A node's status, shown when it has changed. */
export class StatusLine {
  readonly #show: (status: Status) => void;
  readonly #compose: () => Status;
  readonly #clock: Clock;
  #timer: Timer | undefined;
  #isStale = false;
  #isClosed = false;
  #shown: Status | undefined;

  /** @param compose makes the status of the moment */
  constructor(show: (status: Status) => void, compose: () => Status, clock: Clock) {
    this.#show = show;
    this.#compose = compose;
    this.#clock = clock;
  }

  /** Shows the status at once: for what happens rarely, such as a change of the connection. */
  show(): void {
    if (this.#isClosed) return;
    const status = this.#compose();
    if (this.#shown !== undefined && isSame(status, this.#shown)) return;
    this.#shown = status;
    this.#show(status);
  }

  /** Shows the status at once, unless one is due soon anyway. */
  update(): void {
    if (this.#timer === undefined) this.show();
    else this.#isStale = true;
  }

  /** Shows the status soon: what is under way now may be over then. */
  soon(): void {
    if (this.#isClosed) return;
    this.#isStale = true;
    this.#timer ??= this.#clock.after(INTERVAL, () => this.#intervalOver());
  }

  /** Shows the status now, or soon: for what may happen with each message. */
  refresh(): void {
    if (this.#isClosed) return;
    if (this.#timer !== undefined) {
      this.#isStale = true;
      return;
    }
    this.show();
    this.#timer = this.#clock.after(INTERVAL, () => this.#intervalOver());
  }

  /** Nothing is shown any more, though messages of the node may still end. */
  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  #intervalOver(): void {
    this.#timer = undefined;
    if (!this.#isStale) return;
    this.#isStale = false;
    this.refresh();
  }
}

function isSame(a: Status, b: Status): boolean {
  return a.fill === b.fill && a.shape === b.shape && a.text === b.text && a.connection === b.connection;
}
