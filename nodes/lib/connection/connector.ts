import type { IConnackPacket } from "mqtt";
import type { Clock, Timer } from "../clock";
import type { MqttNodeError } from "../errors";
import type { PublishTransport } from "../outbox/publish-transport";
import type { SubscribeTransport } from "../subscriptions/broker/subscribe-transport";
import { BrokerRotation } from "./broker-rotation";
import { brokerSession } from "./broker-session";
import type { ConnectorSettings, LinkSettings } from "./settings/connect-settings";
import { diagnose } from "./diagnosis/diagnosis";
import { IncomingStore } from "./link/incoming-store";
import type { Link } from "./link/link";
import type { LinkEvents, LinkProgress } from "./link/link-events";
import { ReconnectPolicy } from "./reconnect-policy";
import { Rivalry } from "./rivalry";
import { waitingState, type BrokerSession, type ConnectionState } from "./state";

/** The part of a {@link Link} that is used once it is open. */
export type OpenLink = PublishTransport & SubscribeTransport & Pick<Link, "pause" | "resume" | "end" | "destroy">;

/** Opens a link; tests pass one without sockets. */
export type LinkOpener = (settings: LinkSettings, incoming: IncomingStore, events: LinkEvents) => OpenLink;

/** What a connector reports. */
export interface ConnectorEvents extends Pick<
  LinkEvents,
  "received" | "acknowledged" | "publishReceived" | "writable"
> {
  stateChanged(state: ConnectionState): void;
  /** Comes before the state says so. */
  connected(link: OpenLink, session: BrokerSession): void;
  /**
   * A link that was connected is gone.
   * @param cause undefined if we closed it
   * @returns whether a message of ours most likely made the broker close it
   */
  lost(cause: MqttNodeError | undefined): boolean;
}

/** The longest a link may take to end by itself, in milliseconds; then its socket is destroyed. */
const END_WITHIN = 500;

/** Keeps one link open to the first of several brokers that answers, over refusals and losses. */
export class Connector {
  readonly #rotation: BrokerRotation;
  readonly #events: ConnectorEvents;
  readonly #openLink: LinkOpener;
  readonly #clock: Clock;
  readonly #policy: ReconnectPolicy;
  readonly #rivalry: Rivalry;
  readonly #incoming = new IncomingStore();
  #state: ConnectionState = { name: "closed" };
  #link: OpenLink | undefined;
  #timer: Timer | undefined;
  #attempt = 0;
  #isHeld = false;
  #whenClosed: (() => void)[] = [];

  /** @param random from 0 to less than 1 */
  constructor(
    settings: ConnectorSettings,
    events: ConnectorEvents,
    openLink: LinkOpener,
    clock: Clock,
    random: () => number,
  ) {
    this.#rotation = new BrokerRotation(settings.brokers);
    this.#events = events;
    this.#openLink = openLink;
    this.#clock = clock;
    this.#policy = new ReconnectPolicy(settings.reconnectMin, settings.reconnectMax, clock, random);
    this.#rivalry = new Rivalry(clock, settings.reconnectMax);
  }

