import assert from "node:assert/strict";
import { ConnectorBench } from "./connector-bench";

describe("a connector that is closed", () => {
  it("before it was opened is closed at once, which is no new state", () => {
    const bench = new ConnectorBench();
    close(bench);
    assert.deepEqual(bench.takeLog(), ["done"]);
  });

  it("gives up its link, sends DISCONNECT, and is done when the socket is closed", () => {
    const bench = connected();
    close(bench);
    assert.deepEqual(bench.network.last.asked, ["end"]);
    assert.deepEqual(bench.takeLog(), ["-", "closing"]);
    bench.network.last.close();
    assert.deepEqual(bench.takeLog(), ["closed", "done"]);
    assert.equal(bench.clock.pending, 0);
  });

  it("destroys a socket that doesn't close within half a second", () => {
    const bench = connected();
    close(bench);
    bench.clock.advance(499);
    assert.deepEqual(bench.network.last.asked, ["end"]);
    bench.clock.advance(1);
    assert.deepEqual(bench.network.last.asked, ["end", "destroy"]);
    bench.network.last.close();
    assert.deepEqual(bench.takeLog(), ["-", "closing", "closed", "done"]);
  });

  it("is still destroyed in time when it is closed twice, and tells both", () => {
    const bench = connected();
    close(bench);
    close(bench);
    bench.clock.advance(500);
    assert.deepEqual(bench.network.last.asked, ["end", "destroy"]);
    bench.network.last.close();
    assert.deepEqual(bench.takeLog(), ["-", "closing", "closed", "done", "done"]);
  });

  it("while it waits for the next attempt makes none", () => {
    const bench = new ConnectorBench();
    bench.connector.open();
    bench.network.last.close("connection-refused", "not up");
    bench.takeLog();
    close(bench);
    assert.deepEqual(bench.takeLog(), ["closed", "done"]);
    assert.equal(bench.clock.pending, 0);
    bench.clock.advance(100_000);
    assert.equal(bench.network.links.length, 1);
  });

  it("while it connects takes no notice of a broker that accepts after all", () => {
    const bench = new ConnectorBench();
    bench.connector.open();
    close(bench);
    bench.network.last.accept();
    bench.network.last.close("connection-refused", "not up");
    const log = bench.takeLog();
    assert.ok(!log.includes("+") && !log.includes("connected"));
    assert.deepEqual(log.slice(-2), ["closed", "done"]);
    assert.equal(bench.network.links.length, 1);
    assert.equal(bench.clock.pending, 0);
  });

  it("while it connects to the first of several brokers doesn't go on to the next", () => {
    const bench = new ConnectorBench({ uri: "mqtt://a,mqtt://b" });
    bench.connector.open();
    close(bench);
    bench.network.last.close("connection-refused", "not up");
    assert.equal(bench.network.links.length, 1);
  });

  it("twice ends once and tells both", () => {
    const bench = connected();
    close(bench, "first");
    close(bench, "second");
    assert.deepEqual(bench.network.last.asked, ["end"]);
    bench.network.last.close();
    assert.deepEqual(bench.takeLog(), ["-", "closing", "closed", "first", "second"]);
    close(bench, "third");
    assert.deepEqual(bench.takeLog(), ["third"]);
  });

  it("can be opened again", () => {
    const bench = connected();
    close(bench);
    bench.connector.open();
    assert.equal(bench.network.links.length, 1);
    bench.network.last.close();
    bench.connector.open();
    assert.equal(bench.network.links.length, 2);
    bench.network.last.accept();
    assert.equal(bench.states.at(-1)?.name, "connected");
  });

  it("can be opened again by who learns that it is closed", () => {
    const bench = connected();
    bench.connector.close(() => bench.connector.open());
    bench.network.last.close();
    bench.network.last.accept();
    assert.deepEqual(bench.takeLog(), ["-", "closing", "closed", "connecting mqtt://localhost:1883", "+", "connected"]);
  });

  function connected(): ConnectorBench {
    const bench = new ConnectorBench();
    bench.connector.open();
    bench.network.last.accept();
    bench.takeLog();
    return bench;
  }

  function close(bench: ConnectorBench, name = "done"): void {
    bench.connector.close(() => bench.log.push(name));
  }
});
