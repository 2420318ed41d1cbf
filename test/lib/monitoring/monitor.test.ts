import assert from "node:assert/strict";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { ReceivedMessage } from "../../../nodes/lib/messages/received-message";
import { FAMILY } from "../presence/house";
import { MonitorBench } from "./monitor-bench";
import { preset } from "../presence/preset";

const STATES = "house/+/state";
const LAMP = "house/lamp/state";

describe("a monitor", () => {
  it("subscribes what it watches, and tells of each subscription", () => {
    const { monitor, connection, reports } = new MonitorBench({ heartbeat: 60 });
    assert.deepEqual(connection.asked, []);
    assert.equal(monitor.start(), true);
    assert.deepEqual(connection.asked, ["+house/+/state", "+house/+/data"]);
    const [states, data] = connection.subscribers;
    states?.granted(1);
    data?.refused(new MqttNodeError("subscribe-refused", { filter: "a", reason: "r" }));
    assert.deepEqual(reports, ["begun", "begun", "granted", "refused subscribe-refused"]);
  });

  it("asks for what is retained, with no lower QoS than lets nothing get lost, and acknowledges nothing itself", () => {
    const { monitor, connection } = new MonitorBench();
    monitor.start();
    const [subscriber = assert.fail()] = connection.subscribers;
    assert.deepEqual(subscriber.options, { qos: 1, noLocal: false, retainAsPublished: false, retained: "always" });
    assert.deepEqual([subscriber.owner, subscriber.acknowledges], ["node", false]);
  });

  it("tells how devices are, and that the roster is another", () => {
    const bench = new MonitorBench();
    bench.start();
    bench.connection.answer(STATES, LAMP, "online");
    assert.deepEqual(bench.take(), ["lamp online initial", "listed"]);
    bench.connection.publish(LAMP, "offline");
    assert.deepEqual(bench.take(), ["lamp offline", "listed"]);
    bench.connection.publish("house/cat/state", "gibberish");
    assert.deepEqual(bench.take(), ["presence-unclear", "listed"]);
    assert.deepEqual(bench.monitor.presence.counts, { online: 0, offline: 1, unknown: 1, sleeping: 0, stale: 0 });
  });

  it("knows nothing while the connection is lost, and takes it for news only once", () => {
    const bench = new MonitorBench();
    bench.start();
    bench.connection.publish(LAMP, "online");
    bench.take();
    bench.monitor.connected();
    for (let attempt = 0; attempt < 3; attempt += 1) bench.monitor.lost();
    assert.deepEqual(bench.take(), ["lamp unknown", "listed"]);
    bench.monitor.connected();
    bench.connection.answer(STATES, LAMP, "offline");
    assert.deepEqual(bench.take(), ["lamp offline", "listed"]);
  });

  it("takes what may be new for an event only where the device has been heard", () => {
    const bench = new MonitorBench();
    bench.start();
    const [subscriber = assert.fail()] = bench.connection.subscribers;
    for (const payload of ["online", "offline"]) {
      subscriber.receive(new ReceivedMessage(LAMP, Buffer.from(payload), 1, true, undefined), true);
    }
    subscriber.receive(new ReceivedMessage(LAMP, Buffer.from("online"), 1, true, undefined), false);
    assert.deepEqual(bench.take(), ["lamp online initial", "listed", "lamp offline", "listed"]);
  });

  it("begins with the roster of before a restart", () => {
    const before = new MonitorBench();
    before.start();
    before.connection.publish(LAMP, "online");
    const bench = new MonitorBench();
    bench.start(before.monitor.presence.kept());
    bench.connection.answer(STATES, LAMP, "offline");
    assert.deepEqual(bench.take(), ["lamp offline", "listed"]);
  });

  it("watches what messages name, and gives it up", () => {
    const bench = new MonitorBench({ conventions: [preset("home-assistant-discovery")] });
    bench.start();
    bench.connection.asked.length = 0;
    const config = "homeassistant/light/lamp/config";
    bench.connection.publish(config, '{"availability_topic":"lamp/status"}');
    bench.connection.publish("lamp/status", "online");
    assert.equal(bench.monitor.presence.counts.online, 1);
    bench.connection.publish(config, "");
    assert.deepEqual(bench.connection.asked, ["+lamp/status", "-lamp/status"]);
    assert.deepEqual(bench.reports, ["begun", "begun", "begun", "over"]);
  });
});

