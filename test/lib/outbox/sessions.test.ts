import assert from "node:assert/strict";
import { ANNOUNCEMENT_IDENTIFIERS } from "../../../nodes/lib/messages/packet-identifiers";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { publication } from "./fake-transport";
import { OutboxBench } from "./outbox-bench";

describe("an outbox over a lost connection", () => {
  it("ends QoS 0 messages that the socket hadn't taken, once", () => {
    const bench = new OutboxBench({ queueQos0: true });
    bench.connect();
    bench.transport.room = 2;
    bench.publish("a", 0);
    bench.publish("b", 0);
    bench.outbox.disconnected();
    bench.outbox.writable();
    assert.deepEqual(bench.endings.all, ["a", "b not-connected"]);
    bench.connect();
    assert.deepEqual(bench.transport.topics, []);
  });

  it("sends on the next one though the last one's socket wanted a pause", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.transport.room = 1;
    bench.publishAll("a", "b");
    assert.deepEqual(bench.transport.topics, ["a"]);
    bench.outbox.disconnected();
    bench.connect();
    assert.deepEqual(bench.transport.topics, ["a", "b"]);
  });

  it("sends what a session still has in flight again, in order and as repeated, before what waits [MQTT-4.4.0-1]", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.publishAll("a", "b", "c");
    const packetIds = bench.transport.sent.map(({ packetId }) => packetId);
    bench.acknowledge("b");
    bench.outbox.disconnected();
    bench.publishAll("d");
    bench.connect({}, true);
    assert.deepEqual(bench.transport.topics, ["a", "c", "d"]);
    assert.deepEqual(bench.transport.repeated, ["a", "c"]);
    assert.deepEqual(
      bench.transport.sent.slice(0, 2).map(({ packetId }) => packetId),
      [packetIds[0], packetIds[2]],
    );
    bench.acknowledge("a");
    bench.acknowledge("c");
    assert.deepEqual(bench.endings.all, ["b", "a", "c"]);
  });

  it("only releases what the broker has received already, and never publishes it again [MQTT-4.3.3-3]", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.publish("a", 2);
    bench.publish("b", 2);
    const { packetId } = bench.transport.to("a");
    bench.outbox.publishReceived(packetId);
    assert.deepEqual(bench.transport.released, [packetId]);
    bench.outbox.disconnected();
    bench.connect({}, true);
    assert.deepEqual([bench.transport.topics, bench.transport.released], [["b"], [packetId]]);
    bench.outbox.acknowledged(packetId);
    assert.deepEqual(bench.endings.all, ["a"]);
  });

  it("releases what it knows nothing of, so that the broker forgets it too", () => {
    const bench = new OutboxBench();
    bench.connect({}, true);
    bench.outbox.publishReceived(77);
    assert.deepEqual(bench.transport.released, [77]);
  });

  it("sends again no more at a time than the broker takes now", () => {
    const bench = new OutboxBench();
    bench.connect({ receiveMaximum: 3 });
    bench.publishAll("a", "b", "c", "d");
    bench.outbox.disconnected();
    bench.connect({ receiveMaximum: 1 }, true);
    assert.deepEqual(bench.transport.topics, ["a"]);
    bench.acknowledge("a");
    assert.deepEqual(bench.transport.topics, ["a", "b"]);
    bench.acknowledge("b");
    bench.acknowledge("c");
    assert.deepEqual(bench.transport.topics, ["a", "b", "c", "d"]);
    assert.deepEqual(bench.transport.repeated, ["a", "b", "c"]);
  });

  it("publishes anew where the session is that of another broker, though that one knows us, too", () => {
    const bench = new OutboxBench();
    bench.connect({}, true, "one");
    bench.publish("a", 2);
    bench.outbox.publishReceived(bench.transport.to("a").packetId);
    bench.outbox.disconnected();
    bench.connect({}, true, "another");
    assert.deepEqual([bench.transport.topics, bench.transport.repeated], [["a"], []]);
    assert.deepEqual(bench.transport.released, []);
  });

  it("gives messages that are in flight together packet identifiers of their own, also after 60,000", () => {
    const bench = new OutboxBench({ limit: 1_000_000, bytes: 1e9 });
    bench.connect();
    bench.publish("first");
    for (let sent = 1; sent < 60_000; sent += 1) {
      bench.publish("next");
      bench.outbox.acknowledged(sent + 1);
    }
    bench.publish("last");
    assert.equal(bench.outbox.waiting, 1, "the identifier of the first is still in use");
    bench.acknowledge("first");
    assert.equal(bench.outbox.waiting, 0);
    assert.equal(bench.transport.to("last").packetId, bench.transport.to("first").packetId);
  });

  it("publishes anew what a forgotten session had in flight, in order and before what waited", () => {
    const bench = new OutboxBench();
    bench.connect({ receiveMaximum: 3 });
    bench.publish("a", 2);
    bench.publish("b", 1);
    bench.publish("c", 2);
    bench.publish("d", 1);
    bench.acknowledge("b");
    bench.outbox.disconnected();
    bench.publish("e", 1);
    bench.connect();
    assert.deepEqual(bench.transport.topics, ["a", "c", "d", "e"]);
    assert.deepEqual(bench.endings.all, ["b"]);
  });

  it("ends what was sent twice once", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.publishAll("a");
    bench.outbox.disconnected();
    bench.connect();
    bench.acknowledge("a");
    bench.acknowledge("a");
    assert.deepEqual(bench.endings.all, ["a"]);
  });

  it("sends nothing over the connection that is gone", () => {
    const bench = new OutboxBench();
    bench.connect({ receiveMaximum: 1 });
    bench.publishAll("a", "b");
    bench.outbox.disconnected();
    bench.acknowledge("a");
    assert.deepEqual(bench.transport.topics, ["a"]);
    assert.equal(bench.outbox.waiting, 1);
  });
});

