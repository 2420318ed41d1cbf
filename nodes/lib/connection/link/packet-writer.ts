import type { IPublishPacket, Packet } from "mqtt";
import { writeToStream } from "mqtt-packet";
import type { Publication } from "../../messages/publication";
import type { ProtocolVersion } from "../settings/connect-settings";
import { OutgoingAliases, type WireTopic } from "./outgoing-aliases";

/** The part of a stream that packets are written to. */
export interface PacketStream {
  /** A text is written as UTF-8. @returns false if the writer should wait */
  write(chunk: Buffer | string): boolean;
}

/** Writes those packets of one link that MQTT.js isn't to know of: the messages we send. */
export class PacketWriter {
  readonly #target: WriterTarget;
  readonly #options: { readonly protocolVersion: ProtocolVersion };
  readonly #failed: (error: Error) => void;
  /** What waits for a PINGRESP each, in the order of the PINGREQs. */
  readonly #unanswered: (() => void)[] = [];
  #aliases = new OutgoingAliases(0);
  #isClosed = false;

  /** @param failed called when a packet can't be written: what is on the wire may end in the middle of it */
  constructor(stream: PacketStream, version: ProtocolVersion, failed: (error: Error) => void) {
    this.#target = new WriterTarget(stream);
    this.#options = { protocolVersion: version };
    this.#failed = failed;
  }

  /** @param maximum aliases that the broker takes, 0 to 65535 */
  allowAliases(maximum: number): void {
    this.#aliases = new OutgoingAliases(maximum);
  }

  /** @returns whether the stream has room for more */
  publish(publication: Publication, messageId: number, dup: boolean): boolean {
    const { payload, qos, retain } = publication;
    const { topic, alias } = this.#aliases.use(publication.topic);
    const properties = propertiesOf(publication, alias);
    if (properties === undefined) return this.#write({ cmd: "publish", topic, payload, qos, retain, dup, messageId });
    return this.#write({ cmd: "publish", topic, payload, qos, retain, dup, messageId, properties });
  }

  release(messageId: number): void {
    this.#write({ cmd: "pubrel", messageId, reasonCode: 0 });
  }

  /** @param answered called with the PINGRESP of this PINGREQ */
  ping(answered: () => void): void {
    this.#write({ cmd: "pingreq" });
    this.#unanswered.push(answered);
  }

  /** A PINGRESP came. */
  ponged(): void {
    this.#unanswered.shift()?.();
  }

  /** From now on nothing is written. */
  close(): void {
    this.#isClosed = true;
  }

  #write(packet: Packet): boolean {
    if (this.#isClosed) return false;
    try {
      return this.#target.take(packet, this.#options);
    } catch (error) {
      this.close();
      this.#failed(error as Error);
      return false;
    }
  }
}

/** Copied only where there are both, since that takes longer than to write them; left out by mqtt-packet before MQTT 5. */
function propertiesOf({ properties }: Publication, alias: WireTopic["alias"]): IPublishPacket["properties"] {
  if (alias === undefined) return properties;
  return properties === undefined ? alias : { ...properties, ...alias };
}

/**
 * What mqtt-packet takes for the stream. It has no `cork`, which would be called for every packet although the stream
 * gathers them anyway, and it throws where mqtt-packet would destroy the stream or leave a packet out.
 */
class WriterTarget {
  readonly #stream: PacketStream;
  #pieces = 0;

  constructor(stream: PacketStream) {
    this.#stream = stream;
  }

  /** @throws Error if the packet can't be written, or only its beginning was */
  take(packet: Packet, options: object): boolean {
    const before = this.#pieces;
    // It declares a whole stream, and calls nothing but these two methods.
    const isRoomy = writeToStream(packet, this as unknown as NodeJS.WritableStream, options);
    if (this.#pieces === before) throw new Error(`Nothing written of ${packet.cmd}`);
    return isRoomy;
  }

  write(chunk: Buffer | string): boolean {
    this.#pieces += 1;
    return this.#stream.write(chunk);
  }

  destroy(error: Error): never {
    throw error;
  }
}
