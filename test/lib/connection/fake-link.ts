import type { IConnackPacket } from "mqtt";
import type { LinkSettings } from "../../../nodes/lib/connection/settings/connect-settings";
import type { OpenLink } from "../../../nodes/lib/connection/connector";
import type { SessionMemory } from "../../../nodes/lib/connection/link/client-options";
import type { LinkEvents, LinkProgress } from "../../../nodes/lib/connection/link/link";
import { MqttNodeError, type ErrorCode } from "../../../nodes/lib/errors";
import type { Publication } from "../../../nodes/lib/messages/publication";
import type { SubscribeRequest } from "../../../nodes/lib/subscriptions/broker/subscribe-transport";

/** An attempt to connect, whose end the test decides. */
export class FakeLink implements OpenLink {
  readonly settings: LinkSettings;
  readonly memory: SessionMemory;
  /** What was asked of it: `publish a`, `subscribe a, b`, `end` ... */
  readonly asked: string[] = [];
  readonly #events: LinkEvents;
  #isAccepted = false;
  readonly #unwritten: (() => void)[] = [];
  readonly #unanswered: ((codes: readonly number[]) => void)[] = [];
  /** Whether the socket takes QoS 0 messages at once. */
  takesAtOnce = true;
  /** Whether the socket isn't closed. */
  isAlive = true;
  /** The last packet identifier that was given to a message. */
  packetId = 0;

  constructor(settings: LinkSettings, memory: SessionMemory, events: LinkEvents) {
    this.settings = settings;
    this.memory = memory;
    this.#events = events;
  }

  /** Whom it dials, and how: `mqtt://a:1883 v5`. */
  get dialled(): string {
    return `${this.settings.address} v${this.settings.version}`;
  }

  publish({ topic, qos }: Publication, written: () => void): number {
    this.asked.push(`publish ${topic}`);
    if (qos > 0) return (this.packetId += 1);
    if (this.takesAtOnce) written();
    else this.#unwritten.push(written);
    return 0;
  }

  subscribe({ filters }: SubscribeRequest, answered: (codes: readonly number[]) => void): void {
    this.asked.push(`subscribe ${filters.join(", ")}`);
    this.#unanswered.push(answered);
  }

  unsubscribe(filters: readonly string[]): void {
    this.asked.push(`unsubscribe ${filters.join(", ")}`);
  }

  hold(): void {
    this.asked.push("hold");
  }

  release(): void {
    this.asked.push("release");
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

  /** The socket takes the oldest QoS 0 message that it hasn't. */
  write(): void {
    this.#unwritten.shift()?.();
  }

  /** The broker answers the oldest SUBSCRIBE that has no answer. */
  answer(...codes: number[]): void {
    this.#unanswered.shift()?.(codes);
  }

  acknowledge(packetId: number, error?: MqttNodeError): void {
    this.#events.acknowledged(packetId, error);
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

  readonly open = (settings: LinkSettings, memory: SessionMemory, events: LinkEvents): FakeLink => {
    if (this.failure !== undefined) throw this.failure;
    const link = new FakeLink(settings, memory, events);
    this.links.push(link);
    return link;
  };
}
