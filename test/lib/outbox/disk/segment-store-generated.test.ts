import assert from "node:assert/strict";
import type { StoredMessage, StoreRecord } from "../../../../nodes/lib/outbox/disk/record-store";
import type { SegmentStore } from "../../../../nodes/lib/outbox/disk/segment-store";
import { SEED, SeededRandom } from "../../seeded-random";
import { message, readAll, StoreBench, stored } from "./store-bench";

/** What a store is to hold. */
class Model {
  readonly random = new SeededRandom();
  readonly unsettled = new Map<number, StoredMessage>();
  readonly received = new Set<number>();
  session = "";
  next = 0;
  /** What has been read, up to this sequence number. */
  readUpTo = -1;

  /** Records of all kinds, which it takes note of. */
  records(): StoreRecord[] {
    return Array.from({ length: 1 + this.random.below(12) }, () => this.#record());
  }

  /** What can be read from there on. */
  unread(): StoredMessage[] {
    return [...this.unsettled.values()].filter(({ sequence }) => sequence > this.readUpTo);
  }

  #record(): StoreRecord {
    const choice = this.random.below(20);
    if (choice === 0) return this.#session();
    if (choice === 1 && this.random.below(4) === 0) return this.#cleared();
    const sequence = this.random.below(4) === 0 ? this.#any() : this.#oldest();
    if (choice < 8 || sequence === undefined) return this.#message();
    if (choice < 12) return this.#received(sequence);
    return this.#settled(sequence);
  }

  #session(): StoreRecord {
    this.session = `session ${this.random.below(1_000)}`;
    this.received.clear();
    return { kind: "session", identity: this.session };
  }

  #message(): StoreRecord {
    // Some messages wait in memory only.
    this.next += 1 + (this.random.below(5) === 0 ? this.random.below(70) : 0);
    const size = this.random.below(10) === 0 ? 700_000 : this.random.below(100_000);
    const record = message(this.next, {
      payload: Buffer.alloc(size, `${this.next}`),
      sender: `node ${this.random.below(3)}`,
      bytes: size,
    });
    this.unsettled.set(this.next, stored(record));
    this.next += 1;
    return record;
  }

  #received(sequence: number): StoreRecord {
    this.received.add(sequence);
    return { kind: "received", sequence };
  }

  #settled(sequence: number): StoreRecord {
    this.unsettled.delete(sequence);
    this.received.delete(sequence);
    return { kind: "settled", sequence };
  }

  #cleared(): StoreRecord {
    const [first, last] = [this.#any() ?? 0, this.#any() ?? this.next].sort(ascending) as [number, number];
    for (const sequence of this.unsettled.keys()) {
      if (sequence < first || sequence > last) continue;
      this.unsettled.delete(sequence);
      this.received.delete(sequence);
    }
    return { kind: "cleared", first, last };
  }

  #oldest(): number | undefined {
    const [oldest] = this.unsettled.keys();
    return oldest;
  }

  #any(): number | undefined {
    return this.unsettled.size === 0 ? undefined : this.random.pick([...this.unsettled.keys()]);
  }
}

describe("a store that is used at random", () => {
  let bench: StoreBench;
  let model: Model;
  let store: SegmentStore;

  beforeEach(async () => {
    bench = await StoreBench.create();
    model = new Model();
    store = await bench.opened();
  });
  afterEach(async () => {
    await bench.end();
  });

  it(`holds what it was given and not settled, in order, over restarts (TEST_SEED=${SEED})`, async () => {
    for (let step = 0; step < 250; step += 1) {
      const choice = model.random.below(12);
      if (choice === 0) await reopen();
      else if (choice < 4) await read();
      else await store.append(model.records(), choice === 5);
    }
    await reopen();
    assert.deepEqual(await readAll(store), model.unread());
    assert.deepEqual(bench.told, []);
  });

  async function read(): Promise<void> {
    const messages = await store.read(model.random.pick([1, 10_000, 300_000]));
    assert.deepEqual(messages, model.unread().slice(0, messages.length));
    if (messages.length === 0) assert.equal(model.unread().length, 0);
    model.readUpTo = messages.at(-1)?.sequence ?? model.readUpTo;
  }

  async function reopen(): Promise<void> {
    await store.close();
    store = bench.store();
    const { nextSequence, count, bytes, senders, received, session } = await store.open();
    const messages = [...model.unsettled.values()];
    assert.equal(count, messages.length);
    // Nothing is kept of a store without messages.
    if (count > 0) assert.deepEqual({ nextSequence, session }, { nextSequence: model.next, session: model.session });
    else model.session = session;
    assert.equal(
      bytes,
      messages.reduce((sum, each) => sum + each.bytes, 0),
    );
    for (const [sender, held] of senders) assert.equal(held, messages.filter((each) => each.sender === sender).length);
    assert.deepEqual([...received].sort(ascending), [...model.received].sort(ascending));
    model.readUpTo = -1;
  }
});

function ascending(one: number, other: number): number {
  return one - other;
}
