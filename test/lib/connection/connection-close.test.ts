import assert from "node:assert/strict";
import { ANNOUNCEMENT_IDENTIFIERS } from "../../../nodes/lib/messages/packet-identifiers";
import { ConnectionBench, FakeUser } from "./connection-bench";

const CLOSE = { topic: "close", qos: 1 };

describe("a connection that is closed", () => {
  it("before it was opened is closed at once, and ends what waits", () => {
    const bench = new ConnectionBench();
    bench.publish("a");
    bench.close();
    assert.deepEqual(bench.endings.all, ["a node-closed", "closed"]);
    assert.equal(bench.clock.pending, 0);
  });

  it("while it waits for the next attempt is closed at once", () => {
    const bench = new ConnectionBench({ close: CLOSE });
    bench.connect();
    bench.network.last.close();
    bench.publish("a");
    bench.close();
    assert.deepEqual(bench.endings.all, ["a node-closed", "closed"]);
    assert.equal(bench.clock.pending, 0);
  });

  it("while it connects doesn't wait for the broker", () => {
    const bench = new ConnectionBench({ close: CLOSE });
    bench.connection.join({ stateChanged: () => undefined });
    bench.publish("a");
    bench.close();
    assert.deepEqual(bench.asked, ["end"]);
    bench.network.last.close("connection-refused", "not up");
    assert.deepEqual(bench.endings.all, ["a node-closed", "closed"]);
    assert.equal(bench.network.links.length, 1);
  });

  it("waits for acknowledgements, says goodbye, waits for that, and then ends", () => {
    const bench = new ConnectionBench({ close: CLOSE });
    bench.connect();
    bench.publish("a");
    bench.close();
    assert.deepEqual(bench.asked, ["publish a"]);
    bench.network.last.acknowledge(1);
    assert.deepEqual(bench.asked, ["publish a", "publish close"]);
    bench.network.last.acknowledge(ANNOUNCEMENT_IDENTIFIERS.first);
    assert.deepEqual(bench.asked, ["publish a", "publish close", "end"]);
    assert.deepEqual(bench.endings.all, ["a"]);
    bench.network.last.close();
    assert.deepEqual(bench.endings.all, ["a", "closed"]);
    assert.equal(bench.clock.pending, 0);
  });

  it("is closed within a second and a half, whatever the broker leaves unanswered", () => {
    const bench = new ConnectionBench({ close: CLOSE });
    bench.connect();
    bench.publish("a");
    bench.close();
    bench.clock.advance(500);
    assert.deepEqual(bench.asked, ["publish a", "publish close"]);
    bench.clock.advance(500);
    assert.deepEqual(bench.asked, ["publish a", "publish close", "end"]);
    assert.deepEqual(bench.endings.all, ["a node-closed"]);
    bench.clock.advance(500);
    assert.deepEqual(bench.asked.at(-1), "destroy");
    bench.network.last.close();
    assert.deepEqual(bench.endings.all, ["a node-closed", "closed"]);
    assert.equal(bench.clock.pending, 0);
  });

  it("is closed though the connection is lost meanwhile", () => {
    const bench = new ConnectionBench({ close: CLOSE });
    bench.connect();
    bench.publish("a");
    bench.close();
    bench.network.last.close();
    bench.clock.advance(1_500);
    for (const link of bench.network.links.slice(1)) if (link.asked.includes("end")) link.close();
    assert.deepEqual(bench.endings.all, ["a node-closed", "closed"]);
    assert.equal(bench.clock.pending, 0);
  });

  it("says goodbye without waiting where QoS 0 is enough", () => {
    const bench = new ConnectionBench({ close: { topic: "close" } });
    bench.connect();
    bench.close();
    assert.deepEqual(bench.asked, ["publish close", "end"]);
  });

  it("says goodbye too when its last user leaves", () => {
    const bench = new ConnectionBench({ close: { topic: "close" } });
    bench.connection.leave(bench.connect());
    bench.settle();
    assert.deepEqual(bench.asked, ["publish close", "end"]);
  });

  it("twice says goodbye once and tells both", () => {
    const bench = new ConnectionBench({ close: CLOSE });
    bench.connect();
    bench.publish("a");
    bench.close("first");
    bench.close("second");
    bench.network.last.acknowledge(1);
    bench.close("third");
    bench.network.last.acknowledge(ANNOUNCEMENT_IDENTIFIERS.first);
    assert.deepEqual(bench.asked, ["publish a", "publish close", "end"]);
    bench.network.last.close();
    assert.deepEqual(bench.endings.all, ["a", "first", "second", "third"]);
    assert.equal(bench.clock.pending, 0);
  });

  it("while it closes after its last user tells, though users come and go", () => {
    const bench = new ConnectionBench();
    const user = bench.connect();
    bench.publish("a");
    bench.connection.leave(user);
    bench.settle();
    bench.connection.join(user);
    bench.close();
    bench.connection.leave(user);
    bench.clock.advance(500);
    assert.deepEqual(bench.asked, ["publish a", "end"]);
    bench.network.last.close();
    assert.deepEqual(bench.endings.all, ["a node-closed", "closed"]);
  });

  it("while it closes after its last user stays closed, though another has joined", () => {
    const bench = new ConnectionBench();
    bench.connection.leave(bench.connect());
    bench.settle();
    bench.connection.join(new FakeUser());
    bench.close();
    bench.network.last.close();
    bench.clock.advance(60_000);
    assert.deepEqual(bench.endings.all, ["closed"]);
    assert.equal(bench.network.links.length, 1);
    assert.equal(bench.connection.state.name, "closed");
  });

  it("after its last user ends what is in flight and what waits, so that nothing of it is in the way later", () => {
    const bench = new ConnectionBench({ cleanSession: false, clientId: "kept" });
    const user = bench.connect();
    bench.publish("a");
    bench.connection.leave(user);
    bench.clock.advance(500);
    assert.deepEqual(bench.endings.all, ["a node-closed"]);
    bench.network.last.close();
    bench.connection.join(user);
    bench.network.last.accept({ sessionPresent: true, properties: { receiveMaximum: 1 } });
    bench.publish("b");
    assert.deepEqual(bench.asked, ["publish b"]);
  });

  it("after its last user never publishes its close message after the next birth", () => {
    const bench = new ConnectionBench({ birth: [{ topic: "birth" }], close: { topic: "close", qos: 1 } });
    const user = bench.connect();
    bench.connection.leave(user);
    bench.clock.advance(500);
    bench.network.last.close();
    bench.connection.join(user);
    bench.network.last.accept();
    assert.deepEqual(bench.asked, ["publish birth"]);
  });

  it("stays open for a user who joins while it waits for acknowledgements", () => {
    const bench = new ConnectionBench({ close: { topic: "close" } });
    const user = bench.connect();
    bench.publish("a");
    bench.connection.leave(user);
    bench.settle();
    bench.connection.join(user);
    bench.clock.advance(500);
    assert.deepEqual(bench.asked, ["publish a"]);
    assert.equal(bench.connection.state.name, "connected");
  });
});
