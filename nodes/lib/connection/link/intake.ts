import type { ReceivedMessage } from "../../messages/received-message";

/** Deliveries after which the intake yields one turn to the wire, so that a flood can't stall the event loop. */
const DELIVERIES_PER_TURN = 500;

/**
 * Where messages of one link come in, one at a time: MQTT.js turns to the next, and completes QoS 2, when it is told to.
 * While the intake is held the first that comes waits and the rest stays unread: back-pressure reaches the broker.
 */
export class Intake {
  readonly #dispatch: (message: ReceivedMessage) => number;
  #deliveries = 0;
  #isHeld = false;
  #waiting: ReceivedMessage | undefined;
  #next: (() => void) | undefined;

  /** @param dispatch returns how many nodes got the message */
  constructor(dispatch: (message: ReceivedMessage) => number) {
    this.#dispatch = dispatch;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  received(message: ReceivedMessage): void {
    if (this.#isHeld) this.#waiting = message;
    else this.#deliveries += this.#dispatch(message);
  }

  /** Comes right after each message. @param next completes QoS 2 and goes on to the next one */
  handled(next: () => void): void {
    if (this.#waiting === undefined) this.#goOn(next);
    else this.#next = next;
  }

  /** From now on nothing is dispatched or acknowledged. */
  hold(): void {
    this.#isHeld = true;
  }

  /** Dispatches what waits, and goes on. */
  release(): void {
    const message = this.#waiting;
    const next = this.#next;
    this.#isHeld = false;
    this.drop();
    if (message === undefined || next === undefined) return;
    this.received(message);
    this.handled(next);
  }

  /** Forgets what waits: it is neither dispatched nor acknowledged. */
  drop(): void {
    this.#waiting = undefined;
    this.#next = undefined;
  }

  #goOn(next: () => void): void {
    if (this.#deliveries < DELIVERIES_PER_TURN) return next();
    this.#deliveries = 0;
    setImmediate(next);
  }
}
