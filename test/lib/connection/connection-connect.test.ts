import assert from "node:assert/strict";
import { ConnectionBench, FakeUser } from "./connection-bench";

const OTHER = { uri: "mqtt://other" };

describe("the command to connect", () => {
  it("connects what doesn't by itself, and ends when it is connected", () => {
    const { bench } = idle();
    bench.command("connect");
    assert.deepEqual([bench.network.links.length, bench.endings.all], [1, []]);
    bench.network.last.accept();
    assert.deepEqual(bench.endings.all, ["connect"]);
  });

  it("ends with the first failure, while the attempts go on", () => {
    const { bench } = idle();
    bench.command("connect");
    bench.network.last.close("bad-credentials");
    assert.deepEqual(bench.endings.all, ["connect bad-credentials"]);
    bench.clock.advance(1_000);
    bench.network.last.accept();
    assert.equal(bench.connection.state.name, "connected");
    assert.deepEqual(bench.endings.all, ["connect bad-credentials"]);
  });

  it("ends at once where it is connected already", () => {
    const bench = new ConnectionBench();
    bench.connect();
    bench.command("connect", undefined, true);
    assert.deepEqual([bench.endings.all, bench.asked], [["connect"], []]);
  });

  it("takes part in an attempt that is being made", () => {
    const bench = new ConnectionBench();
    bench.connection.join(new FakeUser());
    for (const name of ["first", "second"]) bench.command(name);
    assert.equal(bench.network.links.length, 1);
    bench.network.last.accept();
    assert.deepEqual(bench.endings.all, ["first", "second"]);
  });

  it("doesn't wait for the next attempt, nor shows another cause meanwhile", () => {
    for (const code of ["connection-refused", "bad-credentials"] as const) {
      const bench = new ConnectionBench();
      bench.connection.join(new FakeUser());
      bench.network.last.close(code);
      bench.command("connect");
      assert.equal(bench.network.links.length, 2);
      const { state } = bench.connection;
      assert.equal(state.name === "connecting" ? state.cause?.code : undefined, code);
      bench.clock.advance(10_000);
      assert.equal(bench.network.links.length, 2);
      bench.network.last.accept();
      assert.deepEqual(bench.endings.all, ["connect"]);
    }
  });

  it("is cancelled at once by one to disconnect, by other settings, and by the end", () => {
    const { bench } = idle();
    bench.command("first");
    bench.disconnect();
    assert.deepEqual(bench.endings.all, ["first connect-cancelled"]);
    bench.network.last.close();
    assert.deepEqual(bench.endings.all, ["first connect-cancelled", "disconnect"]);
    bench.command("second");
    bench.command("third", OTHER);
    assert.deepEqual(bench.endings.all.slice(2), ["second connect-cancelled"]);
    bench.close();
    assert.deepEqual(bench.endings.all.slice(3), ["third connect-cancelled"]);
  });

  it("is cancelled when the last user leaves", () => {
    const { bench, user } = idle();
    bench.command("connect");
    bench.connection.leave(user);
    bench.settle();
    bench.network.last.close();
    assert.deepEqual(bench.endings.all, ["connect connect-cancelled"]);
  });

  it("is cancelled at once after the end, or where nobody uses the connection", () => {
    const bench = new ConnectionBench();
    bench.command("unused");
    bench.connect();
    bench.close();
    bench.network.last.close();
    bench.command("closed");
    bench.command("closed too", OTHER, true);
    assert.deepEqual(bench.endings.all, [
      "unused connect-cancelled",
      "closed",
      "closed connect-cancelled",
      "closed too connect-cancelled",
    ]);
    assert.deepEqual([bench.network.links.length, bench.clock.pending], [1, 0]);
  });

  it("during a deploy waits for its end, since the one in whose place this comes may still be connected", () => {
    for (const saved of [undefined, OTHER]) {
      const { bench } = idle();
      bench.connection.hold();
      bench.command("connect", saved);
      bench.clock.advance(10_000);
      assert.equal(bench.network.links.length, 0);
      bench.connection.release();
      bench.settle();
      bench.network.last.accept();
      assert.deepEqual(bench.endings.all, ["connect"]);
    }
  });

  /** A connection with a user that waits for a command. */
  function idle(): { bench: ConnectionBench; user: FakeUser } {
    const bench = new ConnectionBench({ autoConnect: false });
    const user = new FakeUser();
    bench.connection.join(user);
    return { bench, user };
  }
});
