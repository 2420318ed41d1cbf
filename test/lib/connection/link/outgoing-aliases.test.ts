import assert from "node:assert/strict";
import { OutgoingAliases } from "../../../../nodes/lib/connection/link/outgoing-aliases";
import { SEED, SeededRandom } from "../../seeded-random";

/** Publications an alias must have been idle for, in parts of how many there are. */
const PATIENCE = 16;

describe("a topic that we publish to", () => {
  it("goes with an alias at first, and without the topic from then on [MQTT 5, 3.3.2.3.4]", () => {
    assert.deepEqual(written(2, "plant/a", "plant/a", "plant/b", "plant/a", "plant/b"), [
      "plant/a=1",
      "=1",
      "plant/b=2",
      "=1",
      "=2",
    ]);
  });

  it("goes without an alias where the broker takes none", () => {
    assert.deepEqual(written(0, "plant/a", "plant/a"), ["plant/a", "plant/a"]);
  });

  it("goes without one where that would save nothing", () => {
    assert.deepEqual(written(9, "a/b", "a/b", "a/bc", "a/bc"), ["a/b", "a/b", "a/bc=1", "=1"]);
  });

  it("gets none while all are in use: in a round of many topics none is given in vain", () => {
    const round = ["plant/a", "plant/b", "plant/c"];
    const all = written(2, ...Array<string[]>(1_000).fill(round).flat());
    assert.deepEqual(all.slice(0, 3), ["plant/a=1", "plant/b=2", "plant/c"]);
    assert.deepEqual(new Set(all.slice(3)), new Set(["=1", "=2", "plant/c"]));
  });

  it("takes over the one that has been idle for longest, once that is long", () => {
    const aliases = new OutgoingAliases(2);
    use(aliases, "once/1", "once/2");
    // Publications without an alias count as well.
    use(aliases, ...Array<string>(PATIENCE * 2 - 2).fill("abc"));
    assert.deepEqual(use(aliases, "plant/a", "plant/a", "plant/a"), ["plant/a", "plant/a=1", "=1"]);
    assert.deepEqual(use(aliases, "plant/b", "once/1"), ["plant/b=2", "once/1"]);
  });

  it("keeps its own by being used, whatever was given one after it", () => {
    const aliases = new OutgoingAliases(2);
    use(aliases, "plant/a", "once/1");
    use(aliases, ...Array<string>(100).fill("plant/a"));
    assert.deepEqual(use(aliases, "plant/b", "plant/a"), ["plant/b=2", "=1"]);
  });

  it("gets one again soon after a burst of topics that come once", () => {
    const aliases = new OutgoingAliases(10);
    use(aliases, ...Array.from({ length: 1_000 }, (_, index) => `once/${index}`));
    const steady = Array.from({ length: 10 }, (_, index) => `steady/${index}`);
    const round = (): string[] => use(aliases, ...steady);
    for (let count = 0; count < 2 * PATIENCE; count += 1) round();
    assert.ok(round().every((text) => text.startsWith("=")));
  });

  it(`is always known to the broker, which is given no alias above its maximum (seed ${SEED})`, () => {
    for (let run = 0; run < 50; run += 1) {
      const random = new SeededRandom(SEED + run);
      const maximum = random.below(6);
      const aliases = new OutgoingAliases(maximum);
      const known = new Map<number, string>();
      for (let count = 0; count < 2_000; count += 1) {
        // Some topics are used often, and others come up as time goes by.
        const topic = `plant/${random.below(1 + random.below(12)) + Math.floor(count / 400)}`;
        const wire = aliases.use(topic);
        const alias = wire.alias?.topicAlias ?? 0;
        assert.ok(alias <= maximum && (alias === 0) === (wire.alias === undefined), `TEST_SEED=${SEED + run}`);
        if (wire.topic !== "") known.set(alias, wire.topic);
        assert.equal(wire.topic || known.get(alias), topic, `TEST_SEED=${SEED + run}`);
      }
    }
  });

  it("costs little with as many aliases as there can be", () => {
    const aliases = new OutgoingAliases(65_535);
    const topics = Array.from({ length: 65_536 }, (_, index) => `plant/${index}`);
    assert.deepEqual(use(aliases, ...topics).slice(-2), ["plant/65534=65535", "plant/65535"]);
    assert.deepEqual(use(aliases, ...topics).slice(-2), ["=65535", "plant/65535"]);
  });

  function written(maximum: number, ...topics: string[]): string[] {
    return use(new OutgoingAliases(maximum), ...topics);
  }

  /** `topic=alias` of each publication. */
  function use(aliases: OutgoingAliases, ...topics: string[]): string[] {
    return topics.map((given) => {
      const { topic, alias } = aliases.use(given);
      return alias === undefined ? topic : `${topic}=${alias.topicAlias}`;
    });
  }
});