  /** Starts to connect, if it hasn't. */
  open(): void {
    if (this.#state.name === "closed") this.#dial(undefined);
  }

  /** The same, and doesn't wait for the next attempt. */
  openNow(): void {
    const state = this.#state;
    if (state.name !== "waiting" && state.name !== "refused") return this.open();
    this.#timer?.cancel();
    this.#dial(state.cause);
  }

  /** What the broker sends waits, unacknowledged, until {@link release}; on the next link too. */
  hold(): void {
    this.#isHeld = true;
    this.#link?.pause();
  }

  release(): void {
    this.#isHeld = false;
    this.#link?.resume();
  }

  /** Sends DISCONNECT and closes the socket. @param done called when it is closed, at once if it is */
  close(done: () => void): void {
    const link = this.#link;
    if (link !== undefined) this.#whenClosed.push(done);
    if (this.#state.name === "closing") return;
    this.#timer?.cancel();
    if (link === undefined) {
      if (this.#state.name !== "closed") this.#enter({ name: "closed" });
      return done();
    }
    const wasConnected = this.#state.name === "connected";
    this.#state = { name: "closing" };
    // From here on nothing may be sent: an ending client answers with errors.
    if (wasConnected) this.#events.lost(undefined);
    this.#events.stateChanged(this.#state);
    this.#timer = this.#clock.after(END_WITHIN, () => link.destroy());
    link.end();
  }

  /** @param cause of the last failure, shown until the broker accepts us */
  #dial(cause: MqttNodeError | undefined): void {
    const settings = this.#rotation.next;
    this.#enter({ name: "connecting", address: settings.address, cause });
    this.#attempt += 1;
    try {
      this.#link = this.#openLink(settings, this.#incoming, this.#linkEvents(settings));
      if (this.#isHeld) this.#link.pause();
    } catch (error) {
      // A certificate or header that can't be used is thrown before anything is dialled.
      this.#closed(diagnose(error, settings.address), "not up");
    }
  }

  #linkEvents(settings: LinkSettings): LinkEvents {
    const attempt = this.#attempt;
    // What a closed link had still received may come late: its packet identifiers may be in use again.
    const ifPresent = (report: () => void): void => {
      if (attempt === this.#attempt) report();
    };
    return {
      connected: (connack) => this.#connected(settings, connack),
      received: (message) => this.#events.received(message),
      acknowledged: (packetId, error) => ifPresent(() => this.#events.acknowledged(packetId, error)),
      publishReceived: (packetId) => ifPresent(() => this.#events.publishReceived(packetId)),
      writable: () => ifPresent(() => this.#events.writable()),
      closed: (reason, progress) => this.#closed(reason, progress),
    };
  }

  #connected(settings: LinkSettings, connack: IConnackPacket): void {
    if (this.#link === undefined || this.#state.name !== "connecting") return;
    const session = brokerSession(settings, connack, this.#rivalry.cause);
    this.#rotation.accepted();
    this.#policy.connected();
    this.#rivalry.connected();
    if (session.contested !== undefined) this.#awaitPeace(session);
    const state: ConnectionState = { name: "connected", session };
    this.#state = state;
    this.#events.connected(this.#link, session);
    // A flow that is told of the end of a message may have disconnected at once.
    if (this.#state === state) this.#events.stateChanged(state);
  }

  /** A rival that could have come back by now won't. */
  #awaitPeace(session: BrokerSession): void {
    this.#timer = this.#clock.after(this.#rivalry.settlesAfter, () => {
      this.#rivalry.over();
      this.#enter({ name: "connected", session: { ...session, contested: undefined } });
    });
  }

  #closed(cause: MqttNodeError, progress: LinkProgress): void {
    const state = this.#state;
    this.#link = undefined;
    this.#timer?.cancel();
    if (state.name === "closing") return this.#ended();
    if (state.name === "connected") return this.#lost(cause, state.session);
    // Accepted, and gone before we could know: a rival does that, too.
    if (progress !== "accepted") this.#rivalry.over();
    const next = this.#rotation.failed(cause, progress === "up");
    if (next === "new round") return this.#wait(cause);
    // That a broker doesn't know MQTT 5 is no failure as long as there is another version to try.
    const before = state.name === "connecting" ? state.cause : undefined;
    this.#dial(next === "other version" ? before : cause);
  }

  #lost(cause: MqttNodeError, { address, clientId }: BrokerSession): void {
    const state = this.#state;
    const isOurs = this.#events.lost(cause);
    if (isOurs) this.#rivalry.over();
    const verdict = isOurs ? cause : this.#rivalry.ended(cause, address, clientId);
    // Who is told that a message has ended may have closed us, and opened us again.
    if (this.#state === state) this.#wait(verdict);
  }

  #wait(cause: MqttNodeError): void {
    const delay = this.#policy.nextDelay(this.#rivalry.cause !== undefined);
    this.#timer = this.#clock.after(delay, () => this.#dial(cause));
    this.#enter(waitingState(cause, this.#policy.attempt, delay));
  }

  #ended(): void {
    const callbacks = this.#whenClosed;
    this.#whenClosed = [];
    this.#enter({ name: "closed" });
    for (const callback of callbacks) callback();
  }

  #enter(state: ConnectionState): void {
    this.#state = state;
    this.#events.stateChanged(state);
  }
}
