import { SUBSCRIBE_IDENTIFIERS } from "../../nodes/lib/messages/packet-identifiers";
import { generate, type Packet } from "mqtt-packet";
import type { ErrorCode } from "../../nodes/lib/errors";
import { accepted } from "../support/scripted-peer";
import {
  answer,
  bytesOf,
  connack,
  connect,
  large,
  prototype,
  publish,
  suback,
  withProperties,
  zeroed,
} from "./raw-packets";

export type Version = 4 | 5;

/** What a broker sends that it should not, or not now. */
export interface HostileCase {
  readonly name: string;
  /** Instead of which packet it comes; `later`: when the node is subscribed. */
  readonly moment: "connack" | "suback" | "puback" | "later";
  /** @param id the packet identifier of what should have been answered */
  bytes(id: number): Buffer;
  /** Why the node then says it left, or that it passes over it; undefined if either will do. */
  readonly expected?: ErrorCode | "ignored" | undefined;
}

/** The most bytes the node takes in one packet, as it tells an MQTT 5 broker. */
export const MAXIMUM_PACKET_SIZE = 50_000;
/** How many topic aliases it lets the broker use. */
export const TOPIC_ALIAS_MAXIMUM = 5;

const UNKNOWN_ID = 4_711;
/** The same for what answers a SUBSCRIBE or an UNSUBSCRIBE. */
const UNKNOWN_SUBSCRIBE_ID = SUBSCRIBE_IDENTIFIERS.last;
const ANSWERS = ["puback", "pubrec", "pubrel", "pubcomp", "unsuback"] as const;

function unknownId(cmd: (typeof ANSWERS)[number]): number {
  return cmd === "unsuback" ? UNKNOWN_SUBSCRIBE_ID : UNKNOWN_ID;
}

/** Packets that break a rule each, and what is to become of them. */
export function hostileCases(version: Version): HostileCase[] {
  return version === 5 ? [...inAnyVersion(5), ...inVersion5()] : [...inAnyVersion(4), ...inVersion4()];
}

