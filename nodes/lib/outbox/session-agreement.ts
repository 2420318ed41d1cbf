import type { MessageQueue } from "./message-queue";
import type { SendSession } from "./send-session";

/** What it needs to know of the queue. */
export type SessionKeeper = Pick<MessageQueue, "session" | "beginSession">;

/** What comes of it. */
export interface AgreementEvents {
  /** What was in flight was so in a session that is gone. */
  gone(): void;
  /** What waits may be sent. */
  agreed(): void;
}

/**
 * Brings together what the broker and the queue know of the session: until they agree, nothing that waits may be sent.
 * A queue on disk may not know yet, and must not forget that a new session has begun.
 */
export class SessionAgreement {
  readonly #queue: SessionKeeper;
  readonly #events: AgreementEvents;
  /** Of the connection that stands. */
  #session: SendSession | undefined;
  /** Whether the queue knows of it. */
  #isKnown = false;
  #isAgreed = false;
  /** A new session that isn't safe in the queue yet. */
  #beginning: object | undefined;

  constructor(queue: SessionKeeper, events: AgreementEvents) {
    this.#queue = queue;
    this.#events = events;
  }

  /** Whether what waits may be sent. */
  get isAgreed(): boolean {
    return this.#isAgreed;
  }

  connected(session: SendSession): void {
    this.#session = session;
    this.#isKnown = this.#isAgreed = false;
    this.seek();
  }

  disconnected(): void {
    this.#session = undefined;
    this.#isAgreed = false;
  }

  /** Called when the queue may know more than before. */
  seek(): void {
    const known = this.#queue.session;
    if (this.#session === undefined || known === undefined || this.#isKnown) return;
    this.#isKnown = true;
    const { identity, sessionPresent } = this.#session;
    if (!sessionPresent || known !== identity) this.#begin(identity);
    else if (this.#beginning === undefined) this.#agree();
  }

  /** A broker that has forgotten the session will never acknowledge what was in flight: it is sent anew, in order. */
  #begin(identity: string): void {
    const beginning = (this.#beginning = {});
    // First of all: when the queue calls back, perhaps at once, what waits is sent.
    this.#events.gone();
    this.#queue.beginSession(identity, () => {
      if (this.#beginning !== beginning) return;
      this.#beginning = undefined;
      this.#agree();
    });
  }

  #agree(): void {
    if (this.#session === undefined || !this.#isKnown) return;
    this.#isAgreed = true;
    this.#events.agreed();
  }
}
