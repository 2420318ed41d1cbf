import type { Clock } from "../clock";
import { MqttNodeError } from "../errors";

/** Milliseconds. */
const MINUTE = 60_000;

/** How often something may be begun within a minute, whoever asks. */
export class StartLimit {
  readonly #most: number;
  readonly #clock: Clock;
  #starts: number[] = [];

  constructor(most: number, clock: Clock) {
    this.#most = most;
    this.#clock = clock;
  }

  /** @throws MqttNodeError `requests-too-many` */
  count(): void {
    const now = this.#clock.now();
    this.#starts = this.#starts.filter((start) => now - start < MINUTE);
    if (this.#starts.length >= this.#most) throw new MqttNodeError("requests-too-many", {});
    this.#starts.push(now);
  }
}