function inAnyVersion(version: Version): HostileCase[] {
  const of = (packet: Packet): Buffer => generate(packet, { protocolVersion: version });
  const properties = version === 5 ? [0] : [];
  return [
    now("connack", "PUBLISH before CONNACK", of(publish({})), "protocol-error"),
    now("connack", "PINGRESP before CONNACK", of({ cmd: "pingresp" }), "protocol-error"),
    now("connack", "SUBACK before CONNACK", of(suback(1, [0])), "protocol-error"),
    now("connack", "CONNECT instead of CONNACK", of(connect(version)), "protocol-error"),
    now("connack", "CONNACK with reserved flags", [0x20, 2 + properties.length, 2, 0, ...properties], "protocol-error"),
    now("connack", "CONNACK cut to its flags", [0x20, 1, 0]),
    now("connack", "an HTTP answer", "HTTP/1.1 400 Bad Request\r\n\r\n", "protocol-error"),
    now("connack", "a TLS alert", [0x15, 3, 1, 0, 2, 2, 40], "protocol-error"),
    now("connack", "CONNACK twice", Buffer.concat([of(accepted()), of(accepted())]), "protocol-error"),
    now("later", "a second CONNACK", of(accepted()), "protocol-error"),
    now("later", "CONNECT", of(connect(version)), "protocol-error"),
    now(
      "later",
      "SUBSCRIBE",
      of({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: "a", qos: 0 }] }),
      "protocol-error",
    ),
    now("later", "UNSUBSCRIBE", of({ cmd: "unsubscribe", messageId: 1, unsubscriptions: ["a"] }), "protocol-error"),
    now("later", "PINGREQ", of({ cmd: "pingreq" }), "protocol-error"),
    now("later", "AUTH", [0xf0, 2, 0, 0], "protocol-error"),
    now("later", "packet type 0", [0, 0], "protocol-error"),
    now("later", "PINGRESP nobody asked for", of({ cmd: "pingresp" }), "ignored"),
    now("later", "PINGRESP with a payload", [0xd0, 2, 1, 2], "ignored"),
    now("later", "PINGRESP with reserved flags", [0xd1, 0], "protocol-error"),
    now("later", "a length in more bytes than needed", [0xd0, 0x80, 0], "ignored"),
    now("later", "a length of five bytes", [0x30, 0xff, 0xff, 0xff, 0xff, 1], "protocol-error"),
    ...ANSWERS.map((cmd) => now("later", `${cmd} for nothing`, of(answer(cmd, unknownId(cmd))), "ignored")),
    ...ANSWERS.map((cmd) => now("later", `${cmd} for 0`, zeroed(of(answer(cmd, UNKNOWN_ID))), "protocol-error")),
    ...ANSWERS.map((cmd) => now("later", `${cmd} without identifier`, [of(answer(cmd, 1))[0] ?? 0, 0])),
    now("later", "SUBACK for nothing", of(suback(UNKNOWN_SUBSCRIBE_ID, [0])), "ignored"),
    now("later", "PUBLISH of QoS 3", [0x36, 4, 0, 1, 0x61, 0], "protocol-error"),
    now("later", "PUBLISH of QoS 1 for 0", zeroed(of(publish({ qos: 1, topic: "a" })), 5), "protocol-error"),
    now("later", "PUBLISH without a topic", of(publish({ topic: "" })), "protocol-error"),
    now("later", "PUBLISH to a wildcard", of(publish({ topic: "plant/+" })), "protocol-error"),
    now("later", "PUBLISH to U+0000", of(publish({ topic: "plant/\0" })), "protocol-error"),
    now("later", "PUBLISH to a topic longer than the packet", [0x30, 5, 0xff, 0xff, 0x61, 0, 0], "protocol-error"),
    now("later", "PUBLISH with less than a topic length", [0x30, 1, 0]),
    now(
      "later",
      "PUBLISH to what isn't UTF-8",
      [0x30, 4 + properties.length, 0, 2, 0xc3, 0x28, ...properties],
      "ignored",
    ),
    now(
      "later",
      "PUBLISH of QoS 2 twice",
      Buffer.concat([of(publish({ qos: 2 })), of(publish({ qos: 2 }))]),
      "ignored",
    ),
    now("suback", "SUBACK without codes", (id) => bytesOf(0x90, id, properties), "protocol-error"),
    now("suback", "SUBACK with too many codes", (id) => of(suback(id, [0, 0, 0])), "protocol-error"),
    now("suback", "SUBACK with an unknown code", (id) => bytesOf(0x90, id, [...properties, 0x55]), "protocol-error"),
    now("suback", "SUBACK that refuses", (id) => of(suback(id, [0x80])), "ignored"),
    now("suback", "PUBACK for a SUBSCRIBE", (id) => of({ cmd: "puback", messageId: id }), "protocol-error"),
    now("suback", "UNSUBACK for a SUBSCRIBE", (id) => of(answer("unsuback", id)), "protocol-error"),
    now("puback", "SUBACK for a PUBLISH", (id) => of(suback(id, [0])), "protocol-error"),
    now("puback", "PUBREC for QoS 1", (id) => of({ cmd: "pubrec", messageId: id }), "ignored"),
    now("puback", "PUBCOMP for QoS 1", (id) => of({ cmd: "pubcomp", messageId: id }), "ignored"),
    now(
      "puback",
      "PUBACK twice",
      (id) => Buffer.concat(Array(2).fill(of({ cmd: "puback", messageId: id }))),
      "ignored",
    ),
  ];
}

function inVersion4(): HostileCase[] {
  return [
    now("connack", "an empty CONNACK", [0x20, 0]),
    now("connack", "CONNACK with an unknown code", [0x20, 2, 0, 99], "connect-refused"),
    now("later", "DISCONNECT", [0xe0, 0], "protocol-error"),
    now("later", "the beginning of 268 MB", [0x30, 0xff, 0xff, 0xff, 0x7f, 0, 1, 0x61]),
    now("puback", "PUBACK with a reason code", (id) => bytesOf(0x40, id, [0x87]), "ignored"),
  ];
}

