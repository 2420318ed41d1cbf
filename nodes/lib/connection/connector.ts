import { UniqueMessageIdProvider, type IConnackPacket } from "mqtt";
import type { Clock, Timer } from "../clock";
import type { MqttNodeError } from "../errors";
import { BrokerRotation } from "./broker-rotation";
import { brokerSession } from "./broker-session";
import type { SessionMemory } from "./link/client-options";
import type { ConnectorSettings, LinkSettings } from "./settings/connect-settings";
import { diagnose } from "./diagnosis/diagnosis";
import { InFlightStore } from "./link/in-flight-store";
import type { Link, LinkEvents, LinkProgress } from "./link/link";
import { ReconnectPolicy } from "./reconnect-policy";
import { Rivalry } from "./rivalry";
import { waitingState, type BrokerSession, type ConnectionState } from "./state";

/** The part of a {@link Link} that is used once it is open. */
export type OpenLink = Pick<Link, "publish" | "subscribe" | "unsubscribe" | "hold" | "release" | "end" | "destroy">;

/** Opens a link; tests pass one without sockets. */
export type LinkOpener = (settings: LinkSettings, memory: SessionMemory, events: LinkEvents) => OpenLink;

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
  readonly #rotation: BrokerRotation;
  readonly #events: ConnectorEvents;
  readonly #openLink: LinkOpener;
  readonly #clock: Clock;
  readonly #policy: ReconnectPolicy;
  readonly #rivalry: Rivalry;
  readonly #memory: SessionMemory = {
    outgoing: new InFlightStore(),
    incoming: new InFlightStore(),
    packetIds: new UniqueMessageIdProvider(),
  };
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
    this.#link?.hold();
  }

  release(): void {
    this.#isHeld = false;
    this.#link?.release();
  }

  /** What was in flight has ended: it isn't sent again, though the broker may still know the session. */
  forgetInFlight(): void {
    this.#memory.outgoing.clear();
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
    if (wasConnected) this.#events.lost();
    this.#events.stateChanged(this.#state);
    this.#timer = this.#clock.after(END_WITHIN, () => link.destroy());
    link.end();
  }

  /** @param cause of the last failure, shown until the broker accepts us */
  #dial(cause: MqttNodeError | undefined): void {
    const settings = this.#rotation.next;
    this.#enter({ name: "connecting", address: settings.address, cause });
    this.#attempt += 1;
    const attempt = this.#attempt;
    try {
      this.#link = this.#openLink(settings, this.#memory, {
        connected: (connack) => this.#connected(settings, connack),
        received: (message) => this.#events.received(message),
        acknowledged: (packetId, error) => {
          // What a closed link had still received may come late: its packet identifiers may be in use again.
          if (attempt === this.#attempt) this.#events.acknowledged(packetId, error);
        },
        closed: (reason, progress) => this.#closed(reason, progress),
      });
      if (this.#isHeld) this.#link.hold();
    } catch (error) {
      // A certificate or header that can't be used is thrown before anything is dialled.
      this.#closed(diagnose(error, settings.address), "not up");
    }
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
    // Accepted, and gone while messages of the kept session were sent again: a rival does that, too.
    if (progress !== "accepted") this.#rivalry.over();
    const next = this.#rotation.failed(cause, progress === "up");
    if (next === "new round") return this.#wait(cause);
    // That a broker doesn't know MQTT 5 is no failure as long as there is another version to try.
    const before = state.name === "connecting" ? state.cause : undefined;
    this.#dial(next === "other version" ? before : cause);
  }

  #lost(cause: MqttNodeError, { address, clientId }: BrokerSession): void {
    const state = this.#state;
    const verdict = this.#rivalry.ended(cause, address, clientId);
    this.#events.lost();
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
