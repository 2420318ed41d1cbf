import assert from "node:assert/strict";
import { generate, type IPublishPacket } from "mqtt-packet";
import { publicationBytes, type Publication, type PublishProperties } from "../../../nodes/lib/messages/publication";
import { SEED, SeededRandom } from "../seeded-random";

/** What the bound may be above the truth: a topic alias, a packet identifier, and lengths that take fewer bytes. */
const SPARE = 12;

/** Bytes that the connection may add [MQTT 5, 3.3.2.3.4]. */
const TOPIC_ALIAS = 3;

describe("the size of a publication", () => {
  it(`is never less than its packet, and little more (seed ${SEED})`, () => {
    const random = new SeededRandom();
    for (let round = 0; round < 3_000; round += 1) {
      const publication = randomPublication(random);
      const packet = generate(packetOf(publication), { protocolVersion: 5 }).length;
      const bound = publicationBytes(publication);
      const context = `seed ${SEED}, round ${round}: ${bound} for ${packet} bytes`;
      assert.ok(bound >= packet + TOPIC_ALIAS, context);
      assert.ok(bound <= packet + SPARE, context);
    }
  });

  it("counts bytes, not characters", () => {
    const size = (topic: string, payload: string): number =>
      publicationBytes({ topic, payload, qos: 0, retain: false, properties: undefined });
    assert.equal(size("€", "") - size("a", ""), 2);
    assert.equal(size("a", "💡") - size("a", "a"), 3);
  });

  it("is right where its lengths take four bytes", () => {
    const payload = Buffer.alloc(3_000_000);
    const values = Array.from({ length: 33 }, () => "a".repeat(65_535));
    const properties = { userProperties: { a: values } };
    const publication: Publication = { topic: "a", payload, qos: 1, retain: false, properties };
    const packet = generate(packetOf(publication), { protocolVersion: 5 }).length;
    assert.equal(publicationBytes(publication), packet + TOPIC_ALIAS);
  });

  function randomPublication(random: SeededRandom): Publication {
    return {
      topic: `a${text(random, 40)}`,
      payload: random.below(2) === 0 ? text(random, 300) : Buffer.alloc(random.below(20_000)),
      qos: random.pick([0, 1, 2]),
      retain: random.below(2) === 0,
      properties: random.below(5) === 0 ? undefined : randomProperties(random),
    };
  }

  function randomProperties(random: SeededRandom): PublishProperties {
    const all: PublishProperties = {
      payloadFormatIndicator: true,
      messageExpiryInterval: random.below(4_294_967_295),
      responseTopic: text(random, 200),
      contentType: text(random, 40),
      correlationData: Buffer.alloc(random.below(300)),
      userProperties: Object.fromEntries(
        Array.from({ length: 1 + random.below(60) }, (_, index) => [
          `${index}${text(random, 5)}`,
          random.below(3) === 0 ? [text(random, 9), text(random, 9)] : text(random, 20),
        ]),
      ),
    };
    return Object.fromEntries(Object.entries(all).filter(() => random.below(2) === 0));
  }

  function text(random: SeededRandom, length: number): string {
    return random.text(["a", "b/", "ü", "€", "💡"], length);
  }

  function packetOf({ properties, ...publication }: Publication): IPublishPacket {
    const packet = { cmd: "publish", dup: false, messageId: 65_535, ...publication } as const;
    return properties === undefined ? packet : { ...packet, properties };
  }
});
