import assert from "node:assert/strict";
import { parser, type Packet } from "mqtt-packet";
import { PacketWriter } from "../../../../nodes/lib/connection/link/packet-writer";
import type { ProtocolVersion } from "../../../../nodes/lib/connection/settings/connect-settings";
import { encodeMessage, MESSAGE_DECIDES } from "../../../../nodes/lib/messages/encode-message";
import { publicationBytes, type Publication } from "../../../../nodes/lib/messages/publication";
import { SEED, SeededRandom } from "../../seeded-random";
import { publication } from "./link-bench";

describe("a writer of packets", () => {
  for (const version of [3, 4, 5] as const) {
    it(`writes every message that encodeMessage lets through, as it is (version ${version}, seed ${SEED})`, () => {
      const random = new SeededRandom();
      const bench = new WriterBench(version);
      if (version === 5) bench.writer.allowAliases(random.below(4));
      const topics = new Map<number, string>();
      for (let round = 0; round < 1_000; round += 1) {
        const sent = randomPublication(random);
        const context = `TEST_SEED=${SEED}, round ${round}`;
        const before = bench.bytes;
        const packetId = sent.qos && 1 + random.below(65_535);
        const isRepeated = packetId > 0 && random.below(2) === 0;
        bench.writer.publish(sent, packetId, isRepeated);
        assert.deepEqual(bench.failures, [], context);
        assert.ok(bench.bytes - before <= publicationBytes(sent), context);
        assert.deepEqual(published(bench.take(), topics), expected(sent, packetId, isRepeated, version), context);
      }
    }).timeout(20_000);

    it(`writes a PUBREL of two bytes, and PINGREQ: version ${version}`, () => {
      const bench = new WriterBench(version);
      bench.writer.release(0x1234);
      bench.writer.ping(() => undefined);
      assert.equal(bench.hex, "62021234c000");
    });
  }

  it("says DUP of a message that may have been sent before, and of no other [MQTT-3.3.1-1]", () => {
    const bench = new WriterBench(4);
    bench.writer.publish(publication("t", 1), 7, false);
    bench.writer.publish(publication("t", 2), 8, true);
    assert.deepEqual(
      bench.take().map((packet) => packet.cmd === "publish" && [packet.messageId, packet.dup]),
      [
        [7, false],
        [8, true],
      ],
    );
  });

  it("uses aliases where they are allowed, and leaves the publication alone", () => {
    const bench = new WriterBench(5);
    const sent = Object.freeze({ ...publication("plant/a"), properties: Object.freeze({ contentType: "t" }) });
    bench.writer.publish(sent, 0, false);
    bench.writer.allowAliases(1);
    for (let count = 0; count < 2; count += 1) bench.writer.publish(sent, 0, false);
    assert.deepEqual(bench.take().map(topicAndAlias), [
      ["plant/a", undefined],
      ["plant/a", 1],
      ["", 1],
    ]);
  });

  it("says what the stream says of more", () => {
    const bench = new WriterBench(5);
    assert.equal(bench.writer.publish(publication("t"), 0, false), true);
    bench.isRoomy = false;
    assert.equal(bench.writer.publish(publication("t"), 0, false), false);
    assert.equal(bench.take().length, 2);
  });

  it("tells of each PINGRESP to whom it is due, and of one too many to nobody", () => {
    const { writer } = new WriterBench(5);
    const answered: number[] = [];
    for (const ping of [1, 2, 3]) writer.ping(() => answered.push(ping));
    writer.ponged();
    assert.deepEqual(answered, [1]);
    for (let count = 0; count < 3; count += 1) writer.ponged();
    assert.deepEqual(answered, [1, 2, 3]);
  });

  it("writes nothing any more once it is closed", () => {
    const bench = new WriterBench(5);
    bench.writer.close();
    assert.equal(bench.writer.publish(publication("t", 1), 1, false), false);
    bench.writer.release(1);
    bench.writer.ping(() => undefined);
    assert.equal(bench.hex, "");
  });

  for (const [what, broken, message] of [
    ["a topic that is too long", { topic: "t".repeat(65_536) }, /undefined/],
    ["a payload that isn't any", { payload: 5 }, /type number/],
    ["a property out of range", { properties: { messageExpiryInterval: -1 } }, /^Invalid messageExpiryInterval: -1$/],
    ["a property that doesn't exist", { properties: { unheardOf: 1 } }, /^Invalid property unheardOf: 1$/],
    ["user properties that are none", { properties: { userProperties: {} } }, /^Nothing written of publish$/],
  ] as const) {
    it(`fails once, and writes nothing behind it, at what never comes this far: ${what}`, () => {
      const bench = new WriterBench(5);
      const invalid = { ...publication("t"), ...broken } as Publication;
      assert.equal(bench.writer.publish(invalid, 0, false), false);
      const { hex } = bench;
      bench.writer.publish(invalid, 0, false);
      bench.writer.publish(publication("t"), 0, false);
      assert.deepEqual([bench.failures.length, bench.hex], [1, hex]);
      assert.match(bench.failures[0]?.message ?? "", message);
    });
  }
});

