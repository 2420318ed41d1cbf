import type { Clock } from "../clock";

/** A session must last this many milliseconds before the waiting starts small again. */
const STABLE_AFTER = 10_000;

/**
 * How long to wait before the next attempt: exponential with full jitter, so that a thousand clients of a restarted
 * broker don't come back in the same second.
 */
export class ReconnectPolicy {
  readonly #min: number;
  readonly #max: number;
  readonly #clock: Clock;
  readonly #random: () => number;
  #attempt = 0;
  #connectedAt: number | undefined;

  /**
   * @param min seconds
   * @param max seconds
   * @param random from 0 to less than 1
   */
  constructor(min: number, max: number, clock: Clock, random: () => number) {
    this.#min = min * 1_000;
    this.#max = Math.max(min, max) * 1_000;
    this.#clock = clock;
    this.#random = random;
  }

  /** Attempts that failed since the last stable session. */
  get attempt(): number {
    return this.#attempt;
  }

  connected(): void {
    this.#connectedAt = this.#clock.now();
  }

  /**
   * An attempt failed or a session ended.
   * @param isContested whether another client fights for the session: then only waiting long helps
   * @returns milliseconds to wait
   */
  nextDelay(isContested = false): number {
    const lasted = this.#connectedAt === undefined ? 0 : this.#clock.now() - this.#connectedAt;
    if (lasted >= STABLE_AFTER && !isContested) this.#attempt = 0;
    this.#connectedAt = undefined;
    const ceiling = isContested ? this.#max : Math.min(this.#max, this.#min * 2 ** this.#attempt);
    this.#attempt += 1;
    return Math.round(ceiling * this.#random());
  }
}
