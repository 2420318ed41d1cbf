import assert from "node:assert/strict";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { OutboxBench } from "./outbox-bench";

const expiring = (messageExpiryInterval: number): object => ({
  properties: { messageExpiryInterval, contentType: "x" },
});

describe("a message with a message expiry interval [MQTT-3.3.2-6]", () => {
  it("is sent with what is left of it", () => {
    const bench = new OutboxBench();
    bench.publish("a", 1, expiring(10));
    bench.clock.advance(3_900);
    bench.connect();
    assert.deepEqual(bench.transport.to("a").publication.properties, { messageExpiryInterval: 7, contentType: "x" });
  });

  it("is sent as it is where it didn't wait", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.publish("a", 1, expiring(0));
    assert.equal(bench.transport.to("a").publication.properties?.messageExpiryInterval, 0);
  });

  it("of 0 may still be sent within the second", () => {
    const bench = new OutboxBench();
    bench.connect({ receiveMaximum: 1 });
    bench.publish("a");
    bench.publish("b", 1, expiring(0));
    bench.clock.advance(500);
    bench.acknowledge("a");
    assert.equal(bench.transport.to("b").publication.properties?.messageExpiryInterval, 0);
  });

  it("leaves its place to others once it is over, whenever it is looked for", () => {
    const bench = new OutboxBench({ limit: 2 });
    bench.publish("a", 1, expiring(2));
    bench.clock.advance(500);
    bench.publish("b", 1, expiring(2));
    bench.clock.advance(1_501);
    bench.publish("c");
    bench.clock.advance(500);
    assert.deepEqual(bench.endings.all, ["a message-expired"], "those that wait are looked through once a second");
    bench.publish("d");
    assert.deepEqual(bench.endings.all, ["a message-expired", "b message-expired"]);
  });

  it("needs one timer, and none when nothing is taken any more", () => {
    const bench = new OutboxBench();
    for (const interval of [30, 20, 10]) bench.publish(`a${interval}`, 1, expiring(interval));
    assert.equal(bench.clock.pending, 1);
    bench.outbox.close(new MqttNodeError("node-closed", {}), () => undefined);
    assert.equal(bench.clock.pending, 0);
  });

  it("isn't sent any more once it is over, also behind one that lasts", () => {
    const bench = new OutboxBench();
    bench.publish("a");
    bench.publish("b", 1, expiring(2));
    bench.publish("c", 1, expiring(3));
    bench.clock.advance(2_001);
    assert.deepEqual(bench.endings.all, ["b message-expired"]);
    bench.clock.advance(1_001);
    assert.deepEqual(bench.endings.all, ["b message-expired", "c message-expired"]);
    bench.connect();
    assert.deepEqual(bench.transport.topics, ["a"]);
  });

  it("lives no longer than the time to live, and its interval goes on from its own", () => {
    const bench = new OutboxBench({ ttl: 5 });
    bench.publish("a", 1, expiring(60));
    bench.publish("b", 1, expiring(2));
    bench.clock.advance(3_000);
    assert.deepEqual(bench.endings.all, ["b message-expired"]);
    bench.connect();
    assert.equal(bench.transport.to("a").publication.properties?.messageExpiryInterval, 57);
    bench.outbox.disconnected();
    bench.clock.advance(3_000);
    bench.connect();
    assert.deepEqual(bench.endings.all, ["b message-expired", "a message-expired"]);
  });

  it("is sent again with what is left, and never dropped, in a session that goes on", () => {
    const bench = new OutboxBench();
    bench.connect();
    bench.publish("a", 1, expiring(5));
    bench.outbox.disconnected();
    bench.clock.advance(60_000);
    bench.connect({}, true);
    assert.equal(bench.transport.to("a").publication.properties?.messageExpiryInterval, 0);
  });

  it("looks through those that wait once a second at most, however many times there are", () => {
    const bench = new OutboxBench();
    for (let at = 0; at < 1_000; at += 1) bench.publish(`a${at}`, 1, { properties: { messageExpiryInterval: 2 + at } });
    bench.clock.advance(10_000);
    assert.equal(bench.endings.all.length, 8);
    assert.equal(bench.clock.pending, 1);
  });
});
