import { once } from "node:events";
import mqttPacket from "mqtt-packet";

/** Messages in one write: about 64 kB of short ones, what a socket takes at once. */
const CHUNK = 700;
/** QoS 1 messages without a PUBACK, as a broker with a generous window has them. */
const WINDOW = 100;
const LAST_PACKET_ID = 65_535;

/** PUBLISH packets made once and written many times, as fast as the client takes them. */
export class Flood {
  #socket;
  #qos;
  #packets;
  #sent = 0;
  #unacknowledged = 0;
  #acknowledged = () => {};

  constructor(socket, { topics, payload, qos, retain, protocolVersion, identifier }) {
    this.#socket = socket;
    this.#qos = qos;
    const packet = { qos, retain, protocolVersion, identifier };
    this.#packets = [payload]
      .flat()
      .flatMap((text) => topics.map((topic) => publishPacket({ topic, payload: text, ...packet })));
  }

  /** Sends `count` messages round the topics; resolves when they are written and, at QoS 1, acknowledged. */
  async send(count) {
    const last = this.#sent + count;
    while (this.#sent < last) {
      const room = this.#qos === 0 ? CHUNK : WINDOW - this.#unacknowledged;
      await this.#write(Math.min(room, last - this.#sent));
    }
    while (this.#unacknowledged > 0) await this.#nextAcknowledgement();
  }

  /** Tells of PUBACKs that came in one chunk. */
  acknowledge(count) {
    this.#unacknowledged -= count;
    this.#acknowledged();
  }

  async #write(count) {
    if (count === 0) return this.#nextAcknowledgement();
    const flushed = this.#socket.write(this.#qos === 0 ? this.#next(count) : this.#nextNumbered(count));
    if (!flushed) await once(this.#socket, "drain");
  }

  #next(count) {
    const packets = [];
    for (let i = 0; i < count; i++) packets.push(this.#packets[this.#sent++ % this.#packets.length].bytes);
    return Buffer.concat(packets);
  }

  #nextNumbered(count) {
    const first = this.#sent;
    const bytes = this.#next(count);
    let start = 0;
    for (let number = first; number < this.#sent; number++) {
      const packet = this.#packets[number % this.#packets.length];
      bytes.writeUInt16BE((number % LAST_PACKET_ID) + 1, start + packet.packetIdAt);
      start += packet.bytes.length;
    }
    this.#unacknowledged += count;
    return bytes;
  }

  #nextAcknowledgement() {
    return new Promise((resolve) => (this.#acknowledged = resolve));
  }
}

function publishPacket({ topic, payload, qos, retain, protocolVersion, identifier }) {
  const properties = identifier === undefined ? {} : { subscriptionIdentifier: identifier };
  const bytes = mqttPacket.generate(
    {
      cmd: "publish",
      topic,
      payload,
      qos,
      dup: false,
      retain,
      messageId: qos === 0 ? undefined : 1,
      properties,
    },
    { protocolVersion },
  );
  return { bytes, packetIdAt: bytes.indexOf(topic) + Buffer.byteLength(topic) };
}
