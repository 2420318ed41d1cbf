import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { MESSAGES } from "./messages";
import { message, range, readAll, sequencesIn, settled, StoreBench, stored } from "./store-bench";

describe("a store on disk", () => {
  let bench: StoreBench;

  beforeEach(async () => {
    bench = await StoreBench.create();
  });
  afterEach(async () => {
    await bench.end();
  });

  it("holds nothing at first, and says so", async () => {
    assert.deepEqual(await bench.store().open(), {
      nextSequence: 0,
      count: 0,
      bytes: 0,
      senders: new Map(),
      received: new Set(),
      session: "",
    });
  });

  for (const [what, parts] of Object.entries(MESSAGES)) {
    it(`gives back ${what}, to this process and to the next one`, async () => {
      const [before, odd, after] = [message(0), message(1, parts), message(2)];
      const store = await bench.opened();
      await store.append([before, odd, after], false);
      assert.deepEqual(await readAll(store), [before, odd, after].map(stored));
      await store.close();
      const next = await bench.opened();
      assert.deepEqual(await readAll(next), [before, odd, after].map(stored));
    });
  }

  it("gives back sequence numbers as large as there are", async () => {
    const store = await bench.opened();
    const sequences = [0, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 52 + 1, Number.MAX_SAFE_INTEGER - 1];
    await store.append(
      sequences.map((sequence) => message(sequence)),
      false,
    );
    await store.append(settled(2 ** 32), false);
    await store.close();
    const next = bench.store();
    assert.equal((await next.open()).nextSequence, Number.MAX_SAFE_INTEGER);
    assert.deepEqual(
      await sequencesIn(next),
      sequences.filter((sequence) => sequence !== 2 ** 32),
    );
  });

  it("says how many messages there are, of whom, and how large they are", async () => {
    const store = await bench.holding(
      { sender: "a", bytes: 10 },
      { sender: "b", bytes: 20 },
      { sender: "a", bytes: 40 },
    );
    await store.append(settled(0), false);
    await store.append([message(3, { sender: "c", bytes: 80 })], true);
    await store.close();
    const { nextSequence, count, bytes, senders } = await bench.store().open();
    assert.deepEqual({ nextSequence, count, bytes }, { nextSequence: 4, count: 3, bytes: 140 });
    assert.deepEqual(Object.fromEntries(senders), { a: 1, b: 1, c: 1 });
  });

  it("reads on where it stopped, a piece at a time, and what is appended meanwhile", async () => {
    const store = await bench.holding(...range(0, 100).map(() => ({ payload: randomBytes(1_000) })));
    const first = await store.read(10_000);
    assert.ok(first.length > 5 && first.length < 15, `${first.length} messages`);
    assert.deepEqual(await sequencesIn(store), range(first.length, 100));
    assert.deepEqual(await store.read(10_000), []);
    await store.append([message(100)], false);
    assert.deepEqual(await sequencesIn(store), [100]);
  });

  it("reads a message that is larger than what is to be read at once", async () => {
    const payload = randomBytes(300_000);
    const store = await bench.holding({}, { payload }, {});
    assert.deepEqual(
      (await readAll(store, 100)).map(({ publication }) => publication.payload),
      ["payload 0", payload, "payload 2"],
    );
  });

  it("leaves out what has been settled by the time of reading", async () => {
    const store = await bench.holding(...range(0, 10).map(() => ({})));
    await store.append(settled(0, 3, 4, 9), false);
    assert.deepEqual(await sequencesIn(store), [1, 2, 5, 6, 7, 8]);
    await store.close();
    assert.deepEqual(await sequencesIn(await bench.opened()), [1, 2, 5, 6, 7, 8]);
  });

  it("doesn't mind that a message is settled twice, or was never there", async () => {
    const store = await bench.holding({}, {}, {});
    await store.append(settled(1, 1, 1, 77), false);
    await store.close();
    const next = bench.store();
    assert.equal((await next.open()).count, 2);
    await next.append(settled(1, 1), false);
    assert.deepEqual(await sequencesIn(next), [0, 2]);
  });

  it("knows that all messages from one to another are settled, for this process and the next one", async () => {
    const store = await bench.holding(...range(0, 200).map(() => ({})));
    await store.append([received(50), received(5)], false);
    await store.append([{ kind: "cleared", first: 10, last: 190 }, message(200)], true);
    const left = [...range(0, 10), ...range(191, 201)];
    assert.deepEqual(await sequencesIn(store), left);
    await store.close();
    const next = bench.store();
    const contents = await next.open();
    assert.deepEqual([contents.count, contents.nextSequence, [...contents.received]], [left.length, 201, [5]]);
    assert.deepEqual(await sequencesIn(next), left);
  });

  it("clears nothing that comes later", async () => {
    const store = await bench.holding({});
    await store.append([{ kind: "cleared", first: 0, last: 2 ** 40 }, message(2 ** 40 + 1)], false);
    await store.close();
    assert.deepEqual(await sequencesIn(await bench.opened()), [2 ** 40 + 1]);
  });

  it("gives no sequence number again that was cleared", async () => {
    const store = await bench.holding({});
    await store.append([{ kind: "cleared", first: 1, last: 2 ** 40 }], false);
    await store.close();
    const { count, nextSequence } = await bench.store().open();
    assert.deepEqual([count, nextSequence], [1, 2 ** 40 + 1]);
  });

  it("knows what was received in the last session, unless it is settled", async () => {
    const store = await bench.holding({}, {}, {}, {});
    await store.append([{ kind: "session", identity: "old" }, received(0)], false);
    await store.append([{ kind: "session", identity: "broker ü" }, received(3), received(1)], true);
    await store.append(settled(3), false);
    await store.close();
    const contents = await bench.store().open();
    assert.equal(contents.session, "broker ü");
    assert.deepEqual([...contents.received], [1]);
  });

  it("keeps the order of what it is given at once: appending and reading take their turns", async () => {
    const store = await bench.opened();
    const reading = range(0, 20).map(async (sequence) => {
      await store.append([message(sequence)], sequence % 2 === 0);
      return store.read(1_000);
    });
    const sequences = (await Promise.all(reading)).flat().map(({ sequence }) => sequence);
    assert.deepEqual(sequences, range(0, 20));
  });

  it("is for nobody else on the machine", async () => {
    await bench.holding({});
    assert.equal((await stat(bench.path)).mode & 0o777, 0o700);
    for (const name of await readdir(bench.path)) {
      assert.equal((await stat(path.join(bench.path, name))).mode & 0o777, 0o600, name);
    }
  });

  it("takes about 50 bytes more than sender, topic and payload", async () => {
    await bench.holding(...range(0, 100).map(() => ({ topic: "t".repeat(20), payload: "p".repeat(64), sender: "s" })));
    const each = (await bench.size()) / 100;
    assert.ok(each < 85 + 50, `${each} bytes`);
  });

  it("neither reads nor takes anything once it is closed", async () => {
    const store = await bench.holding({});
    await store.close();
    await assert.rejects(store.append([message(1)], true), { code: "store-failed" });
    await assert.rejects(store.read(1_000), { code: "store-failed" });
    await store.close();
    assert.deepEqual(bench.told, []);
  });

  function received(sequence: number): { kind: "received"; sequence: number } {
    return { kind: "received", sequence };
  }
});