describe("a message of the connection itself", () => {
  it("goes before all that wait, whatever their limits", () => {
    const bench = new OutboxBench({ limit: 1 });
    bench.connect({ receiveMaximum: 1 });
    bench.publishAll("a", "b");
    announce(bench, 0);
    assert.deepEqual(bench.transport.topics, ["a", "announced"]);
    announce(bench, 1);
    assert.deepEqual(bench.transport.topics, ["a", "announced"], "the server takes one at a time");
    bench.acknowledge("a");
    assert.deepEqual(bench.transport.topics, ["a", "announced", "announced"]);
    assert.deepEqual(bench.endings.all, ["announced", "a"]);
  });

  it("ends with its acknowledgement", () => {
    const bench = new OutboxBench();
    bench.connect();
    announce(bench, 1);
    bench.acknowledge("announced");
    assert.deepEqual(bench.endings.all, ["announced"]);
  });

  it("ends with the connection, sent or not, and never goes out on the next", () => {
    const bench = new OutboxBench();
    bench.connect({ receiveMaximum: 1 });
    announce(bench, 1);
    announce(bench, 1);
    bench.outbox.disconnected();
    assert.deepEqual(bench.endings.all, ["announced not-connected", "announced not-connected"]);
    bench.connect();
    assert.deepEqual(bench.transport.topics, []);
  });

  it("has a packet identifier of its own, also after as many as there are for them", () => {
    const bench = new OutboxBench();
    bench.connect();
    const { first, last } = ANNOUNCEMENT_IDENTIFIERS;
    const count = last - first + 1;
    for (let sent = 0; sent <= count; sent += 1) {
      announce(bench, 1);
      bench.outbox.acknowledged(first + (sent % count));
    }
    assert.equal(bench.endings.all.length, count + 1);
    assert.deepEqual(new Set(bench.transport.sent.map(({ packetId }) => packetId)).size, count);
  });

  it("ends at once where there is no connection any more", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.outbox.close(new MqttNodeError("node-closed", {}), () => undefined);
    announce(bench, 1);
    assert.deepEqual(bench.endings.all, ["announced not-connected"]);
  });

  it("ends at once where there is no connection", () => {
    const bench = new OutboxBench();
    announce(bench, 1);
    assert.deepEqual([bench.endings.all, bench.outbox.waiting], [["announced not-connected"], 0]);
  });

  function announce(bench: OutboxBench, qos: 0 | 1): void {
    bench.outbox.announce({ publication: publication("announced", qos), ended: bench.endings.of("announced") });
  }
});

describe("a message that may not wait", () => {
  const refused = new MqttNodeError("connection-refused", { address: "mqtt://h:1883" });

  it("fails with the reason why there is no broker", () => {
    const bench = new OutboxBench();
    bench.outbox.unavailable(refused);
    assert.deepEqual(failure(bench), ["not-connected", refused]);
  });

  it("fails without one where none is known, and no longer with that of before", () => {
    const bench = new OutboxBench();
    assert.deepEqual(failure(bench), ["not-connected", undefined]);
    bench.outbox.unavailable(refused);
    bench.outbox.unavailable(undefined);
    assert.deepEqual(failure(bench), ["not-connected", undefined]);
    bench.outbox.unavailable(refused);
    bench.connect();
    bench.outbox.disconnected();
    assert.deepEqual(failure(bench), ["not-connected", undefined]);
  });

  function failure(bench: OutboxBench): unknown[] {
    const errors: (MqttNodeError | undefined)[] = [];
    bench.publishTo(publication("a", 0), (error) => errors.push(error));
    return errors.flatMap((error) => [error?.code, error?.cause]);
  }
});

describe("the end of a message", () => {
  it("may publish the next, which comes behind those that wait", () => {
    const bench = new OutboxBench();
    bench.connect({ receiveMaximum: 1 });
    bench.publishTo(publication("a", 1), () => {
      bench.endings.all.push("a");
      bench.publish("c");
    });
    bench.publish("b");
    for (const topic of ["a", "b", "c"]) bench.acknowledge(topic);
    assert.deepEqual(bench.transport.topics, ["a", "b", "c"]);
    assert.deepEqual(bench.endings.all, ["a", "b", "c"]);
  });

  it("may publish the next where the message is refused by the server", () => {
    const bench = new OutboxBench();
    bench.publishTo(publication("a", 2), () => bench.publish("c"));
    bench.publish("b");
    bench.connect({ maximumQos: 1 });
    assert.deepEqual(bench.transport.topics, ["b", "c"]);
  });

  it("may publish the next where the socket takes each at once, without a word on the stack for each", () => {
    const bench = new OutboxBench();
    let count = 0;
    const publishNext = (): void => {
      count += 1;
      if (count > 20_000) return;
      bench.publishTo(publication("a", 0), publishNext);
    };
    bench.connect();
    publishNext();
    assert.equal(count, 20_001);
  });

  it("that throws doesn't stop the others from being sent", () => {
    const bench = new OutboxBench();
    const failing = (): never => {
      throw new Error("from a flow");
    };
    bench.publishTo(publication("a", 2), failing);
    assert.throws(() => bench.connect({ maximumQos: 1 }), /from a flow/);
    bench.publish("b");
    assert.deepEqual(bench.transport.topics, ["b"]);
  });
});
