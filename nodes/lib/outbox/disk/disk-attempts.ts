import type { Clock, Timer } from "../../clock";
import { MqttNodeError } from "../../errors";

/** Milliseconds. */
const AGAIN_AFTER = 5_000;

/** One kind of access to a disk that may fail: told once for a reason, and tried again until it succeeds. */
export class DiskAttempts {
  readonly #clock: Clock;
  readonly #tell: (error: MqttNodeError) => void;
  readonly #again: () => void;
  #told: string | undefined;
  #timer: Timer | undefined;
  #isClosed = false;

  constructor(clock: Clock, tell: (error: MqttNodeError) => void, again: () => void) {
    this.#clock = clock;
    this.#tell = tell;
    this.#again = again;
  }

  /** Since the last one failed; also while it is tried again. */
  get areFailing(): boolean {
    return this.#told !== undefined;
  }

  succeeded(): void {
    this.#told = undefined;
  }

  failed(reason: unknown): void {
    if (this.#isClosed) return;
    const error = MqttNodeError.from(reason);
    const words = `${error.code} ${JSON.stringify(error.values)}`;
    const isNew = words !== this.#told;
    this.#told = words;
    this.postpone();
    if (isNew) this.#tell(error);
  }

  /** There was nothing to try. */
  postpone(): void {
    this.#timer = this.#clock.after(AGAIN_AFTER, this.#again);
  }

  /** Tells nothing and tries nothing any more. */
  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }
}
