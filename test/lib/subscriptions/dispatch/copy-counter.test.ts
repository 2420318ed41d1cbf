import assert from "node:assert/strict";
import { CopyCounter } from "../../../../nodes/lib/subscriptions/dispatch/copy-counter";
import { fingerprint } from "../../../../nodes/lib/subscriptions/dispatch/fingerprint";
import { ManualClock } from "../../../support/manual-clock";
import { SEED, SeededRandom } from "../../seeded-random";

const SECOND = 1_000;

describe("copies of a message [MQTT 3.1.1, 3.3.5]", () => {
  let clock: ManualClock;
  let counter: CopyCounter;

  beforeEach(() => {
    clock = new ManualClock();
    counter = new CopyCounter(clock);
  });

  describe("while it isn't known whether the broker sends any", () => {
    it("are all let through", () => {
      assert.equal(letThrough("a", "1 1 2 2 3 3"), "1 1 2 2 3 3");
    });

    it("are known by three messages that each came as often as there are filters", () => {
      letThrough("a", "1 1 2 2 3 3");
      assert.equal(letThrough("a", "4 4 5 5"), "4 5");
    });

    it("are known by messages of any topics, of different numbers of filters", () => {
      letThrough("a", "1 1");
      letThrough("b", "1 1 1", 3);
      letThrough("c", "1 1");
      clock.advance(SECOND + 1);
      assert.equal(letThrough("d", "1 1"), "1");
    });

    it("are known only when something else has come, or a second of silence: there may be more to come", () => {
      letThrough("a", "1 1 2 2");
      assert.equal(letThrough("a", "3 3"), "3 3");
      clock.advance(SECOND);
      assert.equal(letThrough("b", "1 1"), "1 1");
      clock.advance(1);
      assert.equal(letThrough("c", "1 1"), "1");
    });

    it("aren't known by longer runs of the same, which come to a multiple by chance", () => {
      letThrough("a", "1 1 1 1 2 2 2 2 3 3 3 3 4 4 4 4");
      assert.equal(letThrough("a", "5 5"), "5 5");
    });

    it("are denied by one message that came less often, for the rest of the connection", () => {
      letThrough("a", "1 1 2 2 3");
      assert.equal(letThrough("a", "4 4 5 5 6 6 7 7 8 8"), "4 4 5 5 6 6 7 7 8 8");
    });

    it("are denied by one that came more often, and isn't a multiple", () => {
      letThrough("a", "1 1 2 2 3 3 3");
      assert.equal(letThrough("a", "4 4 5 5 6 6 7 7 8 8"), "4 4 5 5 6 6 7 7 8 8");
    });

    it("are denied by one that comes once, and the same again only later", () => {
      letThrough("a", "1");
      clock.advance(SECOND + 1);
      letThrough("a", "1 2 2 3 3 4 4");
      assert.equal(letThrough("a", "5 5"), "5 5");
    });

    it("are denied for good even if the last proof for them comes to light at the same time", () => {
      letThrough("a", "1 1 2 2 3");
      letThrough("b", "1 1");
      clock.advance(SECOND + 1);
      assert.equal(letThrough("c", "1 1"), "1 1");
    });
  });

  describe("once it is known that the broker sends them", () => {
    beforeEach(() => {
      letThrough("learning", "1 1 2 2 3 3 4 4");
    });

    it("are dropped, and a message that is really sent again isn't", () => {
      assert.equal(letThrough("a", "1 1 1 1 2 2"), "1 1 2");
      assert.equal(letThrough("b", "1 1 1 2 2 2 2 2 2", 3), "1 2 2");
    });

    it("are told from those of other topics that come in between", () => {
      const message = (topic: string): boolean => isExtra(topic, "1");
      assert.deepEqual(["a", "b", "a", "b"].map(message), [false, false, true, true]);
    });

    it("are told from what only begins or ends alike, or is as long", () => {
      const long = "x".repeat(1_000);
      for (const different of [`${long}y`, `${long}z`, long, `y${long}`, ""]) {
        assert.deepEqual([isExtra("a", different), isExtra("a", different)], [false, true]);
      }
    });

    it("are told from what looks like the fingerprint that is kept of them", () => {
      const long = Buffer.alloc(1_000);
      const payloads = [long, long, Buffer.from(fingerprint(long), "latin1")];
      const extra = payloads.map((payload) => counter.isExtra({ topic: "a", payload, retain: false }, 2));
      assert.deepEqual(extra, [false, true, false]);
      assert.equal(isExtra("a", "1"), false);
      assert.equal(letThrough("b", "1 1"), "1 1", "what looks like it came only once");
    });

    it("are no longer looked for when one is missing", () => {
      assert.equal(letThrough("a", "1 1 2 3 3 4 4"), "1 2 3 3 4 4");
    });

    it("are no longer looked for when one comes too late, which is let through", () => {
      isExtra("a", "1");
      clock.advance(SECOND + 1);
      assert.equal(isExtra("a", "1"), false);
      assert.equal(letThrough("a", "2 2"), "2 2");
    });

    it("may come as late as a lost packet is sent again", () => {
      isExtra("a", "1");
      clock.advance(SECOND);
      assert.equal(isExtra("a", "1"), true);
    });

    it("are counted anew when the number of filters changes, without a proof of anything", () => {
      assert.equal(letThrough("a", "1"), "1");
      assert.equal(letThrough("a", "1 1 1 2 2 2", 3), "1 2");
      assert.equal(letThrough("a", "3 3"), "3");
    });

    it("aren't dropped while the number of filters is uncertain, and nothing is learned from them", () => {
      assert.equal(letThrough("a", "1"), "1");
      assert.equal(letThrough("a", "1 1 2 3 3 3", 1), "1 1 2 3 3 3");
      assert.equal(letThrough("a", "3 3 4 4"), "3 4");
    });

    it("aren't confused with retained messages that are replayed", () => {
      isExtra("a", "1");
      assert.equal(counter.isExtra({ topic: "a", payload: Buffer.from("1"), retain: true }, 2), false);
      assert.equal(isExtra("a", "1"), true);
    });

    it("have to be learned again of another connection", () => {
      counter.forget();
      assert.equal(letThrough("a", "1 1"), "1 1");
      assert.equal(letThrough("a", "2 2 3 3 4 4"), "2 2 3 3 4");
    });

    it("are let through rather than remembered when more than a thousand topics are in the middle of theirs", () => {
      const topics = Array.from({ length: 1_001 }, (_, number) => `topic/${number}`);
      for (const topic of topics) isExtra(topic, "1");
      assert.deepEqual([isExtra("topic/1", "1"), isExtra("topic/0", "1")], [true, false]);
    });
  });

  it(`are dropped once the broker is known, in whatever order topics take turns (seed ${SEED})`, () => {
    const random = new SeededRandom();
    letThrough("learning", "1 1 2 2 3 3 4 4");
    for (let message = 0; message < 1_000; message += 1) {
      const payload = random.pick(["on", "off"]);
      const coming = shuffled(["a", "a", "b", "b", "c", "c", "c"], random);
      const passed = coming.filter((topic) => !isExtra(topic, payload, topic === "c" ? 3 : 2));
      assert.deepEqual(passed.sort(), ["a", "b", "c"], `seed ${SEED}`);
      clock.advance(random.below(2 * SECOND));
    }
  });

  it(`are never seen in what a broker sends that makes none, if anything comes once (seed ${SEED})`, () => {
    const random = new SeededRandom();
    for (let round = 0; round < 50; round += 1) {
      counter.forget();
      letThrough("once", "1 2");
      for (let message = 0; message < 200; message += 1) {
        assert.equal(isExtra(random.pick(["a", "b"]), random.pick(["1", "2"]), 2 + random.below(2)), false);
        clock.advance(random.below(SECOND));
      }
    }
  });

  it(`are never seen in a message unlike the one before on its topic (seed ${SEED})`, () => {
    const random = new SeededRandom();
    const before = new Map<string, string>();
    let extra = 0;
    for (let message = 0; message < 20_000; message += 1) {
      if (message % 20 === 0) {
        counter.forget();
        letThrough("learning", "1 1 2 2 3 3 4 4");
      }
      const [topic, payload] = [random.pick(["a", "b"]), random.pick(["1", "2", "3"])];
      if (isExtra(topic, payload)) {
        assert.equal(before.get(topic), payload, `seed ${SEED}`);
        extra += 1;
      }
      before.set(topic, payload);
    }
    assert.ok(extra > 100, `only ${extra} were extra`);
  });

  function isExtra(topic: string, payload: string, copies = 2): boolean {
    return counter.isExtra({ topic, payload: Buffer.from(payload), retain: false }, copies);
  }

  /** Of payloads that come one after another, those that aren't extra. */
  function letThrough(topic: string, payloads: string, copies = 2): string {
    return payloads
      .split(" ")
      .filter((payload) => !isExtra(topic, payload, copies))
      .join(" ");
  }

  function shuffled<T>(items: readonly T[], random: SeededRandom): T[] {
    const left = [...items];
    return items.map(() => left.splice(random.below(left.length), 1)).flat();
  }
});
