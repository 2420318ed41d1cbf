import assert from "node:assert/strict";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { DiskQueue } from "../../../nodes/lib/outbox/disk/disk-queue";
import { Outbox } from "../../../nodes/lib/outbox/outbox";
import { ManualClock } from "../../support/manual-clock";
import { SEED, SeededRandom } from "../seeded-random";
import { FakeRecordStore } from "./disk/fake-record-store";
import { FakeSender, publication } from "./fake-transport";
import { ModelBroker } from "./model-broker";

const ROUNDS = Number(process.env["TEST_ROUNDS"] ?? 150);
const STEPS = 150;
const SETTINGS = {
  storage: "disk",
  limit: 1_000_000,
  bytes: 1e9,
  overflow: "reject",
  queueQos0: false,
  ttl: 0,
  drainRate: 0,
} as const;
// The network is to blame, no message.
const LOST = new MqttNodeError("keepalive-timeout", { address: "mqtt://h:1883" });

/** A process that publishes, its disk and a broker; the process is killed and the network cut at random. */
class Turmoil {
  readonly broker = new ModelBroker();
  readonly #random: SeededRandom;
  readonly #clock = new ManualClock();
  readonly #qos: 1 | 2;
  /** Whether the broker never forgets the session. */
  readonly #keepsSession: boolean;
  #store = new FakeRecordStore();
  #outbox: Outbox;
  #isConnected = false;
  #published = 0;
  /** The messages whose input was completed. */
  readonly completed = new Set<string>();

  constructor(random: SeededRandom, qos: 1 | 2, keepsSession: boolean) {
    this.#random = random;
    this.#qos = qos;
    this.#keepsSession = keepsSession;
    this.#outbox = this.#start();
  }

  async step(): Promise<void> {
    const choice = this.#random.below(100);
    if (choice < 25) this.#publish();
    else if (choice < 50) this.broker.read();
    else if (choice < 75) this.broker.answer(this.#outbox);
    else if (choice < 90) await turn();
    else if (choice < 94) this.#connectOrLose();
    else if (choice < 96) this.#store.isHeld = !this.#store.isHeld;
    else if (choice < 97) this.#kill();
    else this.#store.release();
  }

  /** All that is left is sent. */
  async end(): Promise<void> {
    this.#store.isHeld = false;
    if (!this.#isConnected) this.#connectOrLose();
    for (let quiet = 0; quiet < 20; quiet += 1) {
      this.#store.release();
      await turn();
      while (this.broker.read()) quiet = 0;
      while (this.broker.answer(this.#outbox)) quiet = 0;
    }
    assert.equal(this.#outbox.waiting, 0);
    assert.equal(this.#outbox.state.inFlight, 0);
    assert.deepEqual(this.#store.topics, []);
  }

  #start(): Outbox {
    const fails = (error: MqttNodeError): never => assert.fail(error.code);
    const createQueue = (events: ConstructorParameters<typeof DiskQueue>[3]): DiskQueue =>
      new DiskQueue(this.#store, { persists: true }, this.#clock, events, () => this.#random.below(1_000) / 1_000);
    return new Outbox(SETTINGS, createQueue, this.#clock, { failed: fails, troubled: fails });
  }

  #publish(): void {
    const topic = String(this.#published);
    this.#published += 1;
    this.#outbox.publish(publication(topic, this.#qos), new FakeSender(), (error) => {
      assert.equal(error, undefined);
      this.completed.add(topic);
    });
  }

  #connectOrLose(): void {
    this.#isConnected = !this.#isConnected;
    if (this.#isConnected) return this.broker.accept(this.#outbox, this.#keepsSession || this.#random.below(2) === 0);
    this.broker.lose();
    this.#outbox.disconnected(LOST);
  }

  /** SIGKILL, and a new process. */
  #kill(): void {
    this.broker.lose();
    this.#isConnected = false;
    this.#store = this.#store.killed(this.#random.below(5));
    this.#outbox = this.#start();
  }
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe("an outbox on disk, over SIGKILLs and cut links", () => {
  for (const qos of [1, 2] as const) {
    it(`has every completed message delivered in order, and in QoS ${qos} of a kept session nothing else wrong (seed ${SEED})`, async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const turmoil = await run(round, qos, true);
        const context = `seed ${SEED}, round ${round}`;
        const { delivered, wrongs } = turmoil.broker;
        const first = [...new Set(delivered)];
        assert.deepEqual(wrongs, [], context);
        assert.deepEqual(
          first,
          [...first].sort((a, b) => Number(a) - Number(b)),
          context,
        );
        for (const topic of turmoil.completed) assert.ok(first.includes(topic), `${context}: ${topic}`);
        if (qos === 2) assert.deepEqual(delivered, first, context);
      }
    }).timeout(60_000);
  }

  it(`has every completed message delivered though the broker forgets the session (seed ${SEED})`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { broker, completed } = await run(round, 2, false);
      const delivered = new Set(broker.delivered);
      for (const topic of completed) assert.ok(delivered.has(topic), `seed ${SEED}, round ${round}: ${topic}`);
      assert.deepEqual(broker.wrongs, [], `seed ${SEED}, round ${round}`);
    }
  }).timeout(60_000);
});

async function run(round: number, qos: 1 | 2, keepsSession: boolean): Promise<Turmoil> {
  const turmoil = new Turmoil(new SeededRandom(SEED + round), qos, keepsSession);
  for (let step = 0; step < STEPS; step += 1) await turmoil.step();
  await turmoil.end();
  return turmoil;
}
