import assert from "node:assert/strict";
import { FakeSubscriber } from "../subscriptions/fake-subscriber";
import { ConnectionBench, FakeObserver, FakeUser } from "./connection-bench";

describe("a connection and its users", () => {
  it("opens with the first user, once for all", () => {
    const bench = new ConnectionBench();
    assert.equal(bench.network.links.length, 0);
    for (const user of [new FakeUser(), new FakeUser()]) bench.connection.join(user);
    assert.equal(bench.network.links.length, 1);
  });

  it("doesn't open by itself where it is told not to", () => {
    const bench = new ConnectionBench({ autoConnect: "false" });
    bench.connection.join(new FakeUser());
    assert.equal(bench.network.links.length, 0);
    assert.deepEqual(bench.connection.state, { name: "closed" });
  });

  it("tells each user the present state and every new one, until it leaves", () => {
    const bench = new ConnectionBench();
    const [early, late, left] = [new FakeUser(), new FakeUser(), new FakeUser()];
    for (const user of [early, left]) bench.connection.join(user);
    bench.connection.leave(left);
    bench.network.last.accept();
    bench.connection.join(late);
    bench.network.last.close();
    assert.deepEqual(early.states, ["closed", "connecting", "connected", "waiting"]);
    assert.deepEqual(late.states, ["connected", "waiting"]);
    assert.deepEqual(left.states, ["connecting"]);
    assert.equal(bench.connection.state.name, "waiting");
  });

  it("tells observers too, who don't keep it open", () => {
    const bench = new ConnectionBench();
    const observer = new FakeObserver();
    bench.connection.observe(observer);
    assert.equal(bench.network.links.length, 0);
    const user = bench.connect();
    bench.connection.leave(user);
    bench.settle();
    bench.network.last.close();
    assert.deepEqual(observer.states, ["connecting", "connected", "closing", "closed"]);
  });

  it("closes after its last user, in a later turn", () => {
    const bench = new ConnectionBench();
    const users = [bench.connect(), new FakeUser()] as const;
    bench.connection.join(users[1]);
    bench.connection.leave(users[0]);
    bench.settle();
    assert.deepEqual(bench.asked, []);
    bench.connection.leave(users[1]);
    assert.deepEqual(bench.asked, []);
    bench.settle();
    assert.deepEqual(bench.asked, ["end"]);
  });

  it("stays open for a user that joins in the same turn", () => {
    const bench = new ConnectionBench();
    bench.connection.leave(bench.connect());
    bench.connection.join(new FakeUser());
    bench.settle();
    assert.deepEqual(bench.asked, []);
  });

  it("opens again for a user that joins while it closes", () => {
    const bench = new ConnectionBench();
    bench.connection.leave(bench.connect());
    bench.settle();
    const user = new FakeUser();
    bench.connection.join(user);
    assert.equal(bench.network.links.length, 1);
    bench.network.last.close();
    assert.equal(bench.network.links.length, 2);
    bench.network.last.accept();
    assert.deepEqual(user.states, ["closing", "closed", "connecting", "connected"]);
  });

  it("still knows its session then", () => {
    const bench = new ConnectionBench();
    bench.connection.leave(bench.connect());
    bench.settle();
    bench.network.last.close();
    bench.connect();
    assert.equal(bench.network.links[0]?.incoming, bench.network.links[1]?.incoming);
  });

  it("opens again for a user that joins after it has closed", () => {
    const bench = new ConnectionBench();
    bench.connection.leave(bench.connect());
    bench.settle();
    bench.network.last.close();
    assert.equal(bench.network.links.length, 1);
    bench.connect();
    assert.equal(bench.connection.state.name, "connected");
  });
});

describe("the subscriptions of a connection", () => {
  it("are asked for together, in a later turn", () => {
    const bench = new ConnectionBench();
    bench.connect();
    for (const filter of ["a", "b"]) bench.connection.subscribe(new FakeSubscriber(filter));
    assert.deepEqual(bench.asked, []);
    bench.settle();
    assert.deepEqual(bench.asked, ["subscribe a, b"]);
  });

  it("are given up in a later turn", () => {
    const bench = new ConnectionBench();
    bench.connect();
    const subscriber = new FakeSubscriber("a");
    bench.connection.subscribe(subscriber);
    bench.settle();
    bench.connection.unsubscribe(subscriber);
    bench.settle();
    assert.deepEqual(bench.asked, ["subscribe a", "unsubscribe a"]);
  });

  it("are asked for again after each connect", () => {
    const bench = new ConnectionBench();
    bench.connection.subscribe(new FakeSubscriber("a"));
    bench.connect();
    bench.settle();
    assert.deepEqual(bench.asked, ["subscribe a"]);
    bench.network.last.close();
    bench.clock.advance(1_000);
    bench.network.last.accept();
    assert.deepEqual(bench.asked, ["subscribe a"]);
  });

  it("are given nothing by a connection that is lost", () => {
    const bench = new ConnectionBench();
    bench.connect();
    bench.network.last.close();
    bench.connection.subscribe(new FakeSubscriber("a"));
    bench.settle();
    assert.deepEqual(bench.asked, []);
  });
});

describe("a connection during a deploy", () => {
  it("isn't closed although all users leave, if others join", () => {
    const bench = new ConnectionBench();
    const user = bench.connect();
    bench.connection.hold();
    bench.connection.leave(user);
    bench.clock.advance(60_000);
    assert.deepEqual(bench.asked, []);
    bench.connection.join(new FakeUser());
    bench.connection.release();
    bench.settle();
    assert.deepEqual(bench.asked, ["resume"]);
  });

  it("closes when it is over, if nobody has joined", () => {
    const bench = new ConnectionBench();
    const user = bench.connect();
    bench.connection.hold();
    bench.connection.leave(user);
    bench.connection.release();
    bench.settle();
    assert.deepEqual(bench.asked, ["end", "resume"]);
  });

  it("isn't unsubscribed from what is taken up again, nor asked before it is over", () => {
    const bench = new ConnectionBench();
    bench.connect();
    const [old, same] = [new FakeSubscriber("old"), new FakeSubscriber("same")];
    for (const subscriber of [old, same]) bench.connection.subscribe(subscriber);
    bench.settle();
    bench.connection.hold();
    for (const subscriber of [old, same]) bench.connection.unsubscribe(subscriber);
    for (const filter of ["same", "new"]) bench.connection.subscribe(new FakeSubscriber(filter));
    bench.clock.advance(60_000);
    assert.deepEqual(bench.takeAsked(), ["subscribe old, same", "pause", "pause"]);
    bench.connection.release();
    bench.settle();
    assert.deepEqual(bench.takeAsked(), ["subscribe same, new", "unsubscribe old", "resume"]);
  });

  it("puts off what was to take effect just before", () => {
    const bench = new ConnectionBench();
    bench.connect();
    bench.connection.subscribe(new FakeSubscriber("a"));
    bench.connection.hold();
    bench.settle();
    assert.deepEqual(bench.asked, []);
    bench.connection.release();
    bench.settle();
    assert.deepEqual(bench.asked, ["subscribe a", "resume"]);
  });
});
