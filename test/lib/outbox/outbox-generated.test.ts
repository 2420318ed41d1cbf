import assert from "node:assert/strict";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { MemoryQueue } from "../../../nodes/lib/outbox/memory-queue";
import { Outbox } from "../../../nodes/lib/outbox/outbox";
import { ManualClock } from "../../support/manual-clock";
import { SEED, SeededRandom } from "../seeded-random";
import { FakeSender, FakeTransport, publication, UNLIMITED } from "./fake-transport";

const STEPS = 400;
const HUNG_UP = new MqttNodeError("connection-lost", { address: "mqtt://h:1883" });

/** Does at random what flows, brokers and networks do to an outbox, and keeps count. */
class Turmoil {
  readonly #random: SeededRandom;
  readonly #clock = new ManualClock();
  readonly #sender = new FakeSender();
  readonly #outbox: Outbox;
  /** How often each message has ended. */
  readonly ends: number[] = [];
  /** The messages in the order in which they first went out. */
  readonly firstSent: number[] = [];
  readonly #seen = new Set<number>();
  #transport: FakeTransport | undefined;
  #noted = 0;

  constructor(random: SeededRandom) {
    this.#random = random;
    const settings = {
      storage: random.below(4) > 0 ? "memory" : "off",
      limit: 1 + random.below(20),
      bytes: 100 + random.below(1_000),
      overflow: random.pick(["reject", "drop-oldest"] as const),
      queueQos0: random.below(2) === 0,
      ttl: random.below(3),
      drainRate: random.pick([0, 0, 5]),
    } as const;
    const observer = { failed: () => assert.fail("an end was missed"), troubled: () => assert.fail("no file is used") };
    this.#outbox = new Outbox(
      settings,
      () => new MemoryQueue(() => random.below(1_000) / 1_000),
      this.#clock,
      observer,
    );
  }

  step(): void {
    const choice = this.#random.below(20);
    if (choice < 8) this.#publish();
    else if (choice < 15) this.#answer();
    else if (choice < 17) this.#connectOrLose();
    else if (choice < 18) this.#outbox.acknowledged(-1);
    else this.#clock.advance(this.#random.below(1_500));
    this.#note();
  }

  close(): void {
    this.#outbox.close(new MqttNodeError("node-closed", {}), () => undefined);
  }

  #publish(): void {
    const number = this.ends.push(0) - 1;
    const payload = "x".repeat(this.#random.below(100));
    const message = publication(String(number), this.#random.pick([0, 1, 2]), { payload });
    this.#outbox.publish(message, this.#sender, (error) => {
      this.ends[number] = (this.ends[number] ?? 0) + 1;
      // What replaces a dropped message would overtake the one that is just being published.
      if (error?.code !== "queue-dropped" && this.ends.length < 10_000 && this.#random.below(10) === 0) this.#publish();
    });
  }

  /** The broker acknowledges a message, perhaps for the second time; or the socket takes more. */
  #answer(): void {
    if (this.#transport === undefined || this.#transport.sent.length === 0) return;
    const { packetId } = this.#random.pick(this.#transport.sent.slice(-30));
    this.#transport.room = this.#random.pick([1, 5, Infinity]);
    this.#transport.answerProbes();
    this.#outbox.writable();
    if (packetId === 0) return;
    if (this.#random.below(2) === 0) this.#outbox.publishReceived(packetId);
    this.#outbox.acknowledged(packetId);
  }

  #connectOrLose(): void {
    if (this.#transport !== undefined) {
      this.#transport = undefined;
      this.#outbox.disconnected(this.#random.pick([undefined, HUNG_UP]));
      return;
    }
    this.#noted = 0;
    this.#transport = new FakeTransport();
    const receiveMaximum = this.#random.pick([undefined, 1, 5, 100]);
    const limits = { ...UNLIMITED, receiveMaximum };
    const identity = this.#random.pick(["one", "one", "another"]);
    this.#outbox.connected(this.#transport, { identity, sessionPresent: this.#random.below(2) === 0, limits });
  }

  #note(): void {
    for (const { topic } of this.#transport?.sent.slice(this.#noted) ?? []) {
      if (!this.#seen.has(Number(topic))) this.firstSent.push(Number(topic));
      this.#seen.add(Number(topic));
    }
    this.#noted = this.#transport?.sent.length ?? 0;
  }
}

describe("an outbox, whatever happens", () => {
  it(`ends each message exactly once, and sends in the order of publishing (seed ${SEED})`, () => {
    for (let round = 0; round < 200; round += 1) {
      const turmoil = new Turmoil(new SeededRandom(SEED + round));
      for (let step = 0; step < STEPS; step += 1) turmoil.step();
      const context = `seed ${SEED}, round ${round}`;
      assert.ok(
        turmoil.ends.every((ends) => ends <= 1),
        context,
      );
      turmoil.close();
      assert.deepEqual([...new Set(turmoil.ends)], [1], context);
      assert.deepEqual(
        turmoil.firstSent,
        [...turmoil.firstSent].sort((a, b) => a - b),
        context,
      );
    }
  }).timeout(30_000);
});
