import assert from "node:assert/strict";
import { ANNOUNCEMENT_IDENTIFIERS } from "../../../nodes/lib/messages/packet-identifiers";
import { FakeSender, publication } from "../outbox/fake-transport";
import { FakeSubscriber } from "../subscriptions/fake-subscriber";
import { ConnectionBench, FakeUser } from "./connection-bench";

const CLOSE = { topic: "close", qos: 1 };

describe("the command to disconnect", () => {
  it("flushes, says goodbye, and ends when the socket is closed; then nothing is tried any more", () => {
    const bench = new ConnectionBench({ close: CLOSE });
    bench.connect();
    bench.publish("a");
    bench.disconnect();
    bench.network.last.acknowledge(1);
    bench.network.last.acknowledge(ANNOUNCEMENT_IDENTIFIERS.first);
    assert.deepEqual([bench.asked, bench.endings.all], [["publish a", "publish close", "end"], ["a"]]);
    bench.network.last.close();
    assert.deepEqual(bench.endings.all, ["a", "disconnect"]);
    bench.clock.advance(100_000);
    assert.deepEqual([bench.network.links.length, bench.connection.state.name], [1, "closed"]);
  });

  it("ends at once where there is no connection", () => {
    const bench = new ConnectionBench();
    bench.connection.join(new FakeUser());
    bench.network.last.close("connection-refused", "not up");
    bench.disconnect("waiting");
    bench.disconnect("closed");
    assert.deepEqual(bench.endings.all, ["waiting", "closed"]);
    assert.equal(bench.clock.pending, 0);
  });

  it("gives up an attempt that is being made", () => {
    const bench = new ConnectionBench();
    bench.connection.join(new FakeUser());
    bench.disconnect();
    assert.deepEqual([bench.asked, bench.endings.all], [["end"], []]);
    bench.network.last.close();
    assert.deepEqual(bench.endings.all, ["disconnect"]);
  });

  it("holds whoever joins, subscribes or leaves, until one connects", () => {
    const bench = new ConnectionBench();
    bench.connect();
    bench.disconnect();
    bench.network.last.close();
    const user = new FakeUser();
    bench.connection.join(user);
    bench.connection.subscribe(new FakeSubscriber("s"));
    bench.settle();
    bench.connection.leave(user);
    bench.settle();
    assert.deepEqual([bench.network.links.length, bench.clock.pending], [1, 0]);
    bench.command("connect");
    assert.equal(bench.network.links.length, 2);
  });

  it("is forgotten when the last user leaves: the next one connects", () => {
    const bench = new ConnectionBench();
    const user = bench.connect();
    bench.disconnect();
    bench.network.last.close();
    bench.connection.leave(user);
    bench.settle();
    bench.connection.join(user);
    assert.equal(bench.network.links.length, 2);
  });

  it("lets messages wait, and sends them after the next birth", () => {
    const bench = new ConnectionBench({ birth: [{ topic: "birth" }] });
    bench.connect();
    bench.publish("in flight");
    bench.disconnect();
    bench.clock.advance(500);
    bench.network.last.close();
    bench.publish("a");
    assert.equal(bench.connection.queueState().waiting, 1);
    bench.command("connect");
    bench.network.last.accept();
    assert.deepEqual(bench.asked, ["publish birth", "publish in flight", "publish a"]);
  });

  it("never lets its close message, unacknowledged in time, follow the next birth", () => {
    const bench = new ConnectionBench({ birth: [{ topic: "birth" }], close: CLOSE });
    bench.connect();
    bench.disconnect();
    assert.deepEqual(bench.asked, ["publish birth", "publish close"]);
    bench.clock.advance(500);
    bench.network.last.close();
    bench.command("connect");
    bench.network.last.accept();
    assert.deepEqual(bench.asked, ["publish birth"]);
  });

  it("says goodbye before what waits longer than that", () => {
    const bench = new ConnectionBench({ close: { topic: "close" } });
    bench.connection.join(new FakeUser());
    bench.network.last.accept({ properties: { receiveMaximum: 1 } });
    for (const topic of ["a", "b"]) bench.publish(topic);
    bench.disconnect();
    bench.clock.advance(500);
    assert.deepEqual(bench.asked, ["publish a", "publish close", "end"]);
  });

  it("leaves where the connection is lost before its close message is sent, and makes no attempt", () => {
    const bench = new ConnectionBench({ close: { topic: "close" } });
    bench.connect();
    bench.network.last.isRoomy = false;
    bench.disconnect();
    assert.deepEqual(bench.asked, ["publish close"]);
    bench.network.last.close();
    assert.deepEqual(bench.endings.all, ["disconnect"]);
    assert.equal(bench.connection.state.name, "closed");
    bench.clock.advance(100_000);
    assert.equal(bench.network.links.length, 1);
    assert.equal(bench.clock.pending, 0);
  });

  it("is overtaken by one to connect that comes before it has said goodbye", () => {
    const bench = new ConnectionBench();
    bench.connect();
    bench.publish("a");
    bench.disconnect();
    bench.command("connect");
    assert.deepEqual(bench.endings.all, []);
    bench.network.last.acknowledge(1);
    assert.deepEqual(bench.asked, ["publish a"]);
    assert.deepEqual(bench.endings.all.toSorted(), ["a", "connect", "disconnect disconnect-cancelled"]);
    assert.equal(bench.connection.state.name, "connected");
  });

  it("is followed by one to connect that comes later", () => {
    const bench = new ConnectionBench();
    bench.connect();
    bench.disconnect();
    bench.command("connect");
    bench.network.last.close();
    assert.deepEqual(bench.endings.all, ["disconnect"]);
    bench.network.last.accept();
    assert.deepEqual(bench.endings.all, ["disconnect", "connect"]);
  });

  it("makes a message that may not wait fail without a cause of before", () => {
    const bench = new ConnectionBench();
    const causes: unknown[] = [];
    const publish = (): void =>
      bench.connection.publish(publication("a", 0), new FakeSender(), (error) => {
        causes.push((error?.cause as { code?: string } | undefined)?.code);
      });
    bench.connection.join(new FakeUser());
    bench.network.last.close("bad-credentials");
    publish();
    bench.disconnect();
    publish();
    assert.deepEqual(causes, ["bad-credentials", undefined]);
  });
});

