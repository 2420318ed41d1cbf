import assert from "node:assert/strict";
import { ANNOUNCEMENT_IDENTIFIERS } from "../../../nodes/lib/messages/packet-identifiers";
import { FakeSubscriber } from "../subscriptions/fake-subscriber";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { ConnectionBench, FakeObserver, FakeUser } from "./connection-bench";

const BIRTH = [{ topic: "birth/1", qos: 1 }, { topic: "birth/2" }];

describe("the messages of a connection", () => {
  it("begin with its subscriptions, then its birth messages, then the backlog", () => {
    const bench = new ConnectionBench({ birth: BIRTH });
    bench.connection.subscribe(new FakeSubscriber("a"));
    bench.publish("waiting");
    assert.equal(bench.connection.queueState().waiting, 1);
    bench.connect();
    assert.deepEqual(bench.asked, ["subscribe a", "publish birth/1", "publish birth/2", "publish waiting"]);
    assert.equal(bench.connection.queueState().waiting, 0);
  });

  it("begin with its birth messages after every connect", () => {
    const bench = new ConnectionBench({ birth: BIRTH });
    bench.connect();
    bench.network.last.close();
    bench.clock.advance(1_000);
    bench.network.last.accept();
    assert.deepEqual(bench.asked, ["publish birth/1", "publish birth/2"]);
  });

  it("aren't ended by the acknowledgement of a birth message", () => {
    const bench = new ConnectionBench({ birth: BIRTH });
    bench.connect();
    bench.publish("a");
    bench.network.last.acknowledge(ANNOUNCEMENT_IDENTIFIERS.first);
    assert.deepEqual(bench.endings.all, []);
    bench.network.last.acknowledge(1);
    assert.deepEqual(bench.endings.all, ["a"]);
  });

  it("wait while the broker is away", () => {
    const bench = new ConnectionBench();
    bench.connect();
    bench.network.last.close();
    bench.publish("a");
    assert.equal(bench.connection.queueState().waiting, 1);
    bench.clock.advance(1_000);
    bench.network.last.accept();
    assert.deepEqual(bench.asked, ["publish a"]);
  });

  it("are sent again as the same, or anew where the broker has forgotten the session", () => {
    for (const [sessionPresent, expected] of [
      [true, ["publish a again"]],
      [false, ["publish a"]],
    ] as const) {
      const bench = new ConnectionBench();
      bench.connect();
      bench.publish("a");
      bench.network.last.close();
      bench.clock.advance(1_000);
      bench.network.last.accept({ sessionPresent });
      assert.deepEqual(bench.asked, expected);
    }
  });

  it("keep to what the broker said in its CONNACK", () => {
    const bench = new ConnectionBench();
    bench.publish("a", 2);
    bench.publish("b", 1);
    bench.publish("c", 1);
    bench.connection.join({ stateChanged: () => undefined });
    bench.network.last.accept({ properties: { maximumQoS: 1, receiveMaximum: 1 } });
    assert.deepEqual(bench.endings.all, ["a qos-not-supported"]);
    assert.deepEqual(bench.asked, ["publish b"]);
  });

  it("don't include a birth message that the server's limits forbid, which observers are told", () => {
    const bench = new ConnectionBench({ birth: [{ topic: "birth", qos: 2 }] });
    const observer = new FakeObserver();
    bench.connection.observe(observer);
    bench.connection.join(new FakeUser());
    bench.network.last.accept({ properties: { maximumQoS: 1 } });
    assert.deepEqual(bench.asked, []);
    assert.deepEqual(observer.failures, ["qos-not-supported"]);
  });

  it("wait for a birth message where the server takes one at a time, and its refusal is told", () => {
    const bench = new ConnectionBench({ birth: [{ topic: "birth", qos: 1 }] });
    const observer = new FakeObserver();
    bench.connection.observe(observer);
    bench.publish("waiting");
    bench.connection.join(new FakeUser());
    bench.network.last.accept({ properties: { receiveMaximum: 1 } });
    assert.deepEqual(bench.asked, ["publish birth"]);
    bench.network.last.acknowledge(
      ANNOUNCEMENT_IDENTIFIERS.first,
      new MqttNodeError("publish-refused", { reason: "not authorized" }),
    );
    assert.deepEqual(bench.asked, ["publish birth", "publish waiting"]);
    assert.deepEqual(observer.failures, ["publish-refused"]);
  });

  it("don't include a birth message that nobody waits for any more, which is no failure", () => {
    const bench = new ConnectionBench({ birth: [{ topic: "birth", qos: 1 }] });
    const observer = new FakeObserver();
    bench.connection.observe(observer);
    bench.connection.leave(bench.connect());
    bench.clock.advance(500);
    assert.deepEqual([bench.asked, observer.failures], [["publish birth", "end"], []]);
  });

  it("never hold a birth message of a connection that was lost", () => {
    const bench = new ConnectionBench({ birth: [{ topic: "birth", qos: 1 }] });
    const observer = new FakeObserver();
    bench.connection.observe(observer);
    bench.connect();
    bench.network.last.close();
    bench.clock.advance(1_000);
    bench.network.last.accept();
    assert.deepEqual(bench.asked, ["publish birth"]);
    assert.deepEqual(observer.failures, []);
  });

  it("are published anew at the next of several brokers, which knows us, too", () => {
    const bench = new ConnectionBench({ uri: "mqtt://a,mqtt://b" });
    bench.connect();
    bench.publish("a", 2);
    bench.network.last.publishReceived(bench.network.last.packetId);
    bench.network.last.close();
    bench.clock.advance(1_000);
    bench.network.last.close("connection-refused", "not up");
    bench.network.last.accept({ sessionPresent: true });
    assert.deepEqual(bench.network.dialled.at(-1), "mqtt://b:1883 v5");
    assert.deepEqual(bench.asked, ["publish a"]);
  });

  it("are published anew in the session of another client id, which the server has given us", () => {
    const bench = new ConnectionBench();
    const acceptAs = (assignedClientIdentifier: string): void =>
      bench.network.last.accept({ sessionPresent: true, properties: { assignedClientIdentifier } });
    bench.connection.join(new FakeUser());
    acceptAs("one");
    bench.publish("a");
    bench.network.last.close("keepalive-timeout");
    bench.clock.advance(1_000);
    acceptAs("another");
    assert.deepEqual(bench.asked, ["publish a"]);
    bench.network.last.close("keepalive-timeout");
    bench.clock.advance(1_000);
    acceptAs("another");
    assert.deepEqual(bench.asked, ["publish a again"]);
  });

  it("that the broker hangs up on aren't taken for another client with our id", () => {
    const bench = new ConnectionBench();
    const causes: string[] = [];
    bench.connect();
    bench.connection.join({
      stateChanged: (state) => {
        if (state.name === "waiting") causes.push(state.cause.code);
      },
    });
    bench.publish("a");
    for (let ends = 0; ends < 5; ends += 1) {
      bench.network.last.close();
      bench.clock.advance(5_000);
      bench.network.last.accept();
      bench.network.last.pong();
    }
    assert.deepEqual(bench.endings.all, ["a refused-by-close"]);
    assert.deepEqual(causes, Array(5).fill("connection-lost"));
  });

  it("aren't ended by a late acknowledgement on a connection that is gone, whose packet identifiers are in use again", () => {
    const bench = new ConnectionBench();
    bench.connect();
    bench.publish("a");
    const gone = bench.network.last;
    gone.close();
    bench.clock.advance(1_000);
    bench.network.last.accept();
    assert.deepEqual(bench.asked, ["publish a"]);
    gone.acknowledge(1);
    assert.deepEqual(bench.endings.all, []);
    bench.network.last.acknowledge(1);
    assert.deepEqual(bench.endings.all, ["a"]);
  });
});
