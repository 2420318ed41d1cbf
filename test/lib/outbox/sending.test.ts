import assert from "node:assert/strict";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { MemoryQueue } from "../../../nodes/lib/outbox/memory-queue";
import { publicationBytes } from "../../../nodes/lib/messages/publication";
import { publication } from "./fake-transport";
import { OutboxBench, topics } from "./outbox-bench";

describe("an outbox on a connected broker", () => {
  it("sends at once, in order, whatever the QoS", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.publish("a", 2);
    bench.publish("b", 0);
    bench.publish("c", 1);
    assert.deepEqual(bench.transport.topics, ["a", "b", "c"]);
    assert.equal(bench.outbox.waiting, 0);
  });

  it("ends a QoS 0 message when it is written", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.publish("a", 0);
    assert.deepEqual(bench.endings.all, ["a"]);
  });

  it("stops while the socket wants a pause, whatever the QoS, and ends the last QoS 0 message after it", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.transport.room = 3;
    bench.publish("a", 0);
    bench.publish("b", 1);
    bench.publish("c", 0);
    bench.publish("d", 1);
    assert.deepEqual([bench.transport.topics, bench.endings.all], [["a", "b", "c"], ["a"]]);
    assert.equal(bench.outbox.waiting, 1);
    bench.outbox.writable();
    assert.deepEqual(
      [bench.transport.topics, bench.endings.all],
      [
        ["a", "b", "c", "d"],
        ["a", "c"],
      ],
    );
  });

  it("ends a QoS 1 or 2 message when it is acknowledged, not when it is written", () => {
    const bench = new OutboxBench();
    bench.connect();
    for (const qos of [1, 2] as const) bench.publish(`a${qos}`, qos);
    assert.deepEqual(bench.endings.all, []);
    bench.acknowledge("a2");
    bench.acknowledge("a1");
    assert.deepEqual(bench.endings.all, ["a2", "a1"]);
  });

  it("ends a message that the broker refused with the reason", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.publish("a");
    bench.acknowledge("a", new MqttNodeError("publish-refused", { reason: "quota exceeded" }));
    assert.deepEqual(bench.endings.all, ["a publish-refused"]);
  });

  it("ends a message once, however often it is acknowledged", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.publish("a", 0);
    bench.publish("b");
    for (let times = 0; times < 2; times += 1) {
      bench.outbox.writable();
      bench.acknowledge("b");
    }
    assert.deepEqual(bench.endings.all, ["a", "b"]);
  });

  it("ignores packet identifiers that it doesn't know", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.publish("a");
    for (const packetId of [0, bench.transport.to("a").packetId + 1, -1]) bench.outbox.acknowledged(packetId);
    assert.deepEqual(bench.endings.all, []);
  });

  const windows: [what: string, qos: 1 | 2, receiveMaximum: number | undefined, size: number][] = [
    ["100 QoS 1 messages in flight where the server announces nothing", 1, undefined, 100],
    ["10 QoS 2 messages in flight where the server announces nothing", 2, undefined, 10],
    ["as many as the server's Receive Maximum [MQTT-3.3.4-9]", 1, 3, 3],
    ["as many as the server's Receive Maximum, with QoS 2 too", 2, 20, 20],
    ["one in flight where the server takes one", 2, 1, 1],
    ["100 where the server takes 65535", 1, 65_535, 100],
    ["100 with QoS 2 where the server takes 65535", 2, 65_535, 100],
  ];
  for (const [what, qos, receiveMaximum, size] of windows) {
    it(`has at most ${what}`, () => {
      const bench = new OutboxBench();
      bench.connect({ receiveMaximum });
      for (const topic of topics(150)) bench.publish(topic, qos);
      assert.deepEqual(bench.transport.topics, topics(size));
      assert.equal(bench.outbox.waiting, 150 - size);
      bench.acknowledge(`a${size - 1}`);
      assert.deepEqual(bench.transport.topics, topics(size + 1));
    });
  }

  it("counts QoS 1 messages in flight against the fewer of QoS 2", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.publishAll(...topics(10));
    bench.publish("b", 2);
    assert.deepEqual(bench.transport.topics, topics(10));
    bench.acknowledge("a5");
    assert.deepEqual(bench.transport.topics, [...topics(10), "b"]);
  });

  it("keeps the order: what could be sent waits for what can't be yet, whatever the QoS", () => {
    const bench = new OutboxBench();
    bench.connect({ receiveMaximum: 1 });
    bench.publish("a", 1);
    bench.publish("b", 2);
    bench.publish("c", 0);
    bench.publish("d", 1);
    assert.deepEqual(bench.transport.topics, ["a"]);
    bench.acknowledge("a");
    assert.deepEqual(bench.transport.topics, ["a", "b", "c"]);
    bench.acknowledge("b");
    assert.deepEqual(bench.transport.topics, ["a", "b", "c", "d"]);
  });

  it("begins somewhere with its packet identifiers: a session may still know those of the last process", () => {
    const [first, second] = [0.25, 0.75].map((random) => {
      const bench = new OutboxBench({}, () => new MemoryQueue(() => random));
      bench.connect();
      bench.publish("a");
      return bench.transport.to("a").packetId;
    });
    assert.notEqual(first, second);
  });

  it("learns the window anew with each connection", () => {
    const bench = new OutboxBench();
    bench.connect({ receiveMaximum: 1 });
    bench.publishAll(...topics(5));
    bench.outbox.disconnected();
    bench.connect({ receiveMaximum: 3 });
    assert.deepEqual(bench.transport.topics, topics(3));
  });

  describe("refuses what the server doesn't take, and goes on", () => {
    it("a higher QoS than its Maximum QoS [MQTT-3.2.2-11]", () => {
      const bench = new OutboxBench();
      bench.connect({ maximumQos: 1 });
      bench.publish("a", 2);
      bench.publish("b", 1);
      assert.deepEqual([bench.endings.all, bench.transport.topics], [["a qos-not-supported"], ["b"]]);
    });

    it("a retained message [MQTT-3.2.2-14]", () => {
      const bench = new OutboxBench();
      bench.connect({ retainAvailable: false });
      bench.publish("a", 0, { retain: true });
      bench.publish("b", 0);
      assert.deepEqual([bench.endings.all, bench.transport.topics], [["a retain-not-supported", "b"], ["b"]]);
    });

    it("a larger packet than its Maximum Packet Size [MQTT-3.2.2-15]", () => {
      const bench = new OutboxBench();
      bench.connect({ maximumPacketSize: 100 });
      bench.publish("a", 0, { payload: "x".repeat(100) });
      bench.publish("b", 0, { payload: "x".repeat(80) });
      assert.deepEqual([bench.endings.all, bench.transport.topics], [["a packet-too-large", "b"], ["b"]]);
    });

    it("but not one that is just as large", () => {
      const bench = new OutboxBench();
      bench.connect({ maximumPacketSize: publicationBytes(publication("a")) });
      bench.publish("a");
      assert.deepEqual(bench.transport.topics, ["a"]);
    });

    it("also when they had waited, at the limits of the connection that is there", () => {
      const bench = new OutboxBench();
      bench.publish("a", 2);
      bench.publishAll("b");
      bench.connect({ maximumQos: 0 });
      assert.deepEqual(bench.endings.all, ["a qos-not-supported", "b qos-not-supported"]);
      bench.outbox.disconnected();
      bench.publish("c", 2);
      bench.connect();
      assert.deepEqual(bench.transport.topics, ["c"]);
    });
  });
});
