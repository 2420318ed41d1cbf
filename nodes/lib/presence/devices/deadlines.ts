import type { Clock, Timer } from "../../clock";

/**
 * Calls that are due the same time after each item was set: one timer for any number of items, since the oldest is
 * always the next.
 */
export class Deadlines<T> {
  readonly #delay: number;
  readonly #clock: Clock;
  readonly #due: (item: T) => void;
  /** When each is due, the next one first. */
  readonly #items = new Map<T, number>();
  #timer: Timer | undefined;
  #isPaused = false;

  /** @param seconds 0: nothing is ever due */
  constructor(seconds: number, clock: Clock, due: (item: T) => void) {
    this.#delay = seconds * 1_000;
    this.#clock = clock;
    this.#due = due;
  }

  /** Whether anything is ever due. */
  get areKept(): boolean {
    return this.#delay > 0;
  }

  has(item: T): boolean {
    return this.#items.has(item);
  }

  /** The item is due after the whole time, also if it has been waiting. */
  set(item: T): void {
    if (!this.areKept) return;
    this.#items.delete(item);
    this.#items.set(item, this.#clock.now() + this.#delay);
    this.#wait();
  }

  /** @returns whether it was to come */
  cancel(item: T): boolean {
    return this.#items.delete(item);
  }

  /** Nothing is due until {@link resume}; time goes on. */
  pause(): void {
    this.#isPaused = true;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  resume(): void {
    this.#isPaused = false;
    this.#wait();
  }

  clear(): void {
    this.#items.clear();
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #wait(): void {
    if (this.#timer !== undefined || this.#isPaused) return;
    const [next] = this.#items.values();
    if (next === undefined) return;
    this.#timer = this.#clock.after(next - this.#clock.now(), () => this.#elapsed());
  }

  #elapsed(): void {
    this.#timer = undefined;
    const now = this.#clock.now();
    for (const [item, due] of this.#items) {
      if (due > now) break;
      this.#items.delete(item);
      this.#due(item);
    }
    this.#wait();
  }
}