describe("a monitor that asks what the broker keeps of a device", () => {
  it("does so beside its other subscriptions, so that it misses nothing", () => {
    const bench = new MonitorBench();
    bench.start();
    bench.connection.publish(LAMP, "online");
    assert.deepEqual(bench.connection.filters, [STATES, LAMP]);
    const [states, lamp] = bench.connection.subscribers;
    assert.notEqual(states?.owner, lamp?.owner);
    assert.notEqual(states?.key, lamp?.key);
    lamp?.granted(1);
    assert.deepEqual(bench.reports, ["begun"]);
  });

  it("compares the answer, and is content with it", () => {
    const bench = new MonitorBench();
    bench.start();
    bench.connection.publish(LAMP, "online");
    bench.take();
    bench.connection.answer(LAMP, LAMP, "offline");
    assert.deepEqual(bench.take(), ["presence-retains-only", "listed"]);
    assert.deepEqual(bench.connection.filters, [STATES]);
  });

  it("doesn't where the answer couldn't be told from what comes for others", () => {
    const bench = new MonitorBench();
    bench.isAnswered = false;
    bench.start();
    bench.connection.publish(LAMP, "online");
    assert.deepEqual(bench.connection.filters, [STATES]);
  });

  it("hears what the device says meanwhile once", () => {
    const bench = new MonitorBench();
    bench.start();
    bench.connection.publish(LAMP, "online");
    bench.take();
    bench.connection.publish(LAMP, "offline");
    assert.deepEqual(bench.take(), ["lamp offline", "listed"]);
  });
});

describe("a monitor that is reset", () => {
  it("forgets all devices, and asks for what is retained anew", () => {
    const bench = new MonitorBench();
    bench.start();
    bench.connection.publish(LAMP, "online");
    const [before] = bench.connection.subscribers;
    bench.take();
    bench.connection.asked.length = 0;
    bench.monitor.reset();
    assert.deepEqual(bench.take(), ["listed"]);
    assert.deepEqual(bench.connection.asked, [`-${STATES}`, `-${LAMP}`, `+${STATES}`]);
    assert.deepEqual(bench.monitor.presence.list().devices, {});
    const [after] = bench.connection.subscribers;
    assert.notEqual(before?.key, after?.key, "it would take the other's place, and what is retained wouldn't come");
    bench.connection.answer(STATES, LAMP, "offline");
    assert.deepEqual(bench.take(), ["lamp offline initial", "listed"]);
  });

  it("tells of its subscriptions again", () => {
    const bench = new MonitorBench();
    bench.start();
    bench.monitor.reset();
    assert.deepEqual(bench.reports, ["begun", "over", "begun"]);
  });

  it("knows nothing while the connection is lost", () => {
    const bench = new MonitorBench();
    bench.start();
    bench.monitor.lost();
    bench.monitor.reset();
    bench.connection.publish(LAMP, "online");
    assert.deepEqual(bench.monitor.presence.counts.online, 0);
  });

  it("has nothing due of what it forgot", () => {
    const bench = new MonitorBench({ grace: 30, heartbeat: 60 });
    bench.start();
    bench.connection.publish(LAMP, "online");
    bench.connection.publish(LAMP, "offline");
    bench.monitor.reset();
    assert.equal(bench.clock.pending, 0);
  });

  it("before it has started subscribes nothing twice", () => {
    const bench = new MonitorBench();
    bench.monitor.reset();
    bench.start();
    assert.deepEqual(bench.connection.filters, [STATES]);
  });
});

