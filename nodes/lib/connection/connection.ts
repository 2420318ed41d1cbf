import type { Clock } from "../clock";
import type { UserProperties } from "../config/user-properties";
import { MqttNodeError } from "../errors";
import type { Publication } from "../messages/publication";
import type { Outbox } from "../outbox/outbox";
import type { PublicationEnded } from "../outbox/outbox-entry";
import type { QueueState } from "../outbox/queue-state";
import type { FailedMessage, Sender } from "../outbox/sender";
import type { Subscriber } from "../subscriptions/subscriber";
import type { Subscriptions } from "../subscriptions/subscriptions";
import type { CommandEnded } from "./connect-commands";
import { ConnectionSwitch } from "./connection-switch";
import type { ConnectionSettings } from "./settings/connect-settings";
import type { ConnectionObserver, ConnectionUser } from "./connection-user";
import { Connector, type LinkOpener, type OpenLink } from "./connector";
import { Settling } from "./settling";
import type { ClientIdentity } from "./shared-identities";
import type { BrokerSession, ConnectionState } from "./state";

/** What a connection works with. */
export interface ConnectionParts {
  readonly outbox: Outbox;
  readonly subscriptions: Subscriptions;
  readonly openLink: LinkOpener;
  readonly clock: Clock;
  /** From 0 to less than 1. */
  readonly random: () => number;
}

/** One connection to a broker, shared by all its users: it opens with the first and closes after the last. */
export class Connection {
  readonly #saved: ConnectionSettings;
  readonly #parts: ConnectionParts;
  readonly #outbox: Outbox;
  readonly #subscriptions: Subscriptions;
  readonly #users = new Set<ConnectionUser>();
  readonly #settling: Settling;
  readonly #switch: ConnectionSwitch;
  #observer: ConnectionObserver | undefined;
  #state: ConnectionState = { name: "closed" };
  /** A deploy is over, and what came meanwhile still waits. */
  #isReleased = false;

