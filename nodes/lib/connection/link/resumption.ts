import type { Clock, Timer } from "../../clock";
import type { SessionMemory } from "./client-options";

/**
 * What becomes of the messages in flight when the broker has accepted us: in a session it still knows, MQTT.js sends
 * them again, one a round trip, and says `connect` when all are acknowledged.
 */
export class Resumption {
  readonly #memory: SessionMemory;
  readonly #clock: Clock;
  #timer: Timer | undefined;

  constructor(memory: SessionMemory, clock: Clock) {
    this.#memory = memory;
    this.#clock = clock;
  }

  /**
   * @param sessionPresent whether the broker still knows the session
   * @param seconds it has for the acknowledgements
   * @param overdue called if it doesn't acknowledge
   */
  begin(sessionPresent: boolean, seconds: number, overdue: () => void): void {
    if (sessionPresent) {
      this.#timer = this.#clock.after(seconds * 1_000, overdue);
      return;
    }
    // Nothing of a session that is forgotten may be sent again under its packet identifiers.
    this.#memory.outgoing.clear();
    this.#memory.incoming.clear();
  }

  /** Done, or given up. */
  end(): void {
    this.#timer?.cancel();
  }
}