/** A writer, and what came of it. */
class WriterBench {
  readonly writer: PacketWriter;
  readonly failures: Error[] = [];
  isRoomy = true;
  bytes = 0;
  readonly #version: ProtocolVersion;
  #chunks: Buffer[] = [];

  constructor(version: ProtocolVersion) {
    this.#version = version;
    const write = (chunk: Buffer | string): boolean => {
      const piece = Buffer.from(chunk as string);
      this.#chunks.push(piece);
      this.bytes += piece.length;
      return this.isRoomy;
    };
    this.writer = new PacketWriter({ write }, version, (error) => this.failures.push(error));
  }

  get hex(): string {
    return Buffer.concat(this.#chunks).toString("hex");
  }

  /** The packets since they were last taken; they must be whole. */
  take(): Packet[] {
    const packets: Packet[] = [];
    const reader = parser({ protocolVersion: this.#version });
    reader.on("packet", (packet) => packets.push(packet));
    reader.on("error", (error: Error) => this.failures.push(error));
    const rest = reader.parse(Buffer.concat(this.#chunks));
    this.#chunks = [];
    assert.equal(rest, 0, "the last packet isn't complete");
    return packets;
  }
}

/** What a flow may send, and some more. */
function randomPublication(random: SeededRandom): Publication {
  const text = (length: number): string => random.text(["a", "é", "€", "💡", "/", " "], length);
  const maybe = (value: unknown): unknown => (random.below(3) === 0 ? value : undefined);
  return encodeMessage(MESSAGE_DECIDES, {
    topic: `${random.pick(["plant/a", "plant/b", "x"])}${random.below(3) === 0 ? text(40) : ""}`,
    payload: random.pick([text(300), Buffer.alloc(random.below(20_000), 1), "", Buffer.alloc(0), 0, true, { a: [1] }]),
    qos: random.below(3),
    retain: random.below(2) === 0,
    payloadFormatIndicator: maybe(random.below(2) === 0),
    messageExpiryInterval: maybe(random.pick([0, 1, 4_294_967_295])),
    responseTopic: maybe(`r${text(20)}`),
    contentType: maybe(text(20)),
    correlationData: maybe(Buffer.alloc(random.below(300))),
    // An empty value is no first one of several: mqtt-packet's reader would lose it.
    userProperties: maybe(
      Object.fromEntries(
        ["", "a", "length", "constructor", "__proto__"]
          .filter(() => random.below(2) === 0)
          .map((name) => [name, random.pick<unknown>([text(20), "", [], [`v${text(5)}`, ""], 7])]),
      ),
    ),
  });
}

/** A PUBLISH as the broker reads it, its alias replaced by the topic. */
function published([packet, ...more]: Packet[], topics: Map<number, string>): unknown {
  assert.ok(packet?.cmd === "publish" && more.length === 0);
  const { payload, qos, retain, dup, messageId = 0 } = packet;
  const { topicAlias, ...properties } = packet.properties ?? {};
  if (topicAlias !== undefined && packet.topic !== "") topics.set(topicAlias, packet.topic);
  const topic = packet.topic || topics.get(topicAlias ?? 0);
  return { topic, payload: payload.toString("hex"), qos, retain, dup, messageId, properties: plain(properties) };
}

function expected(sent: Publication, messageId: number, dup: boolean, version: ProtocolVersion): unknown {
  const { topic, qos, retain } = sent;
  const payload = Buffer.from(sent.payload as string).toString("hex");
  const properties = version === 5 ? plain(sent.properties ?? {}) : {};
  return { topic, payload, qos, retain, dup, messageId, properties };
}

/** mqtt-packet reads properties into objects without a prototype, and one value in a list as the value. */
function plain({ userProperties, ...properties }: NonNullable<Publication["properties"]>): unknown {
  const pairs = Object.entries(userProperties ?? {}).map(([name, values]) => [name, [values].flat()]);
  return { ...properties, ...(pairs.length === 0 ? {} : { pairs }) };
}

function topicAndAlias(packet: Packet): unknown[] {
  assert.ok(packet.cmd === "publish");
  return [packet.topic, packet.properties?.topicAlias];
}