  /** @param settings as they are saved; a command may put others in their place */
  constructor(settings: ConnectionSettings, parts: ConnectionParts) {
    this.#saved = settings;
    this.#parts = parts;
    this.#outbox = parts.outbox;
    this.#subscriptions = parts.subscriptions;
    this.#settling = new Settling(parts.clock, () => this.#settle());
    this.#switch = new ConnectionSwitch(settings, {
      outbox: parts.outbox,
      clock: parts.clock,
      isUsed: () => this.#users.size > 0,
      isHeld: () => this.#settling.isHeld,
      createConnector: (used) => this.#createConnector(used),
    });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** How the messages stand that wait for the broker. */
  queueState(): QueueState {
    return this.#outbox.state;
  }

  /** Why messages that should be on disk are in memory; undefined if they aren't. */
  get queueTrouble(): MqttNodeError | undefined {
    return this.#outbox.trouble;
  }

  /** What goes with every message, unless it says otherwise. */
  get userProperties(): UserProperties {
    return this.#switch.settings.brokers[0]?.properties.userProperties ?? {};
  }

  /** The brokers and client ids it connects with, if it is to connect. */
  get identities(): readonly ClientIdentity[] {
    return this.#switch.isWanted ? this.#switch.settings.brokers : [];
  }

  /**
   * Whether the broker is to keep the session while we are away, so that it sends again what wasn't acknowledged; as
   * it is saved.
   */
  get keepsSession(): boolean {
    return this.#saved.brokers.every(({ cleanSession, sessionExpiry }) => !cleanSession && sessionExpiry > 0);
  }

  /** Whether an answer of the broker can be told from those it gives to others: it says for whom it is, or nobody else waits. */
  get tellsAnswers(): boolean {
    if (this.#state.name !== "connected") return false;
    return this.#state.session.limits.subscriptionIdentifiers || !this.#subscriptions.awaitsRetained;
  }

  /** Tells of each new state, in the place of whoever was told before. */
  observe(observer: ConnectionObserver): void {
    this.#observer = observer;
  }

  join(user: ConnectionUser): void {
    this.#users.add(user);
    user.stateChanged(this.#state);
    this.#switch.open();
  }

  leave(user: ConnectionUser): void {
    this.#users.delete(user);
    this.#settling.changed();
  }

  /** Takes effect on the broker when the deploy is over, outside of one in the next turn. */
  subscribe(subscriber: Subscriber): void {
    this.#subscriptions.add(subscriber);
    this.#settling.changed();
  }

  unsubscribe(subscriber: Subscriber): void {
    this.#subscriptions.remove(subscriber);
    // Its successor may come with the same deploy, and shall miss nothing.
    if (this.#settling.isHeld) this.#switch.hold();
    this.#settling.changed();
  }

  /** From now on it is told of what becomes of its messages. */
  addSender(sender: Sender): void {
    this.#outbox.addSender(sender);
  }

  removeSender(sender: Sender): void {
    this.#outbox.removeSender(sender);
  }

  /** How many messages of a sender wait. */
  waitingOf(senderId: string): number {
    return this.#outbox.waitingOf(senderId);
  }

  /** @param ended called exactly once: when the broker has it or the disk, or with the reason why neither will */
  publish(publication: Publication, sender: Sender, ended: PublicationEnded): void {
    this.#outbox.publish(publication, sender, ended);
  }

  /** By command of a flow: ends what waits. @returns how many messages that were */
  clearQueue(): number {
    return this.#outbox.clear();
  }

  /** By command of a flow: see {@link ConnectionSwitch.connect}. */
  connect(settings: ConnectionSettings | undefined, force: boolean, ended: CommandEnded): void {
    this.#switch.connect(settings, force, ended);
  }

  /** By command of a flow: see {@link ConnectionSwitch.disconnect}. */
  disconnect(ended: CommandEnded): void {
    this.#switch.disconnect(ended);
  }

  /** Something is wrong that doesn't change the state. */
  troubled(error: MqttNodeError): void {
    this.#observer?.troubled(error);
  }

  /** A message that was safe on disk has failed, and the node that sent it is gone. */
  messageFailed(error: MqttNodeError, message: FailedMessage): void {
    this.#observer?.messageFailed(error, message);
  }

  /** A deploy has begun: users come and go, and what they leave may be taken up again. */
  hold(): void {
    this.#settling.hold();
  }

  /** The deploy is over. */
  release(): void {
    this.#isReleased = true;
    this.#settling.release();
  }

  /** Waits a bounded time for acknowledgements, publishes the close message, disconnects, and ends what is left. */
  close(done: () => void): void {
    this.#switch.close(() => {
      this.#outbox.close(new MqttNodeError("node-closed", {}), done);
    });
  }

  #createConnector(settings: ConnectionSettings): Connector {
    const { openLink, clock, random, subscriptions, outbox } = this.#parts;
    const events = {
      stateChanged: (state: ConnectionState) => this.#stateChanged(state),
      connected: (link: OpenLink, session: BrokerSession) => this.#connected(link, session),
      lost: (cause: MqttNodeError | undefined) => this.#lost(cause),
      received: subscriptions.dispatch.bind(subscriptions),
      acknowledged: outbox.acknowledged.bind(outbox),
      publishReceived: outbox.publishReceived.bind(outbox),
      writable: outbox.writable.bind(outbox),
    };
    return new Connector(settings, events, openLink, clock, random);
  }

  #settle(): void {
    this.#subscriptions.reconcile();
    this.#switch.settle();
    if (!this.#isReleased) return;
    this.#isReleased = false;
    // What has waited comes after what successors have taken over.
    this.#switch.release();
  }

  #connected(link: OpenLink, session: BrokerSession): void {
    const { birth } = this.#switch.settings;
    const announcements = birth.map((publication) => ({ publication, ended: this.#announced }));
    this.#subscriptions.connected(link, session);
    // That of another broker, or of another client, is another session, though it may be present, too.
    const identity = `${session.address} ${session.clientId}`;
    this.#outbox.connected(link, { ...session, identity }, announcements);
  }

  /** That the connection was lost is told anyway. */
  readonly #announced = (error?: MqttNodeError): void => {
    if (error === undefined || error.code === "not-connected" || error.code === "node-closed") return;
    this.#observer?.announcementFailed(error);
  };

  /** @param cause undefined if we left */
  #lost(cause: MqttNodeError | undefined): boolean {
    this.#subscriptions.disconnected();
    return this.#outbox.disconnected(cause);
  }

  #stateChanged(state: ConnectionState): void {
    this.#state = state;
    if (state.name === "waiting" || state.name === "refused") this.#outbox.unavailable(state.cause);
    if (state.name === "closed") this.#outbox.unavailable(undefined);
    this.#observer?.stateChanged(state);
    for (const user of this.#users) user.stateChanged(state);
    this.#switch.stateChanged(state);
  }
}
