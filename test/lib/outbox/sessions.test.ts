import assert from "node:assert/strict";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { publication } from "./fake-transport";
import { OutboxBench } from "./outbox-bench";

describe("an outbox over a lost connection", () => {
  it("ends QoS 0 messages that the socket hadn't taken, once", () => {
    const bench = new OutboxBench({ queueQos0: true });
    bench.connect();
    bench.publish("a", 0);
    bench.publish("b", 0);
    bench.transport.to("a").written();
    bench.outbox.disconnected();
    bench.transport.to("b").written();
    assert.deepEqual(bench.endings.all, ["a", "b not-connected"]);
    bench.connect();
    assert.deepEqual(bench.transport.topics, []);
  });

  it("waits for the acknowledgements of a session that goes on, and doesn't publish anew [MQTT-4.4.0-1]", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.publishAll("a", "b");
    const sent = bench.transport;
    bench.outbox.disconnected();
    bench.publishAll("c");
    bench.connect({}, true);
    assert.deepEqual(bench.transport.topics, ["c"]);
    bench.outbox.acknowledged(sent.to("a").packetId);
    bench.outbox.acknowledged(sent.to("b").packetId);
    assert.deepEqual(bench.endings.all, ["a", "b"]);
  });

  it("counts what a session still has in flight against the window", () => {
    const bench = new OutboxBench();
    bench.connect({ receiveMaximum: 2 });
    bench.publishAll("a", "b", "c");
    const sent = bench.transport;
    bench.outbox.disconnected();
    bench.connect({ receiveMaximum: 2 }, true);
    assert.deepEqual(bench.transport.topics, []);
    bench.outbox.acknowledged(sent.to("a").packetId);
    assert.deepEqual(bench.transport.topics, ["c"]);
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

describe("an outbox whose session won't come back", () => {
  it("lets what was in flight wait again, in order and before what waits", () => {
    const bench = new OutboxBench();
    bench.connect({ receiveMaximum: 2 });
    bench.publishAll("a", "b", "c");
    bench.outbox.disconnected();
    assert.equal(bench.outbox.waiting, 1);
    bench.outbox.sessionGone();
    assert.equal(bench.outbox.waiting, 3);
    bench.connect({}, true);
    assert.deepEqual(bench.transport.topics, ["a", "b", "c"]);
    assert.deepEqual(bench.endings.all, []);
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
    bench.acknowledge("a");
    assert.deepEqual(bench.transport.topics, ["a", "announced", "announced"]);
    assert.deepEqual(bench.endings.all, ["a"]);
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
    bench.outbox.publish(publication("a", 0), (error) => errors.push(error));
    return errors.flatMap((error) => [error?.code, error?.cause]);
  }
});

describe("the end of a message", () => {
  it("may publish the next, which comes behind those that wait", () => {
    const bench = new OutboxBench();
    bench.connect({ receiveMaximum: 1 });
    bench.outbox.publish({ topic: "a", payload: "", qos: 1, retain: false, properties: undefined }, () => {
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
    bench.outbox.publish({ topic: "a", payload: "", qos: 2, retain: false, properties: undefined }, () =>
      bench.publish("c"),
    );
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
      bench.outbox.publish({ topic: "a", payload: "", qos: 0, retain: false, properties: undefined }, publishNext);
    };
    const takesAtOnce = {
      publish: (_publication: unknown, written: () => void) => {
        written();
        return 0;
      },
    };
    const limits = {
      receiveMaximum: undefined,
      maximumQos: 2,
      retainAvailable: true,
      maximumPacketSize: undefined,
    } as const;
    bench.outbox.connected(takesAtOnce, limits, false);
    publishNext();
    assert.equal(count, 20_001);
  });

  it("that throws doesn't stop the others from being sent", () => {
    const bench = new OutboxBench();
    const failing = (): never => {
      throw new Error("from a flow");
    };
    bench.outbox.publish({ topic: "a", payload: "", qos: 2, retain: false, properties: undefined }, failing);
    assert.throws(() => bench.connect({ maximumQos: 1 }), /from a flow/);
    bench.publish("b");
    assert.deepEqual(bench.transport.topics, ["b"]);
  });
});
