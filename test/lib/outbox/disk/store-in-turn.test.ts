import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { StoreInTurn } from "../../../../nodes/lib/outbox/disk/store-in-turn";
import { QueueBench } from "./queue-bench";
import { message, StoreBench } from "./store-bench";

describe("a store whose folder another store of this process has", () => {
  let bench: StoreBench;

  beforeEach(async () => {
    bench = await StoreBench.create();
  });
  afterEach(() => bench.end());

  it("opens when that one is closed, with what it has left", async () => {
    const [first, second] = [await opened(), store()];
    const opening = second.open();
    await first.append([message(0)], true);
    await first.close();
    assert.equal((await opening).count, 1);
    assert.equal((await second.read(1_000)).length, 1);
    await second.close();
    assert.deepEqual([bench.told, bench.clock.pending], [[], 0]);
  });

  it("opens though that one removes the folder, in which nothing is left", async () => {
    const [first, second] = [await opened(), store()];
    const opening = second.open();
    await first.close();
    assert.equal((await opening).count, 0);
    await second.append([message(0)], true);
    await second.close();
    assert.equal((await readdir(bench.path)).length, 1);
  });

  it("has its turn before one that came later", async () => {
    const [first, second, third] = [await opened(), store(), store()];
    const order: string[] = [];
    const openings = [second.open().then(() => order.push("second")), third.open().then(() => order.push("third"))];
    await first.close();
    await openings[0];
    assert.deepEqual(order, ["second"]);
    await second.close();
    await openings[1];
    assert.deepEqual(order, ["second", "third"]);
    await third.close();
  });

  it("is locked for it after 15 seconds, and may try again", async () => {
    const [first, second] = [await opened(), store()];
    const opening = second.open();
    bench.clock.advance(15_000);
    await assert.rejects(opening, { code: "store-locked", values: { folder: bench.name } });
    await second.close();
    const again = second.open();
    await first.close();
    await again;
    await second.close();
  });

  it("doesn't wait any longer when it is about to be closed", async () => {
    const [first, second] = [await opened(), store()];
    const opening = second.open();
    second.stopWaiting();
    await assert.rejects(opening, { code: "store-locked" });
    await second.close();
    await first.close();
    assert.equal(bench.clock.pending, 0);
  });

  it("lets a queue close that has waited in vain, and what it was given is the owner's to end", async () => {
    const first = await opened();
    const queue = new QueueBench({ store: store() });
    queue.push("a");
    await queue.closed();
    assert.deepEqual(queue.queue.take(() => true).length, 1);
    await first.close();
  });

  it("has its turn when that one couldn't be opened", async () => {
    const foreign = await bench.opened();
    const first = store();
    await assert.rejects(first.open(), { code: "store-locked" });
    const second = store();
    await foreign.close();
    await second.open();
    await second.close();
  });

  function store(): StoreInTurn {
    return new StoreInTurn(bench.store(), bench.folder, bench.clock);
  }

  async function opened(): Promise<StoreInTurn> {
    const first = store();
    await first.open();
    return first;
  }
});
