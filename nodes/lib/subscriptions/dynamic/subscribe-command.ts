import type { Clock, Timer } from "../../clock";
import { MqttNodeError } from "../../errors";

/** Seconds that a command waits for the broker's answers. */
const PATIENCE = 30;

/** A `subscribe` that waits for the broker's answers, and ends once: well, or with the first refusal. */
export class SubscribeCommand {
  readonly #ended: (error?: MqttNodeError) => void;
  readonly #timer: Timer;
  #awaited: number;
  #refusal: MqttNodeError | undefined;
  #isOpen = true;

  /** @param awaited answers, at least 1 */
  constructor(awaited: number, clock: Clock, ended: (error?: MqttNodeError) => void) {
    this.#awaited = awaited;
    this.#ended = ended;
    const late = new MqttNodeError("subscribe-timeout", { seconds: PATIENCE });
    this.#timer = clock.after(PATIENCE * 1_000, () => this.end(late));
  }

  /** Whether it still waits. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** One more subscription has its answer, or is of no interest any more. */
  answered(refusal?: MqttNodeError): void {
    this.#refusal ??= refusal;
    this.#awaited -= 1;
    if (this.#awaited === 0) this.end();
  }

  /** It waits no longer. @param error why, if that is a failure */
  end(error?: MqttNodeError): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#timer.cancel();
    this.#ended(this.#refusal ?? error);
  }
}
