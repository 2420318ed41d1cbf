import type { Clock } from "../clock";

/** Gathers changes of one turn, or of a whole deploy, into one action. */
export class Settling {
  readonly #clock: Clock;
  readonly #action: () => void;
  #isHeld = false;
  #isDue = false;

  constructor(clock: Clock, action: () => void) {
    this.#clock = clock;
    this.#action = action;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** The action is called in the next turn; while held, in the turn after the release. */
  changed(): void {
    if (this.#isHeld || this.#isDue) return;
    this.#isDue = true;
    this.#clock.after(0, () => {
      this.#isDue = false;
      if (!this.#isHeld) this.#action();
    });
  }

  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    this.changed();
  }
}
