import assert from "node:assert/strict";
import type { QoS } from "../../../nodes/lib/messages/qos";
import type { Subscriptions } from "../../../nodes/lib/subscriptions/subscriptions";
import { ManualClock } from "../../support/manual-clock";
import { SEED, SeededRandom } from "../seeded-random";
import { naiveMatch } from "../topics/naive-match";
import { createSubscriptions, FakeSubscriber, session } from "./fake-subscriber";
import { ModelBroker, type Ways } from "./model-broker";

const TOPICS = ["a", "a/b", "a/c", "b/b", "a/b/c", "$SYS/a", "denied/b"];
/** Each two are apart or one covers the other: those that merely meet are learned, see `copy-counter.test.ts`. */
const NESTED = ["#", "a/#", "a/+", "a/b", "a/b/c", "b/b", "$SYS/#", "$SYS/a", "denied/b", "a/+room"];
const MEETING = [...NESTED, "a/b/#", "+/b", "a/+/c", "+/+", "+/#", "denied/+"];

describe(`each message reaches each node once (seed ${SEED})`, () => {
  for (const ways of ["a copy for each identifier", "all identifiers at once", "one", "copies"] as const) {
    it(`from a broker that sends ${ways}, while nodes come and go and connections break`, () => {
      const random = new SeededRandom();
      for (let round = 0; round < 60; round += 1) new House(ways, random).live(80);
    });
  }
});

/** Nodes on a broker, and what they should have got. */
class House {
  readonly #ways: Ways;
  readonly #random: SeededRandom;
  readonly #clock = new ManualClock();
  readonly #subscriptions: Subscriptions = createSubscriptions(0, this.#clock);
  readonly #nodes = new Set<FakeSubscriber>();
  #broker: ModelBroker;
  #count = 0;

  constructor(ways: Ways, random: SeededRandom) {
    this.#ways = ways;
    this.#random = random;
    this.#broker = this.#connect(false, undefined);
  }

  live(steps: number): void {
    for (let step = 0; step < steps; step += 1) this.#step();
  }

  #step(): void {
    const choice = this.#random.below(12);
    if (choice < 3) this.#addToSettled();
    else if (choice === 3) this.#add();
    else if (choice < 6) this.#remove();
    else if (choice === 6) this.#reconnect();
    else if (choice === 7) this.#broker.run(this.#random.below(3), this.#random.below(4));
    else if (choice < 10) this.#publishSettled();
    else this.#publishMeanwhile();
  }

  #connect(sessionPresent: boolean, before: ModelBroker | undefined): ModelBroker {
    const broker = new ModelBroker(this.#ways, (message) => this.#subscriptions.dispatch(message));
    for (const [topic, payload] of before?.retained ?? []) broker.retained.set(topic, payload);
    if (sessionPresent) for (const [wire, one] of before?.subscriptions ?? []) broker.subscriptions.set(wire, one);
    const limits = { subscriptionIdentifiers: broker.hasIdentifiers, sessionExpiry: 100 };
    this.#subscriptions.connected(broker, session(limits, sessionPresent));
    return broker;
  }

  #reconnect(): void {
    this.#subscriptions.disconnected();
    for (const { answers } of this.#nodes) answers.length = 0;
    this.#broker = this.#connect(this.#random.below(2) === 0, this.#broker);
    this.#forget();
  }

  #add(): FakeSubscriber {
    // In a kept session a filter of QoS 0 covers none of QoS 1.
    const [filters, levels] = this.#ways === "copies" ? [NESTED, [1]] : [MEETING, [0, 1, 2]];
    const retained = this.#random.pick(["always", "always", "new", "never"] as const);
    const qos = this.#random.pick(levels) as QoS;
    const node = new FakeSubscriber(this.#random.pick(filters), qos, undefined, { retained });
    this.#nodes.add(node);
    this.#subscriptions.add(node);
    if (this.#random.below(4) > 0) this.#subscriptions.reconcile();
    return node;
  }

  /** Who is new gets what is retained, once, and nobody else. */
  #addToSettled(): void {
    this.#settle();
    this.#clock.advance(10_000);
    // Who was refused still waits, and may come to be covered.
    const served = [...this.#nodes].filter(({ answers }) => typeof answers.at(-1) === "number");
    const node = this.#add();
    this.#subscriptions.reconcile();
    this.#broker.settle();
    const wantsNone = node.refusals.length > 0 || node.options.retained === "never";
    const wanted = wantsNone ? [] : [...this.#broker.retained.keys()].filter(matches(node));
    assert.deepEqual(node.topics.sort(), wanted.sort(), `${this.#ways}: retained for ${node.filter.wire}`);
    assert.ok(node.received.every(({ retain }) => retain));
    for (const other of served) {
      assert.deepEqual(other.topics, [], `${other.filter.wire} beside ${node.filter.wire}`);
    }
    this.#forget();
  }

  #remove(): void {
    if (this.#nodes.size === 0) return;
    const node = this.#random.pick([...this.#nodes]);
    this.#nodes.delete(node);
    this.#subscriptions.remove(node);
    if (this.#random.below(2) === 0) this.#subscriptions.reconcile();
  }

  #publishSettled(): void {
    this.#settle();
    this.#publish((count) => count === 1);
  }

  /** While the broker is asked, a broker that copies sends one too many: what is new overlaps with what goes. */
  #publishMeanwhile(): void {
    this.#forget();
    this.#publish((count) => (this.#ways === "copies" ? count >= 1 : count === 1));
  }

  #publish(isRight: (count: number) => boolean): void {
    const topic = this.#random.pick(TOPICS);
    const payload = `${(this.#count += 1)}`;
    const granted = [...this.#nodes].filter(({ answers }) => typeof answers.at(-1) === "number");
    const connectedBefore = this.#broker;
    this.#broker.publish(topic, payload, this.#random.below(3) === 0);
    this.#subscriptions.reconcile();
    this.#broker.settle();
    assert.equal(this.#broker, connectedBefore);
    for (const node of this.#nodes) {
      const count = node.received.filter((message) => !message.retain && message.text === payload).length;
      const why = `${this.#ways}: ${topic} for ${node.filter.wire} came ${count} times`;
      if (!matches(node)(topic)) assert.equal(count, 0, why);
      else if (granted.includes(node)) assert.ok(isRight(count), why);
      else assert.ok(this.#ways === "copies" || count <= 1, why);
    }
    this.#forget();
  }

  #settle(): void {
    this.#subscriptions.reconcile();
    this.#broker.settle();
    this.#forget();
  }

  #forget(): void {
    for (const node of this.#nodes) node.received.length = 0;
  }
}

function matches({ filter }: FakeSubscriber): (topic: string) => boolean {
  return (topic) => naiveMatch(filter.pattern, topic);
}
