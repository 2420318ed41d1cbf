import assert from "node:assert/strict";
import { PresenceBench } from "../presence-bench";
import { preset } from "../preset";

describe("when a bridge is offline", () => {
  const BRIDGE = "zigbee2mqtt/bridge/state";
  const LAMP = "zigbee2mqtt/lamp/availability";
  const HEATER = "zigbee2mqtt/heater/availability";

  it("nothing is known of its devices, and it brings back what was known with its return", () => {
    const bench = house();
    const { since } = bench.entryOf("lamp") ?? {};
    bench.wait(60);
    bench.live(BRIDGE, "offline");
    assert.deepEqual(bench.take(), ["bridge offline reported", "lamp unknown parent", "heater unknown parent"]);
    bench.wait(60);
    bench.live(BRIDGE, "online");
    const [, lamp, heater] = bench.takeTransitions();
    assert.deepEqual(
      [lamp, heater].map((child) => [child?.device, child?.state, child?.reason, child?.initial]),
      [
        ["lamp", "online", "parent", false],
        ["heater", "offline", "parent", false],
      ],
    );
    assert.deepEqual([lamp?.since, lamp?.duration], [since, 60_000]);
  });

  it("and was before we came, its devices are told of in any order, and none of it is an event", () => {
    for (const topics of [
      [BRIDGE, LAMP],
      [LAMP, BRIDGE],
    ]) {
      const bench = zigbee();
      for (const topic of topics) bench.retained(topic, topic === BRIDGE ? "offline" : "online");
      assert.deepEqual([bench.stateOf("bridge"), bench.stateOf("lamp")], ["offline", "unknown"]);
      assert.ok(bench.takeTransitions().every(({ initial }) => initial));
    }
  });

  it("and was before a restart, what its devices don't say meanwhile is no silence", () => {
    const kept = house({ heartbeat: 60, areTalkative: true }).presence.kept();
    const bench = zigbee({ heartbeat: 60 }, kept);
    bench.retained(BRIDGE, "offline");
    bench.retained(LAMP, "online");
    bench.wait(3_600);
    bench.live(BRIDGE, "online");
    assert.deepEqual(bench.take(), ["bridge offline reported", "bridge online reported", "lamp online parent"]);
  });

  it("what devices say meanwhile counts when it is back", () => {
    const bench = house();
    bench.live(BRIDGE, "offline");
    bench.live(LAMP, "offline");
    bench.live(HEATER, "online");
    bench.take();
    bench.live(BRIDGE, "online");
    assert.deepEqual(bench.take(), ["bridge online reported", "lamp offline parent", "heater online parent"]);
  });

  it("traffic of a device that it reaches shows that it isn't: its offline is old", () => {
    const bench = house({ heartbeat: 60 });
    bench.live(HEATER, "online");
    bench.live(BRIDGE, "offline");
    bench.live(LAMP, "offline");
    bench.take();
    bench.live("zigbee2mqtt/lamp", '{"state":"ON"}');
    assert.deepEqual(bench.take(), ["bridge online activity", "lamp online parent", "heater online parent"]);
  });

  it("traffic of a device that it reaches shows that it isn't before anybody was told", () => {
    const bench = house({ heartbeat: 60, grace: 30 });
    bench.live(BRIDGE, "offline");
    bench.wait(29);
    bench.live("zigbee2mqtt/lamp", '{"state":"ON"}');
    bench.wait(30);
    assert.deepEqual(bench.take(), []);
  });

  it("traffic of others says nothing of it", () => {
    const bench = house({ heartbeat: 60 });
    bench.live("zigbee2mqtt/lamp", '{"state":"ON"}');
    bench.live(BRIDGE, "offline");
    bench.take();
    bench.live("zigbee2mqtt/garden", '{"state":"ON"}');
    bench.retained("zigbee2mqtt/lamp", '{"state":"ON"}');
    assert.deepEqual(bench.take(), []);
  });

  it("what the broker has kept of a device that talks is no news, whatever was known of it before", () => {
    const bench = house({ heartbeat: 60, grace: 20 });
    bench.interrupt();
    bench.live("zigbee2mqtt/lamp", '{"state":"ON"}');
    bench.retained(BRIDGE, "offline");
    bench.wait(20);
    bench.retained(LAMP, "offline");
    bench.wait(20);
    bench.take();
    bench.live(BRIDGE, "online");
    assert.deepEqual(bench.take(), ["bridge online reported", "lamp online parent"]);
  });

  it("what it reaches isn't silent meanwhile, and isn't when it is back: silence begins anew", () => {
    const bench = house({ heartbeat: 60, areTalkative: true });
    bench.wait(59);
    bench.live(BRIDGE, "offline");
    bench.wait(3_600);
    bench.live(BRIDGE, "online");
    bench.take();
    bench.wait(59.999);
    assert.deepEqual(bench.take(), []);
    bench.wait(0.001);
    assert.deepEqual(bench.take(), ["lamp stale timeout"]);
  });

  it("what was stale before is stale when it is back", () => {
    const bench = house({ heartbeat: 60 });
    bench.live("zigbee2mqtt/lamp", '{"state":"ON"}');
    bench.wait(60);
    bench.live(BRIDGE, "offline");
    bench.take();
    bench.live(BRIDGE, "online");
    assert.deepEqual(bench.take(), ["bridge online reported", "lamp stale parent", "heater offline parent"]);
  });

  it("what may have died unheard while our own connection was lost is waited for from its return", () => {
    const bench = house({ heartbeat: 60 });
    bench.live("zigbee2mqtt/lamp", '{"state":"ON"}');
    bench.interrupt();
    bench.retained(BRIDGE, "offline");
    bench.wait(3_600);
    bench.live(BRIDGE, "online");
    bench.take();
    bench.wait(60);
    assert.deepEqual(bench.take(), ["lamp stale timeout"]);
  });

  it("what has said that it is offline, too, doesn't become stale with its return", () => {
    const bench = zigbee({ heartbeat: 60, grace: 120 });
    bench.retained(BRIDGE, "offline");
    bench.live(LAMP, "online");
    bench.live(LAMP, "offline");
    bench.live(BRIDGE, "online");
    bench.take();
    bench.wait(119);
    assert.deepEqual(bench.take(), []);
    bench.wait(1);
    assert.deepEqual(bench.take(), ["lamp offline reported"]);
  });

  it("the bridge of another base topic is another one", () => {
    const bench = new PresenceBench({ conventions: [preset("zigbee2mqtt")], isAuto: true });
    for (const base of ["zigbee2mqtt", "garage"]) {
      bench.retained(`${base}/bridge/state`, "online");
      bench.retained(`${base}/lamp/availability`, "online");
    }
    bench.take();
    bench.live("garage/bridge/state", "offline");
    assert.deepEqual(bench.take(), ["garage/bridge offline reported", "garage/lamp unknown parent"]);
  });

  it("nothing is known of its devices only once grace is over", () => {
    const bench = house({ grace: 30 });
    bench.live(BRIDGE, "offline");
    bench.wait(29);
    assert.deepEqual(bench.take(), []);
    bench.wait(1);
    assert.deepEqual(bench.take(), ["bridge offline reported", "lamp unknown parent", "heater unknown parent"]);
  });

  it("a device's own offline may be over before the bridge is back", () => {
    const bench = house({ grace: 30 });
    bench.live(LAMP, "offline");
    bench.live(BRIDGE, "offline");
    bench.wait(60);
    bench.take();
    bench.live(BRIDGE, "online");
    assert.deepEqual(bench.take(), ["bridge online reported", "lamp offline parent", "heater offline parent"]);
  });

  it("and is removed, its devices are as they said", () => {
    const bench = house();
    bench.live(BRIDGE, "offline");
    bench.take();
    bench.live(BRIDGE, "");
    assert.deepEqual(bench.take(), ["bridge removed reported", "lamp online parent", "heater offline parent"]);
    bench.live(BRIDGE, "offline");
    assert.deepEqual(bench.take(), ["bridge offline reported", "lamp unknown parent", "heater unknown parent"]);
  });

  it("and is forgotten, its devices are as they said", () => {
    const bench = house();
    bench.live(BRIDGE, "offline");
    bench.take();
    bench.presence.forget("bridge");
    assert.deepEqual(bench.take(), ["bridge removed command", "lamp online parent", "heater offline parent"]);
  });

  it("its devices can be removed", () => {
    const bench = house();
    bench.live(BRIDGE, "offline");
    bench.take();
    bench.live(LAMP, "");
    bench.live(BRIDGE, "online");
    assert.deepEqual(bench.take(), ["lamp removed reported", "bridge online reported", "heater offline parent"]);
  });

  it("and our own connection is lost, that is why nothing is known of any", () => {
    const bench = house();
    bench.presence.lost();
    assert.deepEqual(bench.take(), ["bridge unknown broker", "lamp unknown broker", "heater unknown broker"]);
  });

  it("and our own connection is lost after that, its devices are compared with what was known of them before", () => {
    const bench = house();
    bench.live(BRIDGE, "offline");
    bench.interrupt();
    bench.take();
    bench.retained(BRIDGE, "online");
    bench.retained(LAMP, "offline");
    bench.retained(HEATER, "offline");
    assert.deepEqual(bench.take(), [
      "bridge online reported",
      "lamp offline reported",
      "heater offline reported initial",
    ]);
  });

  it("and our own connection is lost, its devices are as they say until it is known to be offline still", () => {
    const bench = house();
    bench.live(BRIDGE, "offline");
    bench.interrupt();
    bench.take();
    bench.retained(LAMP, "online");
    bench.retained(BRIDGE, "offline");
    assert.deepEqual(bench.take(), [
      "lamp online reported initial",
      "bridge offline reported initial",
      "lamp unknown parent initial",
    ]);
  });

  it("a sleeping, an unknown or a stale bridge says nothing of its devices", () => {
    const bench = house({ heartbeat: 60 });
    bench.live(LAMP, "online");
    bench.live(BRIDGE, "gibberish");
    bench.take();
    assert.equal(bench.stateOf("lamp"), "online");
    bench.live(BRIDGE, "online");
    bench.live("zigbee2mqtt/bridge", "{}");
    bench.wait(59);
    bench.live("zigbee2mqtt/lamp", "{}");
    bench.wait(1);
    assert.deepEqual(bench.take(), ["bridge online reported", "bridge stale timeout"]);
  });

  function zigbee(settings: object = {}, stored?: unknown): PresenceBench {
    return new PresenceBench({ conventions: [preset("zigbee2mqtt")], ...settings }, stored);
  }

  /** A bridge and a lamp that are online, a heater that is offline. */
  function house(settings: object = {}): PresenceBench {
    const bench = zigbee(settings);
    bench.retained(BRIDGE, "online");
    bench.retained(LAMP, "online");
    bench.retained(HEATER, "offline");
    bench.take();
    return bench;
  }
});
