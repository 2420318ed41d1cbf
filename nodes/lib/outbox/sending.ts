import type { Clock } from "../clock";
import { MqttNodeError } from "../errors";
import { flowIdentifier } from "../messages/packet-identifiers";
import { Announcements } from "./announcements";
import { DrainPace } from "./drain-pace";
import { HangUps } from "./hang-ups";
import { countedDown, isExpired } from "./lifetime";
import type { MessageQueue } from "./message-queue";
import type { OutboxEntry } from "./outbox-entry";
import type { PublishTransport, SendLimits } from "./publish-transport";
import { SendWindow, type Flight } from "./send-window";
import { serverRefusal } from "./server-refusal";

/** What becomes of messages that are sent. */
export interface SendingEvents {
  /** Whether to begin with what waits in the queue. */
  mayBegin(): boolean;
  /** Acknowledged, written where nothing acknowledges it, or why neither. */
  ended(entry: OutboxEntry, error?: MqttNodeError): void;
  /** All that could be sent has been sent. */
  rested(): void;
}

/** Sends what a queue holds, in its order, as far as the broker takes it. */
export class Sending {
  readonly #queue: MessageQueue;
  readonly #clock: Clock;
  readonly #events: SendingEvents;
  readonly #window = new SendWindow();
  readonly #hangUps = new HangUps();
  readonly #pace: DrainPace;
  readonly #announcements = new Announcements();
  #transport: PublishTransport | undefined;
  #limits: SendLimits | undefined;
  /** A QoS 0 message that is written, but not yet by the socket, which wants a pause. */
  #unwritten: OutboxEntry | undefined;
  #isPaused = false;
  #isProbing = false;
  #isSending = false;

  /** @param drainRate messages a second, 0 for no limit */
  constructor(queue: MessageQueue, drainRate: number, clock: Clock, events: SendingEvents) {
    this.#queue = queue;
    this.#clock = clock;
    this.#events = events;
    this.#pace = new DrainPace(drainRate, clock, () => this.go());
  }

  /** Messages that were sent and not acknowledged. */
  get inFlight(): number {
    return this.#window.count;
  }

  /** How many of them are of a sender. */
  inFlightOf(sender: string): number {
    return this.#window.countOf(sender);
  }

  /** Whether nothing is under way: what waits is another matter. */
  get isIdle(): boolean {
    return this.#window.count === 0 && this.#announcements.isEmpty && this.#unwritten === undefined;
  }

  /** Whether a message needn't wait. */
  canSendNow(qos: 0 | 1 | 2): boolean {
    return (
      this.#transport !== undefined &&
      !this.#isPaused &&
      this.#queue.count === 0 &&
      this.#window.again === undefined &&
      this.#window.hasRoom(qos, this.#hangUps.isCautious)
    );
  }

  /** The broker is there. What is in flight goes out again, unless it has been taken back. */
  connected(transport: PublishTransport, limits: SendLimits): void {
    this.#transport = transport;
    this.#limits = limits;
    this.#window.resize(limits.receiveMaximum);
  }

  /** What waits may be sent from now on: all of it is known by now. */
  begin(): void {
    this.#pace.begin(this.#queue.count);
    this.go();
  }