describe("a monitor whose node is closed", () => {
  it("unsubscribes all, and has nothing due", () => {
    const bench = new MonitorBench({ grace: 30, heartbeat: 60 });
    bench.start();
    bench.connection.publish(LAMP, "online");
    bench.connection.publish("house/cat/state", "online");
    bench.connection.publish("house/cat/state", "offline");
    bench.monitor.leave();
    assert.deepEqual([bench.connection.filters, bench.clock.pending], [[], 0]);
    assert.deepEqual(bench.reports, ["begun", "begun", "over", "over"]);
  });

  it("doesn't start any more when what it waited for has come", () => {
    const bench = new MonitorBench();
    bench.monitor.leave();
    assert.deepEqual([bench.monitor.start(), bench.monitor.isStarted], [false, false]);
    assert.deepEqual(bench.connection.asked, []);
  });

  it("knows all there is to know only between its start and its end", () => {
    const { monitor } = new MonitorBench();
    assert.equal(monitor.isStarted, false);
    monitor.start();
    assert.equal(monitor.isStarted, true);
    monitor.leave();
    assert.equal(monitor.isStarted, false);
  });

  it("leaves what it knows to its successor, who tells nobody anything again", () => {
    const { bench, next } = succession();
    assert.deepEqual(next.take(), []);
    assert.equal(next.monitor.presence.counts.online, 1);
    next.connection.publish(LAMP, "offline");
    assert.deepEqual([next.take(), bench.take()], [["lamp offline", "listed"], []]);
  });

  it("leaves its subscriptions to its successor, for whom nothing retained comes again", () => {
    const { before, next } = succession();
    const [subscriber = assert.fail()] = next.connection.subscribers;
    assert.equal(subscriber.key, before.key);
    assert.equal(subscriber.owner, before.owner);
  });

  it("leaves its subscriptions also after a reset, more than once", () => {
    const bench = new MonitorBench();
    bench.start();
    bench.monitor.reset();
    const keyOf = ({ connection }: MonitorBench): string | undefined => [...connection.subscribers][0]?.key;
    const before = keyOf(bench);
    const next = new MonitorBench({}, { predecessor: bench.monitor.leave() });
    next.start();
    assert.equal(keyOf(next), before);
    const last = new MonitorBench({}, { predecessor: next.monitor.leave() });
    last.start();
    assert.equal(keyOf(last), before);
  });

  it("and whose settings are others has another who takes its place", () => {
    const [one, other] = [{}, { conventions: [FAMILY] }].map((settings) => {
      const { monitor, connection } = new MonitorBench(settings);
      monitor.start();
      return [...connection.subscribers][0]?.key;
    });
    assert.notEqual(one, other);
  });

  it("leaves what messages have named, too", () => {
    const conventions = [preset("home-assistant-discovery")];
    const bench = new MonitorBench({ conventions });
    bench.start();
    bench.connection.publish("homeassistant/light/lamp/config", '{"availability_topic":"lamp/status"}');
    const next = new MonitorBench({ conventions }, { predecessor: bench.monitor.leave() });
    next.start();
    assert.ok(next.connection.filters.includes("lamp/status"));
  });

  it("leaves a connection that may be lost by then", () => {
    const { next } = succession(false);
    next.monitor.lost();
    assert.deepEqual(next.take(), ["lamp unknown", "listed"]);
  });

  /** A monitor that knew of a lamp, and the one that has taken its place. */
  function succession(isConnected = true) {
    const bench = new MonitorBench();
    bench.start();
    bench.connection.publish(LAMP, "online");
    const [before = assert.fail()] = bench.connection.subscribers;
    bench.take();
    const { connection, clock } = bench;
    const next = new MonitorBench({}, { predecessor: bench.monitor.leave(), connection, clock });
    next.monitor.start();
    if (isConnected) next.monitor.connected();
    return { bench, before, next };
  }
});
