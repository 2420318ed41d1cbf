import type { Clock, Timer } from "../clock";

/** What a pace holds back: what isn't read stays with the broker. */
export interface PacedSource {
  hold(): void;
  release(): void;
}

/** Milliseconds. */
const PERIOD = 100;

const MESSAGES_PER_PERIOD = 2_000;

/** Reads so many messages and then none for the rest of a period, so that flows have their turn beside a busy broker. */
export class ReadingPace {
  readonly #clock: Clock;
  readonly #source: PacedSource;
  #messages = 0;
  #period: Timer | undefined;

  constructor(clock: Clock, source: PacedSource) {
    this.#clock = clock;
    this.#source = source;
  }

  /** A message was read. */
  received(): void {
    this.#period ??= this.#clock.after(PERIOD, () => this.#nextPeriod());
    this.#messages += 1;
    if (this.#messages === MESSAGES_PER_PERIOD) this.#source.hold();
  }

  /** Nothing will be read any more. */
  end(): void {
    this.#period?.cancel();
  }

  /** It begins with the next message. */
  #nextPeriod(): void {
    const isHeld = this.#messages >= MESSAGES_PER_PERIOD;
    this.#period = undefined;
    this.#messages = 0;
    if (isHeld) this.#source.release();
  }
}