  /**
   * @param cause why the broker is gone; undefined if we left
   * @returns whether a message most likely is to blame
   */
  disconnected(cause: MqttNodeError | undefined): boolean {
    this.#transport = undefined;
    this.#isPaused = this.#isProbing = false;
    this.#pace.end();
    const culprit = this.#hangUps.ended(this.#window.sent, cause);
    const { isBlaming } = this.#hangUps;
    this.#window.resume();
    const unsent = [...this.#announcements.takeAll(), ...this.#window.take(({ isAnnouncement }) => isAnnouncement)];
    if (this.#unwritten !== undefined) unsent.push(this.#unwritten);
    this.#unwritten = undefined;
    for (const entry of unsent) this.#events.ended(entry, new MqttNodeError("not-connected", {}));
    if (culprit !== undefined) {
      this.#window.take((entry) => entry === culprit);
      this.#events.ended(culprit, new MqttNodeError("refused-by-close", {}, cause));
    }
    return isBlaming;
  }

  /** Sends a message of the connection itself before all that wait. */
  announce(entry: OutboxEntry): void {
    this.#announcements.push(entry);
  }

  /** Takes back what is in flight and a test holds for. */
  take(test: (entry: OutboxEntry) => boolean): OutboxEntry[] {
    return this.#window.take(test);
  }

  /** The message has come to its end. */
  settled(entry: OutboxEntry): void {
    this.#hangUps.settled(entry);
  }

  /** Nothing waits any more. */
  cleared(): void {
    this.#pace.end();
    this.#hangUps.forget();
  }

  acknowledged(packetId: number, error?: MqttNodeError): void {
    const entry = this.#window.remove(packetId);
    if (entry !== undefined) this.#events.ended(entry, error);
    this.go();
  }

  /**
   * A PUBREC came. PUBREL follows when that won't be forgotten: until then the message may be sent again, which the
   * broker knows it by its packet identifier.
   */
  publishReceived(packetId: number): void {
    const transport = this.#transport;
    const entry = this.#window.find(packetId);
    // Of a message that nobody waits for any more: the broker does. Or it says so once more.
    if (entry === undefined || entry.progress === "received") return transport?.release(packetId);
    this.#queue.received(entry, () => {
      if (transport !== this.#transport || this.#window.find(packetId) !== entry) return;
      entry.progress = "received";
      transport?.release(packetId);
    });
  }

  /** The socket takes more. */
  writable(): void {
    const written = this.#unwritten;
    this.#unwritten = undefined;
    this.#isPaused = false;
    if (written !== undefined) this.#events.ended(written);
    this.go();
  }

  /** Sends what may be sent. An end may publish again: that call only queues, and this loop goes on to it. */
  go(): void {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      while (this.#transport !== undefined && !this.#isPaused && this.#sendFirst(this.#transport));
    } finally {
      this.#isSending = false;
    }
    this.#events.rested();
  }

  /** @returns whether to go on */
  #sendFirst(transport: PublishTransport): boolean {
    // Before the probe, whose answer tells then that it isn't to blame.
    if (this.#announcements.first !== undefined) return this.#sendAnnouncement(transport, this.#announcements.first);
    if (this.#hangUps.isCautious && !this.#hangUps.isHeard) return this.#probe(transport);
    if (this.#window.again !== undefined) return this.#sendAgain(transport, this.#window.again);
    return this.#events.mayBegin() && this.#sendNext(transport);
  }

  #probe(transport: PublishTransport): false {
    if (this.#isProbing) return false;
    this.#isProbing = true;
    transport.probe(() => {
      if (transport !== this.#transport) return;
      this.#isProbing = false;
      this.#hangUps.heard();
      this.go();
    });
    return false;
  }

  #sendAnnouncement(transport: PublishTransport, entry: OutboxEntry): boolean {
    if (!this.#hasRoom(entry)) return false;
    this.#announcements.shift();
    const refusal = this.#refusal(entry);
    if (refusal !== undefined) this.#events.ended(entry, refusal);
    else this.#send(transport, entry, this.#announcements.identifierFor(entry));
    return true;
  }

  #sendAgain(transport: PublishTransport, { entry, packetId }: Flight): boolean {
    if (!this.#hasRoom(entry)) return false;
    this.#window.sentAgain();
    this.#write(transport, entry, packetId);
    return true;
  }

  #sendNext(transport: PublishTransport): boolean {
    const entry = this.#queue.first;
    if (entry === undefined || !this.#hasRoom(entry) || !this.#pace.allows) return false;
    const packetId = entry.publication.qos === 0 ? 0 : flowIdentifier(entry.sequence);
    // The one 60,000 messages before it has still not been acknowledged.
    if (this.#window.has(packetId)) return false;
    this.#queue.shift();
    this.#pace.sent(this.#queue.count);
    const refusal = this.#refusal(entry);
    if (refusal !== undefined) this.#events.ended(entry, refusal);
    else this.#send(transport, entry, packetId);
    return true;
  }

  #hasRoom({ publication }: OutboxEntry): boolean {
    return this.#window.hasRoom(publication.qos, this.#hangUps.isCautious);
  }

  /** What the broker has received already isn't taken back. */
  #refusal(entry: OutboxEntry): MqttNodeError | undefined {
    if (entry.progress === "received" || this.#limits === undefined) return undefined;
    if (isExpired(entry, this.#clock)) return new MqttNodeError("message-expired", {});
    return serverRefusal(entry, this.#limits);
  }

  #send(transport: PublishTransport, entry: OutboxEntry, packetId: number): void {
    if (packetId > 0) this.#window.add(packetId, entry);
    this.#write(transport, entry, packetId);
  }

  #write(transport: PublishTransport, entry: OutboxEntry, packetId: number): void {
    if (entry.progress === "received") return transport.release(packetId);
    // One of QoS 0 may have been sent by the last process, but is never marked so [MQTT-3.3.1-2].
    const isRepeated = packetId > 0 && entry.progress === "sent";
    entry.progress = "sent";
    this.#isPaused = !transport.publish(countedDown(entry, this.#clock), packetId, isRepeated);
    if (packetId > 0) return;
    this.#hangUps.sentUnacknowledged();
    if (this.#isPaused) this.#unwritten = entry;
    else this.#events.ended(entry);
  }
}
