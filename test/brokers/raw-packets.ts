import { generate, type Packet } from "mqtt-packet";

/** The packets that are nothing but an answer. */
export type AnswerCommand = "puback" | "pubrec" | "pubrel" | "pubcomp" | "unsuback";

/** A packet of a header, an identifier and a few bytes. */
export function bytesOf(header: number, id: number, rest: readonly number[]): Buffer {
  return Buffer.from([header, 2 + rest.length, id >> 8, id & 0xff, ...rest]);
}

/** A CONNACK of MQTT 5. */
export function connack(code: number, properties: readonly number[]): Buffer {
  return Buffer.from([0x20, 3 + properties.length, 0, code, properties.length, ...properties]);
}

/** A PUBLISH of MQTT 5 without a payload. */
export function withProperties(topic: string, properties: readonly number[]): Buffer {
  const name = Buffer.from(topic);
  const rest = [0, name.length, ...name, properties.length, ...properties];
  return Buffer.from([0x30, rest.length, ...rest]);
}

/** The same packet with 0 for its identifier. @param at where that is */
export function zeroed(packet: Buffer, at = 2): Buffer {
  return Buffer.from(packet).fill(0, at, at + 2);
}

/** A user property whose name every object has. */
export function prototype(): number[] {
  const name = Buffer.from("__proto__");
  return [0x26, 0, name.length, ...name, 0, 1, 0x61];
}

/** A PUBLISH with so many bytes of payload. */
export function large(bytes: number): Buffer {
  return generate(publish({ payload: Buffer.alloc(bytes) }), { protocolVersion: 5 });
}

/** A small PUBLISH. */
export function publish(fields: { topic?: string; qos?: 0 | 1 | 2; payload?: Buffer }): Packet {
  const { topic = "plant/a", qos = 0, payload = "x" } = fields;
  return { cmd: "publish", topic, payload, qos, retain: false, dup: false, ...(qos > 0 ? { messageId: 77 } : {}) };
}

/** What answers by a packet identifier. */
export function answer(cmd: AnswerCommand, messageId: number): Packet {
  return cmd === "unsuback" ? { cmd, messageId, granted: [0] } : { cmd, messageId };
}

/** One code for each filter. */
export function suback(messageId: number, granted: number[]): Packet {
  return { cmd: "suback", messageId, granted };
}

/** What only a client sends. */
export function connect(protocolVersion: 4 | 5): Packet {
  return { cmd: "connect", protocolId: "MQTT", protocolVersion, clientId: "c", clean: true, keepalive: 0 };
}
