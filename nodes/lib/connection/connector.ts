import { UniqueMessageIdProvider, type IConnackPacket } from "mqtt";
import type { Clock, Timer } from "../clock";
import type { MqttNodeError } from "../errors";
import { brokerSession } from "./broker-session";
import type { SessionMemory } from "./client-options";
import type { ConnectSettings, LinkSettings } from "./connect-settings";
import { diagnose } from "./diagnosis";
import { InFlightStore } from "./in-flight-store";
import type { Link, LinkEvents } from "./link";
import { ProtocolChoice } from "./protocol-choice";
import { ReconnectPolicy } from "./reconnect-policy";
import type { BrokerSession, ConnectionState } from "./state";

/** The part of a {@link Link} that is used once it is open. */
export type OpenLink = Pick<Link, "publish" | "subscribe" | "unsubscribe" | "end" | "destroy">;

/** Opens a link; tests pass one without sockets. */
export type LinkOpener = (settings: LinkSettings, memory: SessionMemory, events: LinkEvents) => OpenLink;

/** Which brokers to connect to, and how patiently. */
export interface ConnectorSettings {
  /** Tried in order; at least one. */
  readonly brokers: readonly ConnectSettings[];
  /** Seconds. */
  readonly reconnectMin: number;
  /** Seconds. */
  readonly reconnectMax: number;
}

/** What a connector reports. */
export interface ConnectorEvents extends Pick<LinkEvents, "received" | "acknowledged"> {
  stateChanged(state: ConnectionState): void;
  /** Comes before the state says so. */
  connected(link: OpenLink, session: BrokerSession): void;
  /** A link that was connected is gone. */
  lost(): void;
}

/** The longest a link may take to end by itself, in milliseconds; then its socket is destroyed. */
const END_WITHIN = 500;

/** Keeps one link open to the first of several brokers that answers, over refusals and losses. */
export class Connector {
  readonly #brokers: readonly Readonly<{ settings: ConnectSettings; choice: ProtocolChoice }>[];
  readonly #events: ConnectorEvents;
  readonly #openLink: LinkOpener;
  readonly #clock: Clock;
  readonly #policy: ReconnectPolicy;
  readonly #memory: SessionMemory = {
    outgoing: new InFlightStore(),
    incoming: new InFlightStore(),
    packetIds: new UniqueMessageIdProvider(),
  };
  #state: ConnectionState = { name: "closed" };
  #link: OpenLink | undefined;
  #timer: Timer | undefined;
  #next = 0;
  #attempt = 0;
  #whenClosed: (() => void)[] = [];

  /** @param random from 0 to less than 1 */
  constructor(
    settings: ConnectorSettings,
    events: ConnectorEvents,
    openLink: LinkOpener,
    clock: Clock,
    random: () => number,
  ) {
    this.#brokers = settings.brokers.map((broker) => ({
      settings: broker,
      choice: new ProtocolChoice(broker.protocolVersion),
    }));
    this.#events = events;
    this.#openLink = openLink;
    this.#clock = clock;
    this.#policy = new ReconnectPolicy(settings.reconnectMin, settings.reconnectMax, clock, random);
  }

  /** Starts to connect, if it hasn't. */
  open(): void {
    if (this.#state.name === "closed") this.#dial(undefined);
  }

  /** Sends DISCONNECT and closes the socket. @param done called when it is closed, at once if it is */
  close(done: () => void): void {
    const link = this.#link;
    if (link !== undefined) this.#whenClosed.push(done);
    if (this.#state.name === "closing") return;
    this.#timer?.cancel();
    if (link === undefined) {
      this.#enter({ name: "closed" });
      return done();
    }
    // From here on nothing may be sent: an ending client answers with errors.
    if (this.#state.name === "connected") this.#events.lost();
    this.#enter({ name: "closing" });
    this.#timer = this.#clock.after(END_WITHIN, () => link.destroy());
    link.end();
  }

  /** @param cause of the last failure, shown until the broker accepts us */
  #dial(cause: MqttNodeError | undefined): void {
    const broker = this.#brokers[this.#next];
    if (broker === undefined) return;
    const { settings, choice } = broker;
    this.#enter({ name: "connecting", address: settings.address, cause });
    const link = { ...settings, version: choice.version };
    this.#attempt += 1;
    const attempt = this.#attempt;
    try {
      this.#link = this.#openLink(link, this.#memory, {
        connected: (connack) => this.#connected(link, choice, connack),
        received: (message) => this.#events.received(message),
        acknowledged: (packetId, error) => {
          // What a closed link had still received may come late: its packet identifiers may be in use again.
          if (attempt === this.#attempt) this.#events.acknowledged(packetId, error);
        },
        closed: (reason, wasUp) => this.#closed(reason, wasUp, choice),
      });
    } catch (error) {
      // A certificate or header that can't be used is thrown before anything is dialled.
      this.#closed(diagnose(error, settings.address), false, choice);
    }
  }

  #connected(settings: LinkSettings, choice: ProtocolChoice, connack: IConnackPacket): void {
    if (this.#link === undefined || this.#state.name !== "connecting") return;
    const session = brokerSession(settings, connack);
    choice.accepted();
    this.#policy.connected();
    this.#next = 0;
    this.#events.connected(this.#link, session);
    this.#enter({ name: "connected", session });
  }

  #closed(cause: MqttNodeError, wasUp: boolean, choice: ProtocolChoice): void {
    const { name } = this.#state;
    this.#link = undefined;
    this.#timer?.cancel();
    if (name === "closing") return this.#ended();
    if (name === "connected") {
      this.#events.lost();
      return this.#wait(cause);
    }
    if (choice.failed(cause, wasUp)) return this.#dial(cause);
    this.#next = (this.#next + 1) % this.#brokers.length;
    if (this.#next === 0) this.#wait(cause);
    else this.#dial(cause);
  }

  #wait(cause: MqttNodeError): void {
    const delay = this.#policy.nextDelay();
    this.#timer = this.#clock.after(delay, () => this.#dial(cause));
    this.#enter({ name: "waiting", attempt: this.#policy.attempt, delay, cause });
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
