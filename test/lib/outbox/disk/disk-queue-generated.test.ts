import assert from "node:assert/strict";
import type { OutboxEntry } from "../../../../nodes/lib/outbox/outbox-entry";
import { SEED, SeededRandom } from "../../seeded-random";
import { diskFull, FakeRecordStore, locked } from "./fake-record-store";
import { QueueBench, quiet } from "./queue-bench";

const ROUNDS = Number(process.env["TEST_ROUNDS"] ?? 200);
const STEPS = 80;
/** Few messages fill what is kept in memory, what is read and what is written at a time. */
const SIZES = [100, 300_000, 1_200_000];

/** Does at random what an outbox, a disk and SIGKILLs do to a queue, beside a list of what must come of it. */
class Turmoil {
  readonly #random: SeededRandom;
  #bench: QueueBench;
  #pushed = 0;
  /** Those that are to be sent, in the order in which they are to be. Undefined until the store has been opened. */
  #waiting: string[] = [];
  #inFlight: OutboxEntry[] = [];
  /** Those whose sender was told that all is well, and which haven't come to their end. */
  readonly #promised = new Set<string>();
  /** How often each sender was told. */
  readonly #told = new Map<string, number>();
  #settled = new Set<string>();
  /** Settled, and the disk has had the time for it. */
  #settledSafely = new Set<string>();
  #isOpen = false;

  constructor(random: SeededRandom) {
    this.#random = random;
    this.#bench = new QueueBench({ store: new FakeRecordStore() });
  }

