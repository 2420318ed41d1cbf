import { randomBytes } from "node:crypto";
import type { IPublishPacket } from "mqtt";
import type { Receipt } from "../../messages/receipt";

/** How a PUBACK begins; without more than a packet identifier it means success in MQTT 5 too [MQTT 5, 3.4.2.1]. */
const PUBACK = [0x40, 2] as const;

/**
 * Acknowledges the QoS 1 messages of one link in MQTT.js's place, in the order in which they came [MQTT-4.6.0-2].
 * MQTT.js turns to no other packet before it has acknowledged a message; here one may wait while all else goes on.
 */
export class Acknowledgements {
  readonly #write: (bytes: Buffer) => void;
  /** Tells the messages of this link from those of all others, whatever process they came to. */
  readonly #epoch = randomBytes(8).toString("hex");
  readonly #puback = Buffer.from([...PUBACK, 0, 0]);
  /** The packet identifiers that aren't acknowledged yet. */
  readonly #open = new Set<number>();
  #first: LinkReceipt | undefined;
  #last: LinkReceipt | undefined;
  #count = 0;
  #isClosed = false;

  /** @param write takes the bytes at once: they change with the next call */
  constructor(write: (bytes: Buffer) => void) {
    this.#write = write;
  }

  /** Lets MQTT.js, which is going to see the packet, take QoS 1 for QoS 0: it acknowledges nothing then. */
  claim(packet: IPublishPacket): void {
    if (packet.qos === 1) packet.qos = 0;
  }

  /**
   * Whether a broker only repeats a message that it has no PUBACK of yet. A second receipt would mean a second PUBACK,
   * and that could be taken for the one of the next message with this identifier.
   */
  isRepeated({ qos, dup, messageId = 0 }: IPublishPacket): boolean {
    return dup && qos === 0 && this.#open.has(messageId);
  }

  /** @returns the receipt of a message that has come, held once; none if it isn't one that was claimed */
  receive({ qos, messageId }: IPublishPacket): Receipt | undefined {
    // MQTT gives QoS 0 no packet identifier [MQTT-2.2.1-2].
    if (qos > 0 || messageId === undefined) return undefined;
    this.#count += 1;
    const receipt = new LinkReceipt(this, messageId, this.#count);
    if (this.#last === undefined) this.#first = receipt;
    else this.#last.next = receipt;
    this.#last = receipt;
    this.#open.add(messageId);
    return receipt;
  }

  /** Names one message among all. */
  idOf({ packetId, count }: LinkReceipt): string {
    return `${this.#epoch}-${packetId}-${count}`;
  }

  /** Acknowledges what nobody holds, up to the first message that somebody does. */
  proceed(): void {
    while (!this.#isClosed && this.#first?.isHeld === false) {
      this.#acknowledge(this.#first.packetId);
      this.#first = this.#first.next;
    }
    if (this.#first === undefined) this.#last = undefined;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** From now on nothing is acknowledged. */
  close(): void {
    this.#isClosed = true;
  }

  #acknowledge(packetId: number): void {
    this.#open.delete(packetId);
    this.#puback.writeUInt16BE(packetId, PUBACK.length);
    this.#write(this.#puback);
  }
}

/** One message in the queue of its link. */
class LinkReceipt implements Receipt {
  readonly packetId: number;
  /** How many have come before on this link, and this one. */
  readonly count: number;
  /** The message that came after it. */
  next: LinkReceipt | undefined;
  readonly #queue: Acknowledgements;
  #holds = 1;

  constructor(queue: Acknowledgements, packetId: number, count: number) {
    this.#queue = queue;
    this.packetId = packetId;
    this.count = count;
  }

  /** Made when it is asked for: few are. */
  get id(): string {
    return this.#queue.idOf(this);
  }

  get isHeld(): boolean {
    return this.#holds > 0;
  }

  hold(): void {
    this.#holds += 1;
  }

  release(): void {
    this.#holds -= 1;
    if (this.#holds === 0) this.#queue.proceed();
  }
}
