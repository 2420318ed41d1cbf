import type { Clock } from "../clock";

/** Those who wait for all messages to be sent, for a bounded time. */
export class Draining {
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether anybody waits. */
  get isAwaited(): boolean {
    return this.#waiting.size > 0;
  }

  /** Calls back with {@link end}, or when `milliseconds` are over. */
  begin(milliseconds: number, callback: () => void): void {
    const end = (): void => {
      timer.cancel();
      if (this.#waiting.delete(end)) callback();
    };
    const timer = this.#clock.after(milliseconds, end);
    this.#waiting.add(end);
  }

  /** There is nothing to wait for any more. */
  end(): void {
    for (const end of [...this.#waiting]) end();
  }
}
