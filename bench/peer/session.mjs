import mqttPacket from "mqtt-packet";
import { PacketSplitter } from "./packet-splitter.mjs";

const CONNECT = 1;
const PUBLISH = 3;
const PUBACK = 4;
const PUBREL = 6;
const SUBSCRIBE = 8;
const PINGREQ = 12;
const PUBACK_HEADER = Buffer.from([0x40, 2]);
const PUBREC_HEADER = Buffer.from([0x50, 2]);
const PUBCOMP_HEADER = Buffer.from([0x70, 2]);
const PINGRESP = Buffer.from([0xd0, 0]);

/** One client's connection: accepts everything, acknowledges at once, counts. */
export class Session {
  filters = new Set();
  subscribePackets = 0;
  received = 0;
  flood;
  #socket;
  #protocolVersion = 4;
  #identifier;
  #replies = [];
  #pubacks = 0;
  #identifiers;
  #onProgress;

  /** `identifiers`: whether MQTT 5 clients are told that there are any. `onProgress` is called after each chunk. */
  constructor(socket, { identifiers, onProgress }) {
    this.#socket = socket;
    this.#identifiers = identifiers;
    this.#onProgress = onProgress;
    const splitter = new PacketSplitter((...packet) => this.#take(...packet));
    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      splitter.push(chunk);
      this.#endChunk();
    });
  }

  get socket() {
    return this.#socket;
  }

  /** What a PUBLISH to this client depends on; the identifier is that of its last SUBSCRIBE, if there is one. */
  get publishing() {
    const protocolVersion = this.#protocolVersion;
    return { protocolVersion, identifier: this.#identifiers ? this.#identifier : undefined };
  }

  /** The replies to one chunk leave in one write, so that the peer stays faster than any client. */
  #endChunk() {
    if (this.#replies.length > 0) this.#socket.write(Buffer.concat(this.#replies));
    this.#replies = [];
    if (this.#pubacks > 0) this.flood.acknowledge(this.#pubacks);
    this.#pubacks = 0;
    this.#onProgress();
  }

  #take(bytes, start, bodyStart, end) {
    switch (bytes[start] >> 4) {
      case PUBLISH:
        return this.#publish(bytes, start, bodyStart);
      case PUBACK:
        this.#pubacks += 1;
        return;
      case PUBREL:
        this.#replies.push(PUBCOMP_HEADER, bytes.subarray(bodyStart, bodyStart + 2));
        return;
      case CONNECT:
      case SUBSCRIBE:
        return this.#parse(bytes.subarray(start, end));
      case PINGREQ:
        this.#replies.push(PINGRESP);
    }
  }

  #publish(bytes, start, bodyStart) {
    this.received += 1;
    const qos = (bytes[start] >> 1) & 3;
    if (qos === 0) return;
    const packetIdAt = bodyStart + 2 + bytes.readUInt16BE(bodyStart);
    this.#replies.push(qos === 1 ? PUBACK_HEADER : PUBREC_HEADER, bytes.subarray(packetIdAt, packetIdAt + 2));
  }

  #parse(bytes) {
    const parser = mqttPacket.parser({ protocolVersion: this.#protocolVersion });
    parser.on("packet", (packet) => (packet.cmd === "connect" ? this.#connect(packet) : this.#subscribe(packet)));
    parser.parse(bytes);
  }

  #connect({ protocolVersion }) {
    this.#protocolVersion = protocolVersion;
    // Said either way: the built-in nodes take an unsaid true for a no [MQTT 5, 3.2.2.3.12].
    const properties = { subscriptionIdentifiersAvailable: this.#identifiers };
    this.#reply({ cmd: "connack", sessionPresent: false, returnCode: 0, reasonCode: 0, properties });
  }

  #subscribe({ messageId, subscriptions, properties }) {
    this.subscribePackets += 1;
    this.#identifier = properties?.subscriptionIdentifier;
    for (const { topic } of subscriptions) this.filters.add(topic);
    this.#reply({ cmd: "suback", messageId, granted: subscriptions.map(({ qos }) => qos) });
  }

  #reply(packet) {
    this.#replies.push(mqttPacket.generate(packet, { protocolVersion: this.#protocolVersion }));
  }
}
