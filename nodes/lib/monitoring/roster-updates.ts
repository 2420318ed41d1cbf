import type { Clock, Timer } from "../clock";

/** Milliseconds between two rosters while devices come and go: ten thousand that are heard of at once make one. */
const INTERVAL = 1_000;

/** Sends the roster after a change: at once after a quiet time, else when the interval is over. */
export class RosterUpdates {
  readonly #clock: Clock;
  readonly #send: () => void;
  #timer: Timer | undefined;
  #isDue = false;

  constructor(clock: Clock, send: () => void) {
    this.#clock = clock;
    this.#send = send;
  }

  changed(): void {
    this.#isDue = true;
    this.#timer ??= this.#clock.after(0, () => this.#elapsed());
  }

  /** @returns whether there is something that hasn't been sent */
  close(): boolean {
    this.#timer?.cancel();
    this.#timer = undefined;
    const wasDue = this.#isDue;
    this.#isDue = false;
    return wasDue;
  }

  #elapsed(): void {
    this.#timer = undefined;
    if (!this.#isDue) return;
    this.#isDue = false;
    this.#send();
    this.#timer = this.#clock.after(INTERVAL, () => this.#elapsed());
  }
}