  async step(): Promise<void> {
    const choice = this.#random.below(40);
    if (choice < 12) for (let number = this.#random.below(6); number >= 0; number -= 1) this.#push();
    else if (choice < 20) this.#shift(this.#random.below(6));
    else if (choice < 26) this.#settle();
    else if (choice < 27) this.#receive();
    else if (choice < 28) this.#putBack();
    else if (choice < 29) this.#disconnect();
    else if (choice < 30) this.#clear();
    else if (choice < 31) this.#bench.queue.beginSession(`session ${choice}`, () => undefined);
    else if (choice < 33) await this.#troubleDisk();
    else if (choice < 34) await this.#waitForDisk();
    else if (choice < 35) await this.#rest();
    else if (choice < 39) await quiet(this.#random.below(4));
    else await this.#kill();
    this.#look();
  }

  /** Mends the disk, and sends all that is left. */
  async end(): Promise<void> {
    const { store, clock } = this.#bench;
    for (let round = 0; round < 1_000; round += 1) {
      this.#mend();
      await quiet(8);
      this.#look();
      this.#shift(Infinity);
      while (this.#inFlight.length > 0) this.#settle();
      if (this.#bench.queue.count === 0 && store.topics.length === 0) break;
    }
    await this.#bench.closed();
    assert.deepEqual([this.#waiting, store.topics, [...this.#promised]], [[], [], []]);
    assert.deepEqual(
      [...new Set(this.#told.values())].filter((times) => times !== 1),
      [],
    );
    assert.equal(this.#told.size, this.#pushed);
    assert.ok(store.isClosed);
    assert.equal(clock.pending, 0);
  }

  #push(): void {
    const topic = String(this.#pushed);
    this.#pushed += 1;
    this.#waiting.push(topic);
    this.#bench.push(topic, {
      mayWait: this.#random.below(5) > 0,
      bytes: this.#random.pick(SIZES),
      sender: this.#random.pick(["one", "two"]),
      ended: () => {
        this.#tell(topic);
        this.#promised.add(topic);
      },
    });
  }

  #tell(topic: string): void {
    this.#told.set(topic, (this.#told.get(topic) ?? 0) + 1);
  }

  #shift(most: number): void {
    for (const entry of this.#bench.shift(most)) {
      assert.equal(entry.publication.topic, this.#waiting.shift(), "the order");
      this.#inFlight.push(entry);
    }
  }

  #settle(): void {
    if (this.#inFlight.length === 0) return;
    // Brokers acknowledge in order, mostly.
    const index = this.#random.below(4) === 0 ? this.#random.below(this.#inFlight.length) : 0;
    for (const entry of this.#inFlight.splice(index, 1)) this.#end(entry);
  }

  /** As the owner ends a message, whether or not its sender has been told. */
  #end(entry: OutboxEntry): void {
    const { topic } = entry.publication;
    const isTold = entry.ended === undefined;
    entry.ended = undefined;
    this.#bench.queue.settle(entry);
    if (!isTold) this.#tell(topic);
    this.#promised.delete(topic);
    this.#settled.add(topic);
  }

  #receive(): void {
    const entry = this.#inFlight[0];
    if (entry === undefined) return;
    entry.progress = "received";
    this.#bench.queue.received(entry, () => undefined);
  }

  #putBack(): void {
    for (const entry of this.#inFlight) entry.progress = "new";
    this.#bench.queue.putFirst(this.#inFlight);
    this.#waiting.unshift(...this.#inFlight.map(({ publication }) => publication.topic));
    this.#inFlight = [];
  }

  #disconnect(): void {
    const taken = this.#bench.queue.take(({ mayWait }) => !mayWait);
    const gone = new Set(taken.map(({ publication }) => publication.topic));
    this.#waiting = this.#waiting.filter((topic) => !gone.has(topic));
    for (const entry of taken) this.#end(entry);
  }

  #clear(): void {
    if (!this.#isOpen) return;
    const { unended, count } = this.#bench.queue.clear();
    assert.equal(count, this.#waiting.length, "the count of what was cleared");
    for (const topic of this.#waiting) this.#settled.add(topic);
    for (const topic of this.#waiting) this.#promised.delete(topic);
    this.#waiting = [];
    for (const entry of unended) this.#end(entry);
  }

  async #waitForDisk(): Promise<void> {
    this.#bench.clock.advance(5_000);
    await quiet(1);
  }

  async #troubleDisk(): Promise<void> {
    const { store } = this.#bench;
    store.isHeld = this.#random.below(2) === 0;
    if (!store.isHeld) store.release();
    store.appendFailure = this.#random.below(3) === 0 ? diskFull() : undefined;
    store.readFailure = this.#random.below(6) === 0 ? diskFull() : undefined;
    if (this.#random.below(2) === 0) store.openFailure = undefined;
    if (this.#random.below(6) === 0) this.#lose();
    await quiet(1);
  }

  /** The lock is lost, though nobody has taken it; the store may be open again soon, or not. */
  #lose(): void {
    const { store } = this.#bench;
    if (!this.#isOpen) return;
    store.lose();
    if (this.#random.below(2) === 0) store.openFailure = locked();
  }

  /** What the next process finds must be all that was promised, and nothing that was safely settled. */
  async #kill(): Promise<void> {
    const { store } = this.#bench;
    const next = store.killed(this.#random.below(8));
    const found = new Set(next.topics);
    assert.deepEqual(
      [...this.#promised].filter((topic) => !found.has(topic)),
      [],
      "lost",
    );
    assert.deepEqual(
      next.topics.filter((topic) => this.#settledSafely.has(topic)),
      [],
      "come back",
    );
    // The others died with their process: nobody waits for them any more.
    for (let number = 0; number < this.#pushed; number += 1) {
      if (!this.#told.has(String(number))) this.#tell(String(number));
    }
    if (this.#random.below(4) === 0) next.openFailure = locked();
    if (this.#random.below(4) === 0) next.isHeld = true;
    next.readsAhead = this.#random.below(2) === 0;
    for (const topic of found) this.#promised.add(topic);
    this.#settled.clear();
    this.#settledSafely.clear();
    this.#inFlight = [];
    this.#waiting = [];
    this.#isOpen = false;
    this.#bench = new QueueBench({ store: next, persists: this.#random.below(6) > 0 });
    await quiet(this.#random.below(3));
  }

  /** What was settled is gone when the disk has had the time for it. */
  async #rest(): Promise<void> {
    // What is found to be settled when the disk is tried again is written when it is tried once more.
    for (let time = 0; time < 2; time += 1) {
      this.#mend();
      await quiet(200);
    }
    this.#look();
    assert.deepEqual(
      this.#bench.store.topics.filter((topic) => this.#settled.has(topic)),
      [],
      "settled",
    );
    this.#settledSafely = new Set(this.#settled);
  }

  #mend(): void {
    const { store, clock } = this.#bench;
    store.openFailure = store.appendFailure = store.readFailure = undefined;
    store.isHeld = false;
    store.release();
    clock.advance(5_000);
  }

  #look(): void {
    const { queue, store } = this.#bench;
    if (!this.#isOpen && store.found !== undefined) {
      this.#isOpen = true;
      this.#waiting.unshift(...store.found);
    }
    assert.equal(queue.count, this.#waiting.length, "the count");
    assert.equal(queue.waitingOf("one") + queue.waitingOf("two"), this.#waiting.length, "the senders' counts");
  }
}

describe("a queue on disk, whatever happens", () => {
  it(`loses nothing it has promised, repeats nothing, and keeps the order (seed ${SEED})`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const turmoil = new Turmoil(new SeededRandom(SEED + round));
      try {
        for (let step = 0; step < STEPS; step += 1) await turmoil.step();
        await turmoil.end();
      } catch (error) {
        throw new Error(`seed ${SEED}, round ${round}`, { cause: error });
      }
    }
  }).timeout(60_000);
});
