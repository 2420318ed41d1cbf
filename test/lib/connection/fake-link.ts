import type { IConnackPacket } from "mqtt";
import type { LinkSettings } from "../../../nodes/lib/connection/settings/connect-settings";
import type { OpenLink } from "../../../nodes/lib/connection/connector";
import type { IncomingStore } from "../../../nodes/lib/connection/link/incoming-store";
import type { LinkEvents, LinkProgress } from "../../../nodes/lib/connection/link/link-events";
import { MqttNodeError, type ErrorCode } from "../../../nodes/lib/errors";
import type { Publication } from "../../../nodes/lib/messages/publication";
import type { SubscribeRequest } from "../../../nodes/lib/subscriptions/broker/subscribe-transport";

/** An attempt to connect, whose end the test decides. */
export class FakeLink implements OpenLink {
  readonly settings: LinkSettings;
  readonly incoming: IncomingStore;
  /** What was asked of it: `publish a`, `subscribe a, b`, `end` ... */
  readonly asked: string[] = [];
  readonly #events: LinkEvents;
  #isAccepted = false;
  readonly #probes: (() => void)[] = [];
  readonly #unanswered: ((codes: readonly number[]) => void)[] = [];
  /** Whether the socket has room for more messages. */
  isRoomy = true;
  /** Whether the socket isn't closed. */
  isAlive = true;
  /** That of the last message of QoS 1 or 2. */
  packetId = 0;

  constructor(settings: LinkSettings, incoming: IncomingStore, events: LinkEvents) {
    this.settings = settings;
    this.incoming = incoming;
    this.#events = events;
  }

  /** Whom it dials, and how: `mqtt://a:1883 v5`. */
  get dialled(): string {
    return `${this.settings.address} v${this.settings.version}`;
  }

  publish({ topic, qos }: Publication, packetId: number, isRepeated: boolean): boolean {
    this.asked.push(`publish ${topic}${isRepeated ? " again" : ""}`);
    if (qos > 0) this.packetId = packetId;
    return this.isRoomy;
  }

  release(packetId: number): void {
    this.asked.push(`release ${packetId}`);
  }

  probe(answered: () => void): void {
    this.asked.push("probe");
    this.#probes.push(answered);
  }

  subscribe({ filters }: SubscribeRequest, answered: (codes: readonly number[]) => void): void {
    this.asked.push(`subscribe ${filters.join(", ")}`);
    this.#unanswered.push(answered);
  }

  unsubscribe(filters: readonly string[]): void {
    this.asked.push(`unsubscribe ${filters.join(", ")}`);
  }

  pause(): void {
    this.asked.push("pause");
  }

  resume(): void {
    this.asked.push("resume");
  }

  end(): void {
    this.asked.push("end");
  }

  destroy(): void {
    this.asked.push("destroy");
  }

  /** The broker sends a CONNACK. */
  accept(connack: Partial<IConnackPacket> = {}): void {
    this.#isAccepted = true;
    this.#events.connected({ cmd: "connack", sessionPresent: false, ...connack });
  }

  /** The socket has room again. */
  drain(): void {
    this.isRoomy = true;
    this.#events.writable();
  }

  /** The broker answers the oldest PINGREQ that has no answer. */
  pong(): void {
    this.#probes.shift()?.();
  }

  /** The broker answers the oldest SUBSCRIBE that has no answer. */
  answer(...codes: number[]): void {
    this.#unanswered.shift()?.(codes);
  }

  acknowledge(packetId: number, error?: MqttNodeError): void {
    this.#events.acknowledged(packetId, error);
  }

  /** The broker sends a PUBREC. */
  publishReceived(packetId: number): void {
    this.#events.publishReceived(packetId);
  }

  /** @param progress how far it had come; by default as far as the test has let it */
  close(code: ErrorCode = "connection-lost", progress: LinkProgress = this.#isAccepted ? "accepted" : "up"): void {
    this.isAlive = false;
    this.#events.closed(new MqttNodeError(code, { address: this.settings.address }), progress);
  }
}

/** A network in which every attempt waits for the test. */
export class FakeNetwork {
  readonly links: FakeLink[] = [];
  /** Thrown by the next attempts. */
  failure: Error | undefined;

  /** The attempt made last. */
  get last(): FakeLink {
    const link = this.links.at(-1);
    if (link === undefined) throw new Error("nothing was dialled");
    return link;
  }

  get dialled(): string[] {
    return this.links.map(({ dialled }) => dialled);
  }

  readonly open = (settings: LinkSettings, incoming: IncomingStore, events: LinkEvents): FakeLink => {
    if (this.failure !== undefined) throw this.failure;
    const link = new FakeLink(settings, incoming, events);
    this.links.push(link);
    return link;
  };
}
