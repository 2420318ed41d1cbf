import type { QoS } from "../messages/qos";
import type { PublishTransport } from "./outbox";
import type { OutboxEntry } from "./waiting-messages";

/** Never more unacknowledged messages than this, whatever the server announces. */
const LARGEST = 100;

/**
 * QoS 2 messages in flight where the server announces no Receive Maximum: mosquitto's default for 3.1.1 is 20, and it
 * loses messages it has acknowledged when it is sent 50.
 */
const LARGEST_UNANNOUNCED_QOS2 = 10;

/** Messages in flight: sent and not yet acknowledged, in the order they were sent. */
export class SendWindow {
  readonly #unacknowledged = new Map<number, OutboxEntry>();
  readonly #unwritten = new Set<OutboxEntry>();
  #size = LARGEST;
  #qos2Size = LARGEST_UNANNOUNCED_QOS2;

  get isEmpty(): boolean {
    return this.#unacknowledged.size === 0 && this.#unwritten.size === 0;
  }

  /** @param receiveMaximum of the server's CONNACK, 1 to 65535; undefined if it has none */
  resize(receiveMaximum: number | undefined): void {
    this.#size = Math.min(receiveMaximum ?? LARGEST, LARGEST);
    this.#qos2Size = receiveMaximum === undefined ? LARGEST_UNANNOUNCED_QOS2 : this.#size;
  }

  hasRoom(qos: QoS): boolean {
    if (qos === 0) return this.#unwritten.size < LARGEST;
    return this.#unacknowledged.size < (qos === 2 ? this.#qos2Size : this.#size);
  }

  /** @param onRoom called when a QoS 0 message has left, so that there is room for another */
  send(entry: OutboxEntry, transport: PublishTransport, onRoom: () => void): void {
    if (entry.publication.qos === 0) this.#sendUnacknowledgeable(entry, transport, onRoom);
    else this.#unacknowledged.set(transport.publish(entry.publication, ignore), entry);
  }

  /** Removes the message with a packet identifier, if it is in flight. */
  takeAcknowledged(packetId: number): OutboxEntry | undefined {
    const entry = this.#unacknowledged.get(packetId);
    this.#unacknowledged.delete(packetId);
    return entry;
  }

  /** Removes the QoS 0 messages that the socket has not taken. */
  takeUnwritten(): OutboxEntry[] {
    const entries = [...this.#unwritten];
    this.#unwritten.clear();
    return entries;
  }

  /** Removes the QoS 1 and 2 messages that a test holds for, all by default. */
  take(test: (entry: OutboxEntry) => boolean = () => true): OutboxEntry[] {
    const taken = [...this.#unacknowledged].filter(([, entry]) => test(entry));
    for (const [packetId] of taken) this.#unacknowledged.delete(packetId);
    return taken.map(([, entry]) => entry);
  }

  #sendUnacknowledgeable(entry: OutboxEntry, transport: PublishTransport, onRoom: () => void): void {
    this.#unwritten.add(entry);
    transport.publish(entry.publication, () => {
      // Taken away already when the connection was lost before the socket took it.
      if (!this.#unwritten.delete(entry)) return;
      entry.ended();
      onRoom();
    });
  }
}

function ignore(): void {
  // The end of a QoS 1 or 2 message is its acknowledgement, not that the socket took it.
}
