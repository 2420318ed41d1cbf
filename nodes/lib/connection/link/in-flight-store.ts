import { Readable } from "node:stream";
import type { IStore, Packet } from "mqtt";

type Done = Parameters<IStore["put"]>[1];
type Found = Parameters<IStore["get"]>[1];
type PacketStream = ReturnType<IStore["createStream"]>;

/**
 * The packets MQTT.js may have to send again in the same session: unacknowledged PUBLISHes and PUBRELs, or, as an
 * incoming store, QoS 2 messages between PUBREC and PUBREL. It outlives the client, unlike MQTT.js's own store.
 */
export class InFlightStore implements IStore {
  readonly #packets = new Map<number, Packet>();

  put(packet: Packet, callback: Done): this {
    this.#packets.set(packet.messageId ?? 0, packet);
    callback();
    return this;
  }

  /** In the order they were sent; a PUBLISH that is sent again says so [MQTT-3.3.1-1]. */
  createStream(): PacketStream {
    const packets = [...this.#packets.values()];
    const again = packets.map((packet) => (packet.cmd === "publish" ? { ...packet, dup: true } : packet));
    // MQTT.js declares the stream of the readable-stream package, which Node's own is but for two private members.
    return Readable.from(again) as unknown as PacketStream;
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

  /** MQTT.js closes a client's stores with the client; these stay. */
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
