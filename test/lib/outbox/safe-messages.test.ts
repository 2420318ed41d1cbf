import assert from "node:assert/strict";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { entryOf } from "./entry-of";
import { FakeSender, publication } from "./fake-transport";
import { OutboxBench, topics } from "./outbox-bench";
import { SafeQueue } from "./safe-queue";

const REFUSED = new MqttNodeError("publish-refused", { reason: "quota exceeded" });

describe("messages that are safe as soon as they wait", () => {
  let queue: SafeQueue;

  function benchOf(settings: object = {}): OutboxBench {
    return new OutboxBench({ storage: "disk", ...settings }, (events) => (queue = new SafeQueue(events)));
  }

  it("are told to their sender when they fail, and that fewer wait when they don't", () => {
    const bench = benchOf();
    bench.publishAll("a", "b");
    assert.deepEqual(bench.endings.all, ["a", "b"]);
    bench.connect();
    const { changes } = bench.sender;
    bench.acknowledge("a");
    assert.deepEqual([bench.sender.failures, bench.sender.changes], [[], changes + 1]);
    bench.acknowledge("b", REFUSED);
    assert.deepEqual([bench.sender.failures, bench.observed], [["b publish-refused"], []]);
  });

  it("are told to the successor of their sender, also when it came before that was gone", () => {
    const bench = benchOf();
    bench.publish("a");
    const successor = new FakeSender(bench.sender.id);
    bench.outbox.addSender(successor);
    bench.outbox.removeSender(bench.sender);
    bench.connect();
    bench.acknowledge("a", REFUSED);
    assert.deepEqual([successor.failures, bench.sender.failures, bench.observed], [["a publish-refused"], [], []]);
  });

  it("are told to the connection when they fail and their sender is gone", () => {
    const bench = benchOf();
    bench.publishAll("a", "b");
    bench.outbox.removeSender(bench.sender);
    bench.connect();
    bench.acknowledge("a");
    bench.acknowledge("b", REFUSED);
    assert.deepEqual(bench.observed, ["b publish-refused"]);
  });

  it("aren't begun by who leaves, who waits only for what is in flight", () => {
    const bench = benchOf();
    bench.connect({ receiveMaximum: 2 });
    bench.publishAll("a", "b", "c");
    bench.outbox.drained(500, () => bench.endings.all.push("drained"));
    bench.acknowledge("a");
    assert.deepEqual(bench.transport.topics, ["a", "b"]);
    assert.ok(!bench.endings.all.includes("drained"));
    bench.acknowledge("b");
    assert.equal(bench.endings.all.at(-1), "drained");
  });

  it("go on being sent by who stays after all", () => {
    const bench = benchOf();
    bench.connect({ receiveMaximum: 1 });
    bench.publishAll("a", "b");
    bench.outbox.drained(500, () => bench.outbox.stay());
    bench.acknowledge("a");
    assert.deepEqual(bench.transport.topics, ["a", "b"]);
  });

  it("are waited for by who leaves until all are", () => {
    const bench = benchOf();
    queue.isSlow = true;
    bench.connect();
    bench.outbox.drained(500, () => bench.endings.all.push("drained"));
    assert.deepEqual(bench.endings.all, []);
    queue.save();
    assert.deepEqual(bench.endings.all, ["drained"]);
  });

  it("are settled when they end, which a message of the connection itself isn't: it was never there", () => {
    const bench = benchOf();
    bench.connect();
    bench.outbox.announce({ publication: publication("birth", 0), ended: () => undefined });
    bench.publish("a");
    bench.acknowledge("a");
    assert.deepEqual(queue.settled, ["a"]);
  });

  it("stay where they are when the outbox closes: none of them fails", () => {
    const bench = benchOf();
    bench.connect({ receiveMaximum: 1 });
    bench.publishAll("a", "b");
    bench.outbox.close(new MqttNodeError("node-closed", {}), () => bench.endings.all.push("closed"));
    assert.deepEqual(bench.endings.all, ["a", "b"]);
    queue.closed();
    assert.deepEqual(bench.endings.all, ["a", "b", "closed"]);
    const { waiting, inFlight } = bench.outbox.state;
    assert.deepEqual([waiting, inFlight, bench.sender.failures], [1, 1, []]);
  });

  it("of the process before expire, too, one after the other", () => {
    const bench = benchOf();
    queue.find(entryOf("a", { expires: 2_000 }), entryOf("b", { expires: 2_500 }), entryOf("c", { expires: 9_000 }));
    bench.clock.advance(2_001);
    assert.deepEqual(bench.sender.failures, ["a message-expired"]);
    bench.clock.advance(1_500);
    assert.deepEqual(bench.sender.failures, ["a message-expired", "b message-expired"]);
  });

  it("are looked through once a second at most, however many expire", () => {
    const bench = benchOf({ ttl: 2 });
    for (const topic of topics(1_000)) {
      bench.publish(topic);
      bench.clock.advance(1);
    }
    bench.clock.advance(3_000);
    assert.equal(bench.sender.failures.length, 1_000);
    assert.ok(queue.looks <= 3, `${queue.looks} looks`);
  });

  it("of the process before make room for those that came before they were found", () => {
    const bench = benchOf({ limit: 2, overflow: "drop-oldest" });
    bench.publish("new");
    const [oldest, older] = [entryOf("oldest"), entryOf("older")];
    queue.shift();
    queue.find(oldest, older, entryOf("new"));
    assert.deepEqual(bench.sender.failures, ["oldest queue-dropped"]);
  });

  it("of the process before stay where the queue refuses the new ones", () => {
    const bench = benchOf({ limit: 1 });
    queue.find(entryOf("a"), entryOf("b"));
    bench.publish("c");
    assert.deepEqual([bench.sender.failures, bench.endings.all], [[], ["c queue-full"]]);
  });

  it("whose PUBREC came in the process before are released, though they have expired or are too large by now", () => {
    const bench = benchOf();
    queue.beginSession("broker and client", () => undefined);
    const large = publication("a", 2, { payload: "x".repeat(100) });
    bench.clock.advance(10);
    queue.find(entryOf("a", { publication: large, progress: "received", expires: 5 }));
    bench.connect({ maximumPacketSize: 50, maximumQos: 1 }, true);
    assert.deepEqual([bench.transport.released.length, bench.transport.topics, bench.sender.failures], [1, [], []]);
  });

  describe("with a queue that takes its time to remember a PUBREC", () => {
    function receivedSlowly(): { bench: OutboxBench; packetId: number } {
      const bench = benchOf();
      queue.isSlow = true;
      bench.connect();
      bench.publish("a", 2);
      const { packetId } = bench.transport.to("a");
      bench.outbox.publishReceived(packetId);
      assert.deepEqual(bench.transport.released, []);
      return { bench, packetId };
    }

    it("are released when it does", () => {
      const { bench, packetId } = receivedSlowly();
      queue.save();
      assert.deepEqual(bench.transport.released, [packetId]);
    });

    it("are released at once when the broker says so again", () => {
      const { bench, packetId } = receivedSlowly();
      queue.save();
      bench.outbox.publishReceived(packetId);
      assert.deepEqual(bench.transport.released, [packetId, packetId]);
    });

    it("aren't released when they have come to another end meanwhile", () => {
      const { bench, packetId } = receivedSlowly();
      bench.outbox.acknowledged(packetId, new MqttNodeError("publish-refused", { reason: "quota exceeded" }));
      queue.save();
      assert.deepEqual([bench.transport.released, bench.sender.failures], [[], ["a publish-refused"]]);
    });

    it("aren't released on a connection that is gone, nor on the next one, where the broker will say so again", () => {
      const { bench } = receivedSlowly();
      const before = bench.transport;
      bench.hangUp();
      bench.connect({}, true);
      queue.save();
      assert.deepEqual([before.released, bench.transport.released, bench.transport.repeated], [[], [], ["a"]]);
    });

    it("aren't released when they belong to a session that is gone", () => {
      const { bench } = receivedSlowly();
      bench.hangUp();
      bench.connect();
      queue.save();
      assert.deepEqual(bench.transport.released, []);
    });
  });
});
