import type { Clock, Timer } from "../../clock";
import type { DiskTrouble } from "./disk-trouble";

/** Milliseconds. */
const AGAIN_AFTER = 5_000;

/** One kind of access to a disk that may fail: tried again until it succeeds. */
export class DiskAttempts {
  readonly #clock: Clock;
  readonly #trouble: DiskTrouble;
  readonly #again: () => void;
  #timer: Timer | undefined;
  #isPaused = false;

  constructor(clock: Clock, trouble: DiskTrouble, again: () => void) {
    this.#clock = clock;
    this.#trouble = trouble;
    this.#again = again;
  }

  /** Since the last one failed; also while it is tried again. */
  get areFailing(): boolean {
    return this.#trouble.isOf(this);
  }

  succeeded(): void {
    this.#trouble.remove(this);
  }

  failed(reason: unknown): void {
    this.postpone();
    this.#trouble.add(this, reason);
  }

  /** There was nothing to try. */
  postpone(): void {
    if (!this.#isPaused) this.#timer = this.#clock.after(AGAIN_AFTER, this.#again);
  }

  /** Nothing is tried again before {@link resume}. */
  pause(): void {
    this.#isPaused = true;
    this.#timer?.cancel();
  }

  /** There is a new beginning: nothing counts as failing any more. */
  resume(): void {
    this.#isPaused = false;
    this.succeeded();
  }
}
