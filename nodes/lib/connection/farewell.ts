import type { Clock } from "../clock";
import type { Publication } from "../messages/publication";
import type { Outbox } from "../outbox/outbox";
import type { Connector } from "./connector";

/** How long a closing connection waits for acknowledgements, and then for that of its close message; milliseconds. */
const FLUSH_WITHIN = 500;

/** What a farewell needs to know when it gets there. */
export interface FarewellDecisions {
  /** Whether to leave after all. */
  readonly mayLeave: () => boolean;
  /** The message to leave with, if we are connected. */
  readonly closeMessage: () => Publication | undefined;
  /** Comes when nothing more will be sent, before DISCONNECT. */
  readonly leaving: () => void;
}

/**
 * The orderly end of a connection: it waits a bounded time for acknowledgements, publishes the close message and
 * disconnects. However many ask for it meanwhile, it happens once.
 */
export class Farewell {
  readonly #outbox: Outbox;
  readonly #clock: Clock;
  readonly #decisions: FarewellDecisions;
  #whenOver: ((hasLeft: boolean) => void)[] = [];

  constructor(outbox: Outbox, clock: Clock, decisions: FarewellDecisions) {
    this.#outbox = outbox;
    this.#clock = clock;
    this.#decisions = decisions;
  }

  /** Whether it has begun and isn't over. */
  get isUnderWay(): boolean {
    return this.#whenOver.length > 0;
  }

  /** @param over called when the socket is closed, or when leaving turned out not to be wanted */
  begin(connector: Connector, over: (hasLeft: boolean) => void): void {
    this.#whenOver.push(over);
    if (this.#whenOver.length === 1) this.#outbox.drained(FLUSH_WITHIN, () => this.#sayGoodbye(connector));
  }

  #sayGoodbye(connector: Connector): void {
    if (!this.#decisions.mayLeave()) return this.#stay();
    const message = this.#decisions.closeMessage();
    if (message === undefined) return this.#leave(connector);
    const timer = this.#clock.after(FLUSH_WITHIN, () => this.#leave(connector));
    const ended = (): void => {
      if (timer.cancel()) this.#leave(connector);
    };
    // Not acknowledged in time it must not be sent again, after the next birth.
    this.#outbox.announce({ publication: message, ended });
  }

  #stay(): void {
    this.#outbox.stay();
    this.#over(false);
  }

  #leave(connector: Connector): void {
    this.#decisions.leaving();
    connector.close(() => this.#over(true));
  }

  #over(hasLeft: boolean): void {
    const callbacks = this.#whenOver;
    this.#whenOver = [];
    for (const callback of callbacks) callback(hasLeft);
  }
}