describe("a flow that acts on the end of a message before anything else happens", () => {
  it("may disconnect because the broker's limits refuse it", () => {
    const bench = new ConnectionBench();
    const user = new FakeUser();
    bench.connection.publish(publication("a", 2), new FakeSender(), () => bench.disconnect());
    bench.connection.join(user);
    bench.network.last.accept({ properties: { maximumQoS: 1 } });
    assert.deepEqual(bench.asked, ["end"]);
    bench.network.last.close();
    assert.deepEqual(user.states, ["closed", "connecting", "closing", "closed"]);
    assert.deepEqual([bench.endings.all, bench.clock.pending], [["disconnect"], 0]);
  });

  it("may connect elsewhere because it isn't disconnected after all", () => {
    const bench = new ConnectionBench();
    bench.connect();
    bench.publish("a");
    for (const name of ["first", "second"]) bench.disconnect(name);
    bench.connection.connect(undefined, false, () => bench.command("elsewhere", { uri: "mqtt://other" }, true));
    bench.clock.advance(500);
    const ended = ["first disconnect-cancelled", "second disconnect-cancelled"];
    assert.deepEqual([bench.asked, bench.endings.all], [["publish a"], ended]);
    bench.clock.advance(500);
    assert.deepEqual([bench.network.links.length, bench.asked], [1, ["publish a", "end"]]);
    bench.network.last.close();
    assert.equal(bench.network.last.settings.address, "mqtt://other:1883");
  });

  it("may disconnect because the connection was lost", () => {
    const bench = new ConnectionBench();
    bench.connect();
    bench.network.last.isRoomy = false;
    bench.connection.publish(publication("a", 0), new FakeSender(), () => bench.disconnect());
    bench.network.last.close();
    assert.deepEqual([bench.endings.all, bench.connection.state.name], [["disconnect"], "closed"]);
    assert.equal(bench.clock.pending, 0);
  });
});
