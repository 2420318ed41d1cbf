import { generate, type Packet } from "mqtt-packet";
import type { SeededRandom } from "../lib/seeded-random";
import { accepted } from "../support/scripted-peer";
import type { HostileCase, Version } from "./hostile-packets";

const MOMENTS = ["connack", "suback", "puback", "later", "later"] as const;

/** Makes packets of a broker and breaks them in ways that come again with the same seed. */
export class PacketMutator {
  readonly #version: Version;
  readonly #random: SeededRandom;

  constructor(version: Version, random: SeededRandom) {
    this.#version = version;
    this.#random = random;
  }

  next(): HostileCase {
    const moment = this.#random.pick(MOMENTS);
    const broken = Array.from({ length: 1 + this.#random.below(3) }, () => this.#broken());
    const make = (id: number): Buffer => Buffer.concat(broken.map((bytes) => bytes(id)));
    return { name: `${moment}: ${make(0).toString("hex").slice(0, 80)}`, moment, bytes: make };
  }

  /** The same changes whatever the identifier is. */
  #broken(): (id: number) => Buffer {
    const options = templates(this.#version);
    const template = this.#random.pick(options);
    const changes = Array.from({ length: this.#random.below(4) }, () => this.#change());
    return (id) => changes.reduce((bytes, change) => change(bytes), generateFor(template(id), this.#version));
  }

  #change(): (bytes: Buffer) => Buffer {
    const random = this.#random;
    const place = random.below(1_000_000);
    const value = random.below(256);
    const at = (bytes: Buffer, more = 0): number => place % (bytes.length + more || 1);
    const piece = Buffer.from(random.pick(PIECES));
    return random.pick<(bytes: Buffer) => Buffer>([
      (bytes) => spliced(bytes, at(bytes), 1, Buffer.from([value])),
      (bytes) => spliced(bytes, at(bytes), 1, Buffer.from([(bytes[at(bytes)] ?? 0) ^ (1 << (value & 7))])),
      (bytes) => spliced(bytes, at(bytes, 1), 0, Buffer.from([value])),
      (bytes) => spliced(bytes, at(bytes, 1), 0, piece),
      (bytes) => bytes.subarray(0, at(bytes, 1)),
      (bytes) => spliced(bytes, 1, 1, Buffer.from([value & 0x3f])),
      (bytes) => spliced(bytes, 1, 1, Buffer.from([0xff, 0xff, 0xff, 0x7f])),
      (bytes) => spliced(bytes, 0, 1, Buffer.from([value])),
      (bytes) => Buffer.concat([bytes, bytes]),
    ]);
  }
}

/** What parsers stumble over. */
const PIECES = [
  [0xff, 0xff],
  [0, 0],
  [0xed, 0xa0, 0x80],
  [0xc0, 0x80],
  [0x23, 0, 0],
  [0x0b, 0],
  [0x26, 0xff, 0xff],
  [0x13, 0, 5],
];

function templates(version: Version): ((id: number) => Packet)[] {
  const properties = {
    contentType: "text",
    responseTopic: "plant/r",
    correlationData: Buffer.from("c"),
    userProperties: { a: ["b", "c"], d: "e" },
    subscriptionIdentifier: 7,
    topicAlias: 2,
    messageExpiryInterval: 60,
    payloadFormatIndicator: true,
  };
  const publish = { cmd: "publish", topic: "plant/a", payload: "x", retain: false, dup: false } as const;
  const of5 = <T extends object>(value: T): { properties?: T } => (version === 5 ? { properties: value } : {});
  return [
    () => accepted({ serverKeepAlive: 60, receiveMaximum: 10, assignedClientIdentifier: "c", reasonString: "r" }),
    () => ({ ...publish, qos: 0, ...of5(properties) }),
    (id) => ({ ...publish, qos: 1, messageId: id || 1, ...of5(properties) }),
    (id) => ({ ...publish, qos: 2, messageId: id || 1 }),
    (id) => ({ cmd: "suback", messageId: id || 1, granted: [0], ...of5({ reasonString: "r" }) }),
    (id) => ({ cmd: "unsuback", messageId: id || 1, granted: [0] }),
    (id) => ({ cmd: "puback", messageId: id || 1, reasonCode: 0, ...of5({ reasonString: "r" }) }),
    (id) => ({ cmd: "pubrec", messageId: id || 1, reasonCode: 0 }),
    (id) => ({ cmd: "pubrel", messageId: id || 1, reasonCode: 0 }),
    (id) => ({ cmd: "pubcomp", messageId: id || 1, reasonCode: 0 }),
    () => ({ cmd: "pingresp" }),
    () => ({ cmd: "disconnect", reasonCode: 0x8b, ...of5({ reasonString: "r" }) }),
  ];
}

function generateFor(packet: Packet, protocolVersion: Version): Buffer {
  return generate(packet, { protocolVersion });
}

function spliced(bytes: Buffer, at: number, removed: number, added: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
}
