import type { Clock } from "../clock";
import { MqttNodeError } from "../errors";
import type { Publication } from "../messages/publication";
import type { Outbox, PublicationEnded } from "../outbox/outbox";
import type { Subscriber } from "../subscriptions/subscriber";
import type { Subscriptions } from "../subscriptions/subscriptions";
import { Connector, type ConnectorSettings, type LinkOpener, type OpenLink } from "./connector";
import type { BrokerSession, ConnectionState } from "./state";

/** Who uses a connection and wants to know how it stands. */
export interface ConnectionUser {
  /** Called with the present state on joining, and with each new one. Must not throw. */
  stateChanged(state: ConnectionState): void;
}

/** Who follows a connection without using it. */
export interface ConnectionObserver extends ConnectionUser {
  /** The broker, or its limits, refused a birth message. */
  announcementFailed(error: MqttNodeError): void;
}

/** What a connection needs to know; checked and complete. */
export interface ConnectionSettings extends ConnectorSettings {
  /** Whether the first user starts it. */
  readonly autoConnect: boolean;
  /** Published after every connect. */
  readonly birth: readonly Publication[];
  /** Published before DISCONNECT. */
  readonly close: Publication | undefined;
}

/** What a connection works with. */
export interface ConnectionParts {
  readonly outbox: Outbox;
  readonly subscriptions: Subscriptions;
  readonly openLink: LinkOpener;
  readonly clock: Clock;
  /** From 0 to less than 1. */
  readonly random: () => number;
}

/** How long a closing connection waits for acknowledgements, and then for that of its close message; milliseconds. */
const FLUSH_WITHIN = 500;

/** One connection to a broker, shared by all its users: it opens with the first and closes after the last. */
export class Connection {
  readonly #settings: ConnectionSettings;
  readonly #outbox: Outbox;
  readonly #subscriptions: Subscriptions;
  readonly #connector: Connector;
  readonly #clock: Clock;
  readonly #users = new Set<ConnectionUser>();
  readonly #observers = new Set<ConnectionObserver>();
  #state: ConnectionState = { name: "closed" };
  #isHeld = false;
  #isSettling = false;
  #isClosed = false;
  /** Who waits for the connection to end. */
  #whenEnded: (() => void)[] = [];

  constructor(settings: ConnectionSettings, parts: ConnectionParts) {
    this.#settings = settings;
    this.#outbox = parts.outbox;
    this.#subscriptions = parts.subscriptions;
    this.#clock = parts.clock;
    const events = {
      stateChanged: (state: ConnectionState) => this.#stateChanged(state),
      connected: (link: OpenLink, session: BrokerSession) => this.#connected(link, session),
      lost: () => this.#lost(),
      received: parts.subscriptions.dispatch.bind(parts.subscriptions),
      acknowledged: parts.outbox.acknowledged.bind(parts.outbox),
    };
    this.#connector = new Connector(settings, events, parts.openLink, parts.clock, parts.random);
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Messages that wait for the broker. */
  get waiting(): number {
    return this.#outbox.waiting;
  }

  /** Tells of each new state, without using the connection. */
  observe(observer: ConnectionObserver): void {
    this.#observers.add(observer);
  }

  join(user: ConnectionUser): void {
    this.#users.add(user);
    user.stateChanged(this.#state);
    if (this.#settings.autoConnect) this.#connector.open();
  }

  leave(user: ConnectionUser): void {
    this.#users.delete(user);
    this.#changed();
  }

  /** Takes effect on the broker when the deploy is over, outside of one in the next turn. */
  subscribe(subscriber: Subscriber): void {
    this.#subscriptions.add(subscriber);
    this.#changed();
  }

  unsubscribe(subscriber: Subscriber): void {
    this.#subscriptions.remove(subscriber);
    this.#changed();
  }

  /** @param ended called exactly once: when the broker has acknowledged, or with the reason why it won't */
  publish(publication: Publication, ended: PublicationEnded): void {
    this.#outbox.publish(publication, ended);
  }

  /** A deploy has begun: users come and go, and what they leave may be taken up again. */
  hold(): void {
    this.#isHeld = true;
  }

  /** The deploy is over. */
  release(): void {
    this.#isHeld = false;
    this.#changed();
  }

  /** Waits a bounded time for acknowledgements, publishes the close message, disconnects, and ends what is left. */
  close(done: () => void): void {
    this.#isClosed = true;
    this.#disconnect(() => {
      this.#outbox.close(new MqttNodeError("node-closed", {}));
      done();
    });
  }

  /** However many ask for it, the connection ends once. */
  #disconnect(done: () => void): void {
    this.#whenEnded.push(done);
    if (this.#whenEnded.length === 1) this.#outbox.drained(FLUSH_WITHIN, () => this.#sayGoodbye());
  }

  #sayGoodbye(): void {
    if (this.#isWanted) return this.#ended();
    const { close } = this.#settings;
    if (close === undefined || this.#state.name !== "connected") return this.#hangUp();
    const timer = this.#clock.after(FLUSH_WITHIN, () => this.#hangUp());
    this.#outbox.publish(close, () => {
      if (timer.cancel()) this.#hangUp();
    });
  }

  /** What is left has no owner any more, and must not be sent after the next birth. */
  #hangUp(): void {
    this.#outbox.endAll(new MqttNodeError("node-closed", {}));
    this.#connector.close(() => this.#ended());
  }

  #ended(): void {
    const callbacks = this.#whenEnded;
    this.#whenEnded = [];
    for (const callback of callbacks) callback();
    // Somebody may have joined in the meantime.
    if (this.#isWanted && this.#settings.autoConnect) this.#connector.open();
  }

  get #isWanted(): boolean {
    return this.#users.size > 0 && !this.#isClosed;
  }

  #connected(link: OpenLink, { limits, sessionPresent }: BrokerSession): void {
    const announcements = this.#settings.birth.map((publication) => ({ publication, ended: this.#announced }));
    this.#subscriptions.connected(link, sessionPresent, limits.maximumPacketSize);
    this.#outbox.connected(link, limits, sessionPresent, announcements);
  }

  /** That the connection was lost is told anyway. */
  readonly #announced = (error?: MqttNodeError): void => {
    if (error === undefined || error.code === "not-connected" || error.code === "node-closed") return;
    for (const observer of this.#observers) observer.announcementFailed(error);
  };

  #lost(): void {
    this.#subscriptions.disconnected();
    this.#outbox.disconnected();
  }

  #stateChanged(state: ConnectionState): void {
    this.#state = state;
    for (const observer of this.#observers) observer.stateChanged(state);
    for (const user of this.#users) user.stateChanged(state);
  }

  #changed(): void {
    if (this.#isHeld || this.#isSettling) return;
    this.#isSettling = true;
    this.#clock.after(0, () => this.#settle());
  }

  #settle(): void {
    this.#isSettling = false;
    if (this.#isHeld) return;
    this.#subscriptions.reconcile();
    if (!this.#isWanted) this.#disconnect(() => undefined);
  }
}
