import assert from "node:assert/strict";
import { ANNOUNCEMENT_IDENTIFIERS } from "../../../nodes/lib/messages/packet-identifiers";
import { FakeSubscriber } from "../subscriptions/fake-subscriber";
import { ConnectionBench, FakeUser } from "./connection-bench";

const OTHER = { uri: "mqtt://other" };
const CLOSE = { topic: "close", qos: 1 };

describe("the command to connect elsewhere", () => {
  it("needs force where there is a connection", () => {
    const bench = new ConnectionBench();
    bench.connect();
    bench.command("connect", OTHER);
    assert.deepEqual([bench.endings.all, bench.asked], [["connect already-connected"], []]);
  });

  it("says goodbye to the broker that it leaves by force, and ends when the other accepts", () => {
    const bench = new ConnectionBench({ close: CLOSE });
    bench.connect();
    bench.publish("a");
    bench.command("connect", OTHER, true);
    bench.network.last.acknowledge(1);
    bench.network.last.acknowledge(ANNOUNCEMENT_IDENTIFIERS.first);
    assert.deepEqual(bench.asked, ["publish a", "publish close", "end"]);
    bench.network.last.close();
    assert.deepEqual(bench.network.dialled, ["mqtt://localhost:1883 v5", "mqtt://other:1883 v5"]);
    assert.deepEqual(bench.endings.all, ["a"]);
    bench.network.last.accept();
    assert.deepEqual(bench.endings.all, ["a", "connect"]);
  });

  it("says goodbye in the words of its own settings when it leaves that broker", () => {
    const bench = new ConnectionBench({ close: { topic: "close" } });
    bench.connect();
    bench.command("connect", { ...OTHER, close: { topic: "other close" } }, true);
    assert.deepEqual(bench.asked, ["publish close", "end"]);
    bench.network.last.close();
    bench.network.last.accept();
    bench.disconnect();
    assert.deepEqual(bench.asked, ["publish other close", "end"]);
  });

  it("takes along what was in flight, and subscribes and announces itself anew", () => {
    const bench = new ConnectionBench({ birth: [{ topic: "birth" }] });
    bench.connection.subscribe(new FakeSubscriber("s"));
    bench.connect();
    bench.publish("a");
    bench.publish("b");
    bench.command("connect", { ...OTHER, birth: [{ topic: "other birth" }] }, true);
    bench.clock.advance(500);
    bench.network.last.close();
    bench.network.last.accept({ sessionPresent: true });
    assert.deepEqual(bench.asked, ["subscribe s", "publish other birth", "publish a", "publish b"]);
    bench.network.last.acknowledge(1);
    assert.deepEqual(bench.endings.all, ["connect", "a"]);
  });

  it("goes on with the session where it is the same broker and client, so that nothing is received twice", () => {
    const bench = new ConnectionBench({ clientId: "c", cleanSession: false });
    bench.connect();
    bench.publish("a", 2);
    bench.network.last.publishReceived(1);
    bench.command("connect", { clientId: "c", cleanSession: false, keepalive: 30 }, true);
    bench.clock.advance(500);
    bench.network.last.close();
    bench.network.last.accept({ sessionPresent: true });
    assert.deepEqual(bench.asked, ["release 1"]);
  });

  it("starts with a new session, that of the other broker", () => {
    const bench = new ConnectionBench();
    bench.connect();
    bench.command("connect", OTHER, true);
    bench.network.last.close();
    assert.notEqual(bench.network.links[0]?.incoming, bench.network.links[1]?.incoming);
  });

  it("needs no force while there is no connection, whatever else is being tried", () => {
    const bench = new ConnectionBench();
    bench.connection.join(new FakeUser());
    bench.command("one", OTHER);
    bench.network.last.close();
    assert.equal(bench.network.last.settings.address, "mqtt://other:1883");
    bench.network.last.close("connection-refused", "not up");
    assert.deepEqual(bench.endings.all, ["one connection-refused"]);
    bench.command("two", { uri: "mqtt://third" });
    assert.equal(bench.network.last.settings.address, "mqtt://third:1883");
    bench.network.last.accept();
    assert.deepEqual(bench.endings.all, ["one connection-refused", "two"]);
  });

  it("needs no force where the connection is being left anyway", () => {
    for (const leave of ["disconnect", "elsewhere"]) {
      const bench = new ConnectionBench();
      bench.connect();
      bench.publish("a");
      if (leave === "disconnect") bench.disconnect(leave);
      else bench.command(leave, { uri: "mqtt://third" }, true);
      bench.command("connect", OTHER);
      bench.clock.advance(500);
      bench.network.last.close();
      bench.network.last.accept();
      assert.deepEqual(bench.network.dialled, ["mqtt://localhost:1883 v5", "mqtt://other:1883 v5"]);
      assert.equal(bench.endings.all.at(-1), "connect");
      assert.ok(bench.endings.all.some((end) => end.startsWith(leave)));
    }
  });

  it("isn't ended by what becomes of the connection that it leaves", () => {
    const bench = new ConnectionBench();
    bench.connect();
    bench.publish("a");
    bench.command("connect", OTHER, true);
    bench.network.last.close("keepalive-timeout");
    assert.deepEqual(bench.endings.all, []);
    bench.clock.advance(500);
    for (const { asked } of bench.network.links) if (asked.includes("end")) bench.network.last.close();
    assert.equal(bench.network.last.settings.address, "mqtt://other:1883");
    bench.network.last.accept();
    assert.deepEqual(bench.endings.all, ["connect"]);
  });

  it("holds until the last user leaves: the next one finds the saved settings", () => {
    const bench = new ConnectionBench();
    const user = bench.connect();
    bench.command("connect", { ...OTHER, autoConnect: false }, true);
    bench.network.last.close();
    bench.network.last.accept();
    bench.network.last.close();
    bench.clock.advance(1_000);
    bench.network.last.accept();
    assert.equal(bench.network.last.settings.address, "mqtt://other:1883");
    bench.connection.leave(user);
    bench.settle();
    bench.network.last.close();
    bench.connection.join(user);
    assert.equal(bench.network.last.settings.address, "mqtt://localhost:1883");
  });

  it("tells deploys where it is connected", () => {
    const bench = new ConnectionBench({ autoConnect: false, clientId: "c" });
    assert.deepEqual(identities(bench), []);
    bench.connection.join(new FakeUser());
    assert.deepEqual(identities(bench), []);
    bench.command("connect");
    assert.deepEqual(identities(bench), ["mqtt://localhost:1883 c"]);
    bench.command("connect", { ...OTHER, clientId: "d" });
    bench.network.last.close();
    assert.deepEqual(identities(bench), ["mqtt://other:1883 d"]);
    bench.disconnect();
    assert.deepEqual(identities(bench), []);
  });

  function identities({ connection }: ConnectionBench): string[] {
    return connection.identities.map(({ address, clientId }) => `${address} ${clientId}`);
  }
});
