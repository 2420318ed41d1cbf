import assert from "node:assert/strict";
import { DeploysBench, running } from "./deploys-bench";

describe("a deploy", () => {
  it("holds every connection that goes on, from the stop of the flows to their start", () => {
    const { bench } = running();
    bench.make("m", "other");
    bench.stop();
    bench.start();
    assert.deepEqual(bench.takeLog(), ["hold first", "hold other", "release first", "release other"]);
    assert.equal(bench.clock.pending, 0);
  });

  it("hands a connection over to the next instance of its config node, if that wants the same", () => {
    const { bench, first } = running();
    bench.stop();
    bench.leave("n");
    assert.deepEqual(bench.takeLog(), ["hold first", "done n"]);
    assert.equal(bench.make("n", "second", { uri: "same" }), first);
    bench.start();
    assert.deepEqual(bench.takeLog(), ["release first"]);
  });

  it("hands it over again and again", () => {
    const { bench, first } = running();
    for (let deploy = 0; deploy < 3; deploy += 1) {
      bench.stop();
      bench.leave("n");
      assert.equal(bench.make("n", "next"), first);
      bench.start();
    }
    assert.ok(!bench.takeLog().includes("close first"));
  });

  it("replaces a connection that is to be another, which waits until the old one has ended", () => {
    const { bench, first } = running();
    bench.stop();
    bench.leave("n");
    const second = bench.make("n", "second", { uri: "other" });
    assert.notEqual(second, first);
    bench.start();
    assert.deepEqual(bench.takeLog(), ["hold first", "done n", "hold second", "close first"]);
    first.closed();
    assert.deepEqual(bench.takeLog(), ["first is closed", "release second"]);
  });

  it("is over when Node-RED stops in the middle of it: what closes then closes at once", () => {
    const { bench } = running();
    bench.stop();
    bench.takeLog();
    bench.shutDown();
    bench.leave("n");
    assert.deepEqual(bench.takeLog(), ["close first"]);
    assert.equal(bench.clock.pending, 0);
  });

  it("lets a new connection wait for any that ends, whose client id it may have, and those that go on for none", () => {
    const { bench, first } = running();
    bench.make("m", "other");
    bench.stop();
    for (const node of ["n", "m"]) bench.leave(node);
    bench.make("copy", "second", { uri: "same" });
    bench.make("m", "other");
    bench.takeLog();
    bench.start();
    assert.deepEqual(bench.takeLog(), ["release other", "close first"]);
    first.closed();
    assert.deepEqual(bench.takeLog(), ["first is closed", "release second"]);
  });

  it("leaves a new connection held that waits for the old one when the next deploy begins", () => {
    const { bench, first } = running();
    bench.stop();
    bench.leave("n");
    bench.make("n", "second", { uri: "other" });
    bench.start();
    bench.stop();
    bench.takeLog();
    first.closed();
    assert.deepEqual(bench.takeLog(), ["first is closed"]);
    bench.start();
    assert.deepEqual(bench.takeLog(), ["release second"]);
  });

  it("replaces a connection once though the next deploy comes before it is over", () => {
    const { bench, first } = running();
    bench.stop();
    bench.leave("n");
    bench.make("n", "second", { uri: "other" });
    bench.stop();
    bench.takeLog();
    bench.leave("n");
    assert.deepEqual(bench.takeLog(), ["close second"]);
    assert.equal(bench.make("n", "third", { uri: "same" }), first);
    bench.start();
    assert.deepEqual(bench.takeLog(), ["release first"]);
  });

  it("closes a connection at once whose config node is gone for good", () => {
    const { bench, first } = running();
    bench.make("m", "other");
    bench.stop();
    bench.takeLog();
    bench.leave("n", true);
    assert.deepEqual(bench.takeLog(), ["close first"]);
    first.closed();
    assert.deepEqual(bench.takeLog(), ["first is closed", "done n"]);
  });

  it("closes a connection in the end that nobody took over", () => {
    const { bench } = running();
    bench.stop();
    bench.leave("n");
    bench.takeLog();
    bench.start();
    assert.deepEqual(bench.takeLog(), ["close first"]);
    assert.notEqual(bench.make("n", "second").name, "first");
  });

  it("closes it after ten seconds, however long the deploy takes", () => {
    const { bench } = running();
    bench.make("m", "other");
    bench.stop();
    bench.leave("n");
    bench.takeLog();
    bench.clock.advance(9_999);
    assert.deepEqual(bench.takeLog(), []);
    bench.clock.advance(1);
    assert.deepEqual(bench.takeLog(), ["release other", "close first"]);
    bench.leave("m");
    assert.deepEqual(bench.takeLog(), ["close other"]);
  });

  it("has the whole ten seconds again when the next one comes before it is over", () => {
    const { bench } = running();
    bench.make("m", "other");
    bench.stop();
    bench.clock.advance(9_000);
    bench.stop();
    bench.takeLog();
    bench.clock.advance(9_000);
    assert.deepEqual([bench.takeLog(), bench.clock.pending], [[], 1]);
  });

  it("that fails, so that the flows never start, holds nothing and keeps nothing", () => {
    const { bench } = running();
    bench.make("m", "other");
    bench.stop();
    bench.leave("n");
    bench.takeLog();
    bench.events.emit("runtime-event", { id: "runtime-state" });
    bench.events.emit("runtime-event", { id: "runtime-deploy", payload: { error: "missing-types" } });
    bench.events.emit("runtime-event", undefined);
    assert.deepEqual(bench.takeLog(), []);
    bench.fail();
    assert.deepEqual(bench.takeLog(), ["release other", "close first"]);
    assert.equal(bench.clock.pending, 0);
  });

  it("lets go of a config node that it doesn't know", () => {
    const { bench } = running();
    bench.leave("x");
    assert.deepEqual(bench.takeLog(), ["done x"]);
  });
});

