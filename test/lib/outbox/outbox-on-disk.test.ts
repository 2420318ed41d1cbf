import assert from "node:assert/strict";
import { DiskQueue } from "../../../nodes/lib/outbox/disk/disk-queue";
import type { OutboxSettings } from "../../../nodes/lib/outbox/outbox-settings";
import { FakeRecordStore, locked } from "./disk/fake-record-store";
import { quiet } from "./disk/queue-bench";
import { publication } from "./fake-transport";
import { OutboxBench, topics } from "./outbox-bench";

describe("an outbox on disk", () => {
  it("sends each message once though its store turns out to be locked when the broker is there already", async () => {
    const store = new FakeRecordStore();
    store.openFailure = locked();
    const bench = onDisk(store);
    bench.publishAll("a", "b");
    bench.connect();
    await quiet();
    assert.deepEqual(bench.transport.topics, ["a", "b"]);
  });

  it("begins nothing that waits on disk from when it is drained, be it for a close message, until it stays", async () => {
    const bench = onDisk(new FakeRecordStore());
    bench.connect();
    bench.publish("a");
    await quiet();
    bench.outbox.drained(500, () =>
      bench.outbox.announce({ publication: publication("close"), ended: () => undefined }),
    );
    bench.publishAll("b", "c");
    await quiet();
    bench.acknowledge("a");
    await quiet();
    assert.deepEqual(bench.transport.topics, ["a", "close"]);
    bench.outbox.stay();
    assert.deepEqual(bench.transport.topics, ["a", "close", "b", "c"]);
  });

  it("holds back what it finds in its store, though the broker was there before it was open", async () => {
    const store = new FakeRecordStore();
    onDisk(store).publishAll(...topics(20));
    await quiet();
    const bench = onDisk(store.killed(), { drainRate: 10 });
    bench.connect();
    await quiet();
    assert.deepEqual(bench.transport.topics, ["a0"]);
    bench.clock.advance(1_000);
    assert.equal(bench.transport.topics.length, 11);
  });

  it("releases what the broker has received, however long ago that is", async () => {
    const store = new FakeRecordStore();
    const before = onDisk(store, { ttl: 10 });
    before.publish("a", 2);
    before.connect();
    await quiet();
    const { packetId } = before.transport.to("a");
    before.outbox.publishReceived(packetId);
    await quiet();
    const bench = onDisk(store.killed(), { ttl: 10 });
    await quiet();
    bench.clock.advance(20_000);
    bench.connect({}, true);
    assert.deepEqual([bench.sender.failures, bench.transport.released], [[], [packetId]]);
  });

  it("marks what the last process may have sent as repeated, but for QoS 0 [MQTT-3.3.1-2]", async () => {
    const store = new FakeRecordStore();
    const before = onDisk(store, { queueQos0: true });
    before.connect();
    await quiet();
    before.hangUp();
    before.publish("zero", 0);
    before.publish("one", 1);
    await quiet();
    const bench = onDisk(store.killed(), { queueQos0: true });
    bench.connect({}, true);
    await quiet();
    assert.deepEqual([bench.transport.topics, bench.transport.repeated], [["zero", "one"], ["one"]]);
  });
});

function onDisk(store: FakeRecordStore, settings: Partial<OutboxSettings> = {}): OutboxBench {
  return new OutboxBench(
    { storage: "disk", ...settings },
    (events, clock) => new DiskQueue(store, { persists: true }, clock, events, () => 0.5),
  );
}
