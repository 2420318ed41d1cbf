import type { Clock, Timer } from "../clock";

/** Milliseconds between two looks at the clock. */
const TICK = 10;

/** Holds back what has waited for the broker, so that it isn't flooded when it returns. */
export class DrainPace {
  readonly #rate: number;
  readonly #clock: Clock;
  readonly #due: () => void;
  /** When the backlog began to be sent; undefined while there is none. */
  #began: number | undefined;
  #sent = 0;
  #timer: Timer | undefined;

  /**
   * @param rate messages a second, 0 for no limit
   * @param due called when the next may be sent
   */
  constructor(rate: number, clock: Clock, due: () => void) {
    this.#rate = rate;
    this.#clock = clock;
    this.#due = due;
  }

  /** The broker is there, and so much has waited for it. */
  begin(waiting: number): void {
    this.end();
    if (this.#rate === 0 || waiting === 0) return;
    this.#began = this.#clock.now();
    this.#sent = 0;
  }

  /** The backlog is sent, or the broker gone. */
  end(): void {
    this.#began = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** Whether the next may be sent now. */
  get allows(): boolean {
    if (this.#began === undefined) return true;
    const elapsed = this.#clock.now() - this.#began;
    if (this.#sent <= (elapsed * this.#rate) / 1_000) return true;
    this.#wait((this.#sent * 1_000) / this.#rate - elapsed);
    return false;
  }

  /** One was sent. @param waiting how many are left */
  sent(waiting: number): void {
    if (this.#began === undefined) return;
    this.#sent += 1;
    if (waiting === 0) this.end();
  }

  #wait(milliseconds: number): void {
    this.#timer ??= this.#clock.after(Math.max(milliseconds, TICK), () => {
      this.#timer = undefined;
      this.#due();
    });
  }
}
