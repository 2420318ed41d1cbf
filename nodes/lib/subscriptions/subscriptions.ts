import type { Clock } from "../clock";
import type { ReceivedMessage } from "../messages/received-message";
import { BrokerSubscriptions, type SubscribingSession } from "./broker/broker-subscriptions";
import { Dispatcher } from "./dispatch/dispatcher";
import { HIGHEST_IDENTIFIER } from "./identifiers";
import type { SessionRecord } from "./broker/session-record";
import type { SubscribeTransport } from "./broker/subscribe-transport";
import type { Subscriber } from "./subscriber";
import { WireFilter } from "./wire-filter";

/** What subscriptions work with. */
export interface SubscriptionsParts {
  /** Most filters in one SUBSCRIBE, 0 for no limit. */
  readonly batch: number;
  /** What a SUBACK code means, for people. */
  readonly nameOfCode: (code: number) => string;
  readonly clock: Clock;
  /** Keeps over restarts what a broker was asked for. */
  readonly record: SessionRecord;
}

/** Filters remembered that nobody wants any more, so that messages under way for them go to nobody else. */
const MOST_FORMER = 1_000;

/** Who wants which filter, what is asked of the broker for it, and who gets a message. */
export class Subscriptions {
  readonly #parts: SubscriptionsParts;
  readonly #dispatcher: Dispatcher;
  readonly #filters = new Map<string, WireFilter>();
  #broker: BrokerSubscriptions | undefined;
  #lastIdentifier = 0;
  /** By what the session is known that the filters stand in. */
  #known: string | undefined;
  /** Whether a process before this one may have left a session behind. */
  #isFirstConnect = true;

  constructor(parts: SubscriptionsParts) {
    this.#parts = parts;
    this.#dispatcher = new Dispatcher(parts.clock);
  }

  /** Whether retained messages may still come for those who have asked. */
  get awaitsRetained(): boolean {
    return this.#dispatcher.awaitsRetained;
  }

  /** Takes effect on the broker with the next {@link reconcile}. */
  add(subscriber: Subscriber): void {
    this.#filterOf(subscriber.filter).add(subscriber);
    this.#dispatcher.changed();
  }

  /** From now on the subscriber gets nothing. */
  remove(subscriber: Subscriber): void {
    this.#filters.get(subscriber.filter.wire)?.remove(subscriber);
    this.#dispatcher.changed();
  }

  /** A deploy is over: brings the broker up to date, unsubscribes what nobody wants, subscribes what is new. */
  reconcile(): void {
    for (const filter of this.#filters.values()) filter.succeed();
    for (const filter of this.#filters.values()) filter.endLeavers();
    if (this.#broker === undefined) this.#forgetFormer();
    else this.#broker.update();
  }

  /** The broker is there; it is asked for what it doesn't know yet. */
  connected(transport: SubscribeTransport, session: SubscribingSession): void {
    if (session.sessionPresent && this.#isFirstConnect) this.#restore(session.clientId);
    if (!session.sessionPresent) this.#lastIdentifier = 0;
    this.#isFirstConnect = false;
    this.#beginSession(session);
    this.#broker = new BrokerSubscriptions(transport, session, {
      ...this.#parts,
      batch: this.#parts.batch === 0 ? Infinity : this.#parts.batch,
      dispatcher: this.#dispatcher,
      filters: () => [...this.#filters.values()],
      nextIdentifier: () => (this.#lastIdentifier = (this.#lastIdentifier % HIGHEST_IDENTIFIER) + 1),
      record: () => this.#record(session),
      changed: () => this.#changed(),
    });
    this.#broker.update();
  }

  /** The broker is gone. */
  disconnected(): void {
    this.#broker?.end();
    this.#broker = undefined;
    for (const filter of this.#filters.values()) filter.disconnected();
    this.#dispatcher.disconnected();
  }

  /**
   * Hands a message to everybody who wants it, each once.
   * @returns how many nodes got it
   */
  dispatch(message: ReceivedMessage): number {
    return this.#dispatcher.dispatch(message);
  }

  /** It may be another session than the last, which has not been asked for what that one has: of another broker, say. */
  #beginSession({ address, clientId, limits, sessionPresent }: SubscribingSession): void {
    const known = JSON.stringify([address, clientId, limits.subscriptionIdentifiers]);
    const isOther = this.#known !== undefined && this.#known !== known;
    this.#known = known;
    for (const filter of this.#filters.values()) {
      if (isOther) filter.standing.doubt();
      filter.connected(sessionPresent, isOther);
    }
  }

  #filterOf(filter: Pick<WireFilter, "wire" | "pattern">): WireFilter {
    const known = this.#filters.get(filter.wire);
    if (known !== undefined) return known;
    const created = new WireFilter(filter);
    this.#filters.set(filter.wire, created);
    this.#dispatcher.add(created);
    return created;
  }

  /** What a process before this one asked for: what it did not give back, the broker still sends. */
  #restore(clientId: string): void {
    const stored = this.#parts.record.load();
    if (stored?.clientId !== clientId) return;
    for (const filter of stored.filters) {
      this.#filterOf(filter).restore(filter.identifiers);
      this.#lastIdentifier = Math.max(this.#lastIdentifier, ...filter.identifiers);
    }
  }

  #changed(): void {
    this.#dispatcher.changed();
    this.#forgetFormer();
  }

  /** A process after this one must know what the broker of a kept session has been asked for. */
  #record({ clientId, limits }: SubscribingSession): void {
    if (limits.sessionExpiry === 0) return;
    const filters = [...this.#filters.values()]
      .filter(({ standing }) => standing.isAtBroker)
      .map(({ wire, pattern, standing: { identifiers } }) => ({ wire, pattern, identifiers }));
    this.#parts.record.save({ clientId, filters });
  }

  /** Filters that nobody wants and no broker sends for; the last ones stay as long as messages under way may name them. */
  #forgetFormer(): void {
    const former = [...this.#filters.values()].filter(({ isUnused, standing }) => isUnused && !standing.isAtBroker);
    const named = former.filter(({ standing }) => standing.identifiers.length > 0).slice(-MOST_FORMER);
    const kept = new Set(named);
    for (const filter of former) if (!kept.has(filter)) this.#forget(filter);
  }

  #forget(filter: WireFilter): void {
    this.#filters.delete(filter.wire);
    this.#dispatcher.remove(filter);
  }
}
