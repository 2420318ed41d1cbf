import type { QoS } from "../messages/qos";
import type { OutboxEntry } from "./outbox-entry";

/** Never more unacknowledged messages than this, whatever the server announces. */
const LARGEST = 100;

/**
 * QoS 2 messages in flight where the server announces no Receive Maximum: mosquitto's default for 3.1.1 is 20, and it
 * loses messages it has acknowledged when it is sent 50.
 */
const LARGEST_UNANNOUNCED_QOS2 = 10;

/** A message in flight. */
export interface Flight {
  readonly packetId: number;
  readonly entry: OutboxEntry;
}

/** Messages in flight: sent in this session and not yet acknowledged, in the order they were first sent. */
export class SendWindow {
  readonly #flights = new Map<number, Flight>();
  /** Those that this connection hasn't sent yet. */
  #again: Flight[] = [];
  #size = LARGEST;
  #qos2Size = LARGEST_UNANNOUNCED_QOS2;

  get count(): number {
    return this.#flights.size;
  }

  countOf(sender: string): number {
    return [...this.#flights.values()].filter(({ entry }) => entry.sender === sender).length;
  }

  /** The first that is to be sent again. */
  get again(): Flight | undefined {
    return this.#again[0];
  }

  /** Those that this connection has sent. */
  get sent(): OutboxEntry[] {
    const unsent = new Set(this.#again);
    return [...this.#flights.values()].filter((flight) => !unsent.has(flight)).map(({ entry }) => entry);
  }

  /** @param receiveMaximum of the server's CONNACK, 1 to 65535; undefined if it has none */
  resize(receiveMaximum: number | undefined): void {
    this.#size = Math.min(receiveMaximum ?? LARGEST, LARGEST);
    this.#qos2Size = receiveMaximum === undefined ? LARGEST_UNANNOUNCED_QOS2 : this.#size;
  }

  /** @param isCautious whether messages are sent one by one */
  hasRoom(qos: QoS, isCautious: boolean): boolean {
    const sent = this.#flights.size - this.#again.length;
    if (isCautious) return sent === 0;
    if (qos === 0) return true;
    return sent < (qos === 2 ? this.#qos2Size : this.#size);
  }

  has(packetId: number): boolean {
    return this.#flights.has(packetId);
  }

  find(packetId: number): OutboxEntry | undefined {
    return this.#flights.get(packetId)?.entry;
  }

  add(packetId: number, entry: OutboxEntry): void {
    this.#flights.set(packetId, { packetId, entry });
  }

  /** The connection is gone: if the session goes on, all is to be sent again. */
  resume(): void {
    this.#again = [...this.#flights.values()];
  }

  /** {@link again} is sent. */
  sentAgain(): void {
    this.#again.shift();
  }

  /** Removes the message with a packet identifier, if it is in flight. */
  remove(packetId: number): OutboxEntry | undefined {
    const flight = this.#flights.get(packetId);
    if (flight === undefined) return undefined;
    this.#flights.delete(packetId);
    if (this.#again.length > 0) this.#again = this.#again.filter((other) => other !== flight);
    return flight.entry;
  }

  /** Removes those that a test holds for. */
  take(test: (entry: OutboxEntry) => boolean): OutboxEntry[] {
    const taken = [...this.#flights.values()].filter(({ entry }) => test(entry));
    for (const { packetId } of taken) this.remove(packetId);
    return taken.map(({ entry }) => entry);
  }
}