function inVersion5(): HostileCase[] {
  return [
    now("connack", "an empty CONNACK", [0x20, 0]),
    now("connack", "CONNACK with an unknown code", connack(99, []), "connect-refused"),
    now("connack", "DISCONNECT before CONNACK", [0xe0, 2, 0x8b, 0], "server-shutting-down"),
    now("connack", "AUTH before CONNACK", [0xf0, 2, 0x18, 0], "protocol-error"),
    now("connack", "Server Keep Alive twice", connack(0, [0x13, 0, 5, 0x13, 0, 6]), "protocol-error"),
    now("connack", "Receive Maximum 0", connack(0, [0x21, 0, 0]), "protocol-error"),
    now("connack", "Maximum Packet Size 0", connack(0, [0x27, 0, 0, 0, 0]), "protocol-error"),
    now("connack", "Topic Alias Maximum twice", connack(0, [0x22, 0, 5, 0x22, 0, 5]), "protocol-error"),
    now("connack", "an unknown property", connack(0, [0x7f, 0]), "protocol-error"),
    now("connack", "properties longer than CONNACK", [0x20, 3, 0, 0, 0x7f], "protocol-error"),
    now("connack", "a reason string longer than CONNACK", connack(0, [0x1f, 0xff, 0xff]), "protocol-error"),
    now("connack", "a Server Keep Alive of an hour", connack(0, [0x13, 14, 16]), "ignored"),
    now("later", "DISCONNECT", [0xe0, 2, 0x8b, 0], "server-shutting-down"),
    now("later", "DISCONNECT with an unknown code", [0xe0, 2, 0x55, 0], "protocol-error"),
    now("later", "the beginning of 268 MB", [0x30, 0xff, 0xff, 0xff, 0x7f, 0, 1, 0x61], "protocol-error"),
    now("later", "PUBLISH larger than we allow", large(MAXIMUM_PACKET_SIZE), "protocol-error"),
    now("later", "topic alias 0", withProperties("plant/a", [0x23, 0, 0]), "protocol-error"),
    now(
      "later",
      "a topic alias too high",
      withProperties("plant/a", [0x23, 0, TOPIC_ALIAS_MAXIMUM + 1]),
      "protocol-error",
    ),
    now("later", "an unknown topic alias", withProperties("", [0x23, 0, 3]), "protocol-error"),
    now("later", "topic alias twice", withProperties("plant/a", [0x23, 0, 3, 0x23, 0, 4]), "protocol-error"),
    now("later", "subscription identifier 0", withProperties("plant/a", [0x0b, 0]), "protocol-error"),
    now("later", "subscription identifiers nobody gave", withProperties("plant/a", [0x0b, 9, 0x0b, 10]), "ignored"),
    now("later", "content type twice", withProperties("plant/a", [3, 0, 1, 0x61, 3, 0, 1, 0x62]), "protocol-error"),
    now("later", "a content type longer than PUBLISH", withProperties("plant/a", [3, 0xff, 0xff]), "protocol-error"),
    now(
      "later",
      "a user property without a value",
      withProperties("plant/a", [0x26, 0, 1, 0x61, 0xff, 0xff]),
      "protocol-error",
    ),
    now("later", "an unknown property", withProperties("plant/a", [0x7f]), "protocol-error"),
    now("later", "a property of CONNACK", withProperties("plant/a", [0x13, 0, 5]), "ignored"),
    now("later", "a user property named __proto__", withProperties("plant/a", prototype()), "ignored"),
    now("puback", "PUBACK that refuses", (id) => bytesOf(0x40, id, [0x87]), "ignored"),
    now("puback", "PUBACK with an unknown code", (id) => bytesOf(0x40, id, [0x55]), "protocol-error"),
    now("puback", "PUBREC that refuses QoS 1", (id) => bytesOf(0x50, id, [0x97]), "ignored"),
  ];
}

function now(
  moment: HostileCase["moment"],
  name: string,
  bytes: Buffer | string | readonly number[] | ((id: number) => Buffer),
  expected?: HostileCase["expected"],
): HostileCase {
  if (typeof bytes === "function") return { name, moment, bytes, expected };
  const sent = typeof bytes === "string" ? Buffer.from(bytes) : Buffer.from(bytes);
  return { name, moment, bytes: () => sent, expected };
}
