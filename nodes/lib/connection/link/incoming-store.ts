import { Readable } from "node:stream";
import type { IStore, Packet } from "mqtt";

type Done = Parameters<IStore["put"]>[1];
type Found = Parameters<IStore["get"]>[1];
type PacketStream = ReturnType<IStore["createStream"]>;

/**
 * The QoS 2 messages of a session between our PUBREC and the broker's PUBREL. It outlives the client, unlike MQTT.js's
 * own store.
 */
export class IncomingStore implements IStore {
  readonly #packets = new Map<number, Packet>();

  put(packet: Packet, callback: Done): this {
    this.#packets.set(packet.messageId ?? 0, packet);
    callback();
    return this;
  }

  /** In the order they came. */
  createStream(): PacketStream {
    // MQTT.js declares the stream of the readable-stream package, which Node's own is but for two private members.
    return Readable.from([...this.#packets.values()]) as unknown as PacketStream;
  }

  del(packet: Pick<Packet, "messageId">, callback: Found): this {
    const found = this.#packets.get(packet.messageId ?? 0);
    this.#packets.delete(packet.messageId ?? 0);
    answer(found, callback);
    return this;
  }

  get(packet: Pick<Packet, "messageId">, callback: Found): this {
    answer(this.#packets.get(packet.messageId ?? 0), callback);
    return this;
  }

  /** MQTT.js closes a client's stores with the client; this one stays. */
  close(callback: Done): void {
    callback();
  }

  /** The broker has forgotten the session. */
  clear(): void {
    this.#packets.clear();
  }
}

function answer(packet: Packet | undefined, callback: Found): void {
  if (packet === undefined) callback(new Error("missing packet"));
  else callback(undefined, packet);
}
