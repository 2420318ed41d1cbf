import assert from "node:assert/strict";
import type { Recipient, Unacknowledged } from "../../../../nodes/lib/subscriptions/flow/unacknowledged";
import { SEED, SeededRandom } from "../../seeded-random";
import { UnacknowledgedBench } from "./unacknowledged-bench";

const STEPS = 300;

/** Does at random what brokers, flows and time do to a node, and knows what must come of it. */
class Turmoil {
  readonly #random: SeededRandom;
  readonly #bench = new UnacknowledgedBench();
  readonly #most: number;
  readonly #node: Unacknowledged;
  readonly #flow: Recipient;
  /** Messages in the order in which they came, those the flow has, and those that the broker sends again. */
  readonly #added: string[] = [];
  readonly #delivered: string[] = [];
  readonly #cleared = new Set<string>();

  constructor(random: SeededRandom) {
    this.#random = random;
    this.#most = 1 + random.below(5);
    this.#node = this.#bench.node(this.#most);
    this.#flow = this.#bench.flow({
      delivered: (topic) => {
        this.#delivered.push(topic);
        assert.ok(this.#node.outstanding <= this.#most, "too many at a time");
        if (random.below(4) === 0) this.#node.acknowledge(topic);
      },
      overdue: () => {
        if (random.below(4) === 0) this.#acknowledge();
      },
    });
  }

  step(): void {
    const choice = this.#random.below(20);
    if (choice < 8) this.#add();
    else if (choice < 15) this.#acknowledge();
    else if (choice < 19) this.#bench.clock.advance(this.#random.below(20_000));
    else if (this.#random.below(4) === 0) this.#clear();
    assert.equal(this.#bench.clock.pending, this.#node.outstanding > 0 ? 1 : 0);
    assert.ok(this.#node.isFull || this.#node.waiting === 0, "some wait although there is room");
  }

  /** All that is left is overdue in the end. */
  finish(): void {
    while (this.#node.outstanding > 0) this.#bench.clock.advance(1_000);
    const came = this.#added.filter((topic) => this.#delivered.includes(topic) || !this.#cleared.has(topic));
    assert.deepEqual(this.#delivered, came, "each once and in order");
    const released = this.#bench.happened.filter((entry) => entry.startsWith("released "));
    const kept = this.#added.filter((topic) => !topic.startsWith("qos0") && !this.#cleared.has(topic));
    assert.deepEqual(released.sort(), kept.map((topic) => `released ${topic}`).sort(), "each acknowledged once");
  }

  #add(): void {
    const isQos0 = this.#random.below(4) === 0;
    const topic = `${isQos0 ? "qos0" : "qos1"}/${this.#added.length}`;
    this.#added.push(topic);
    if (isQos0) this.#bench.addQos0(this.#node, this.#flow, topic);
    else this.#bench.add(this.#node, this.#flow, topic);
  }

  /** Perhaps one that is acknowledged already, was never given to the flow, or is gone with the connection. */
  #acknowledge(): void {
    if (this.#added.length > 0) this.#node.acknowledge(this.#random.pick(this.#added.slice(-10)));
  }

  #clear(): void {
    const released = new Set(this.#bench.happened.filter((entry) => entry.startsWith("released ")));
    for (const topic of this.#added) {
      if (topic.startsWith("qos1") && !released.has(`released ${topic}`)) this.#cleared.add(topic);
    }
    this.#node.clear();
  }
}

describe("the messages that a node has not acknowledged, whatever happens", () => {
  it(`come once each, in order and within the limit, and are acknowledged once (seed ${SEED})`, () => {
    for (let round = 0; round < 200; round += 1) {
      const turmoil = new Turmoil(new SeededRandom(SEED + round));
      for (let step = 0; step < STEPS; step += 1) turmoil.step();
      turmoil.finish();
    }
  }).timeout(30_000);
});