describe("the end of Node-RED", () => {
  it("closes connections at once, and waits for them", () => {
    const { bench, first } = running();
    bench.shutDown();
    bench.leave("n");
    assert.deepEqual(bench.takeLog(), ["close first"]);
    first.closed();
    assert.deepEqual(bench.takeLog(), ["first is closed", "done n"]);
    assert.equal(bench.clock.pending, 0);
  });

  it("does so after deploys, whether they went well or not", () => {
    for (const end of ["start", "fail"] as const) {
      const { bench } = running();
      bench.stop();
      bench[end]();
      bench.takeLog();
      bench.shutDown();
      bench.leave("n");
      assert.deepEqual(bench.takeLog(), ["close first"]);
    }
  });
});

describe("the runtime's events", () => {
  it("are listened to once for all connections, and not at all without one", () => {
    const bench = new DeploysBench();
    assert.deepEqual(bench.events.eventNames(), []);
    const [a, b] = [bench.make("a", "a"), bench.make("b", "b")];
    bench.start();
    for (const event of ["flows:stopping", "flows:started", "runtime-event"]) {
      assert.equal(bench.events.listenerCount(event), 1);
    }
    bench.leave("a");
    a.closed();
    assert.equal(bench.events.listenerCount("flows:stopping"), 1);
    bench.leave("b");
    b.closed();
    assert.deepEqual(bench.events.eventNames(), []);
  });

  it("are listened to while the only connection waits for its next instance", () => {
    const { bench } = running();
    bench.stop();
    bench.leave("n");
    assert.equal(bench.events.listenerCount("flows:started"), 1);
    bench.start();
    assert.deepEqual(bench.events.eventNames(), []);
  });

  it("and the clock are left alone after a deploy that removes the last connection", () => {
    const { bench } = running();
    bench.stop();
    bench.leave("n", true);
    bench.start();
    assert.deepEqual([bench.events.eventNames(), bench.clock.pending], [[], 0]);
    bench.stop();
    const next = bench.make("m", "next");
    bench.start();
    bench.takeLog();
    bench.shutDown();
    bench.leave("m");
    next.closed();
    assert.deepEqual(bench.takeLog(), ["close next", "next is closed", "done m"]);
  });
});
