import type { Clock } from "../clock";
import { MqttNodeError, type ErrorCode } from "../errors";

/** So many sessions that end within {@link WITHIN}, while every login goes well, are no accident. */
const ENDS = 3;
/** Milliseconds. */
const WITHIN = 60_000;

/** How a session ends whose client id another client uses: MQTT 5 says so, before it brokers just close. */
const SUSPICIOUS: ReadonlySet<ErrorCode> = new Set(["session-taken-over", "connection-lost"]);

/**
 * Recognises that another client uses our client id. Each login pushes the other client out [MQTT-3.1.4-3], so that
 * the two go on for ever; a restarting broker or a bad network looks different, since logins fail too.
 */
export class Rivalry {
  readonly #clock: Clock;
  readonly #settlesAfter: number;
  #ends: number[] = [];
  #connectedAt = 0;
  #cause: MqttNodeError | undefined;

  /** @param patience the longest wait between two attempts, ours and most likely the rival's; seconds */
  constructor(clock: Clock, patience: number) {
    this.#clock = clock;
    this.#settlesAfter = Math.max(2 * patience * 1_000, WITHIN);
  }

  /** Milliseconds a session must last for the rival to be gone. */
  get settlesAfter(): number {
    return this.#settlesAfter;
  }

  /** What tells that there is a rival. */
  get cause(): MqttNodeError | undefined {
    return this.#cause;
  }

  connected(): void {
    this.#connectedAt = this.#clock.now();
  }

  /** A login failed, or a session has lasted: what seemed a rival wasn't one, or is gone. */
  over(): void {
    this.#ends = [];
    this.#cause = undefined;
  }

  /** @returns why the session ended, in the light of those before */
  ended(cause: MqttNodeError, address: string, clientId: string): MqttNodeError {
    const now = this.#clock.now();
    if (!SUSPICIOUS.has(cause.code) || now - this.#connectedAt >= this.#settlesAfter) this.over();
    if (!SUSPICIOUS.has(cause.code)) return cause;
    this.#ends = [...this.#ends.filter((end) => now - end < WITHIN), now];
    if (this.#cause === undefined && this.#ends.length < ENDS) return cause;
    // What the server has said once is more than a guess.
    if (this.#cause?.code === "session-taken-over") return this.#cause;
    const isCertain = cause.code === "session-taken-over";
    this.#cause = isCertain ? cause : new MqttNodeError("client-id-contested", { address, clientId }, cause);
    return this.#cause;
  }
}
