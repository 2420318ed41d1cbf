import assert from "node:assert/strict";
import { HOUSE } from "../house";
import { PresenceBench } from "../presence-bench";
import { preset } from "../preset";

describe("the topics of an ecosystem", () => {
  it("are subscribed each once, at the base topic that is set", () => {
    const conventions = [preset("zigbee2mqtt")];
    const levels = (base: string): string[] =>
      ["+", "+/+", "+/+/+", "+/+/+/+"].map((device) => `${base}/${device}/availability`);
    assert.deepEqual(new PresenceBench({ conventions }).presence.filters, [
      "zigbee2mqtt/bridge/state",
      ...levels("zigbee2mqtt"),
    ]);
    const { filters } = new PresenceBench({ conventions, base: "garage", heartbeat: 60 }).presence;
    const traffic = ["garage/+", "garage/+/+", "garage/+/+/+", "garage/+/+/+/+"];
    assert.deepEqual(filters, ["garage/bridge/state", ...levels("garage"), ...traffic]);
  });

  it("are subscribed once also where two conventions have the same", () => {
    const twin = { ...HOUSE, id: "twin" };
    const { filters } = new PresenceBench({ conventions: [HOUSE, twin], isAuto: true, activity: "a/+device" }).presence;
    assert.deepEqual(filters, ["house/+/state", "a/+"]);
  });

  it("may match a message twice: the first that is listed counts", () => {
    const bench = new PresenceBench({ conventions: [preset("zwave-js-ui")] });
    bench.retained("zwave/driver/status", "true");
    bench.retained("zwave/_CLIENTS/ZWAVE_GATEWAY-home/status", '{"value":true}');
    assert.deepEqual(bench.take(), ["driver online reported initial", "ZWAVE_GATEWAY-home online reported initial"]);
  });

  it("say how a device is before they prove that it lives", () => {
    const bench = new PresenceBench({ activity: "house/#device" });
    bench.live("lamp", "offline");
    assert.deepEqual(bench.take(), ["lamp offline reported"]);
  });

  it("of others say nothing", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("flat/lamp/state", "online");
    bench.live("house/lamp/state/more", "online");
    bench.live("house/state", "online");
    assert.deepEqual([bench.take(), bench.host.lists], [[], 0]);
  });

  it("prove life also where that is all there is", () => {
    const watch = { topic: "house/+device/data", reading: { kind: "sign" }, samples: [] } as const;
    const bench = new PresenceBench({ conventions: [{ ...HOUSE, watches: [watch] }], heartbeat: 60 });
    bench.data("lamp");
    bench.wait(60);
    bench.data("lamp");
    assert.deepEqual(bench.take(), ["lamp online activity", "lamp stale timeout", "lamp online activity"]);
  });
});

describe("the topics that messages name", () => {
  const CONFIG = "homeassistant/light/lamp/config";

  it("are watched from then on, and say how a device is", () => {
    const bench = discovery();
    bench.retained(CONFIG, configOf("lamp/status"));
    assert.deepEqual(bench.host.asked, ["watch lamp/status"]);
    bench.retained("lamp/status", "online");
    bench.live("lamp/status", "offline");
    assert.deepEqual(
      bench.takeTransitions().map(({ device, state, topic }) => [device, state, topic]),
      [
        ["light/lamp", "online", "lamp/status"],
        ["light/lamp", "offline", "lamp/status"],
      ],
    );
  });

  it("are subscribed again with the others", () => {
    const bench = discovery();
    bench.retained(CONFIG, configOf("lamp/status"));
    assert.deepEqual(bench.presence.filters, ["homeassistant/+/+/config", "homeassistant/+/+/+/config", "lamp/status"]);
  });

  it("are watched once, though several name them, and until nobody does", () => {
    const bench = discovery();
    bench.retained(CONFIG, configOf("house/status"));
    bench.retained("homeassistant/switch/fan/config", configOf("house/status"));
    bench.retained(CONFIG, "");
    assert.deepEqual(bench.host.asked, ["watch house/status"]);
    bench.live("homeassistant/switch/fan/config", "");
    assert.deepEqual(bench.host.asked, ["watch house/status", "unwatch house/status"]);
    bench.take();
    bench.live("house/status", "online");
    assert.deepEqual([bench.take(), bench.presence.filters.length], [[], 2]);
  });

  it("still say how a device is that was forgotten: it comes again with the next of them", () => {
    const bench = discovery();
    bench.retained(CONFIG, configOf("lamp/status"));
    bench.retained("lamp/status", "online");
    bench.presence.forget("light/lamp");
    bench.take();
    bench.live("lamp/status", "online");
    assert.deepEqual(bench.take(), ["light/lamp online reported"]);
  });

  it("say it again after our own connection was lost", () => {
    const bench = discovery();
    bench.retained(CONFIG, configOf("lamp/status"));
    bench.retained("lamp/status", "online");
    bench.interrupt();
    bench.take();
    bench.retained(CONFIG, configOf("lamp/status"));
    bench.retained("lamp/status", "online");
    assert.deepEqual(bench.take(), ["light/lamp online reported initial"]);
  });

  it("say nothing any more of what they said before our own connection was lost", () => {
    const bench = discovery();
    const availability = [{ topic: "hub/status" }, { topic: "lamp/status" }];
    bench.retained(CONFIG, JSON.stringify({ availability, availability_mode: "all" }));
    for (const { topic } of availability) bench.retained(topic, "online");
    assert.equal(bench.stateOf("light/lamp"), "online");
    bench.interrupt();
    bench.retained("hub/status", "online");
    assert.equal(bench.stateOf("light/lamp"), "unknown");
    bench.retained("lamp/status", "online");
    assert.equal(bench.stateOf("light/lamp"), "online");
  });

  for (const topic of ["#", "+/status", "a/#", "+device/status", "", "$share/group/a", "a\0b"]) {
    it(`must be topics: ${JSON.stringify(topic)} is none`, () => {
      const bench = discovery();
      bench.retained(CONFIG, configOf(topic));
      assert.deepEqual([bench.host.asked, bench.presence.filters.length], [[], 2]);
    });
  }

  it("and what is told a person of them comes with the device", () => {
    const bench = discovery();
    bench.retained(CONFIG, "no JSON");
    assert.equal(bench.host.warnings.length, 1);
    assert.ok(bench.host.warnings[0]?.startsWith("presence-discovery light/lamp "), bench.host.warnings[0]);
  });

  function discovery(): PresenceBench {
    return new PresenceBench({ conventions: [preset("home-assistant-discovery")] });
  }

  function configOf(availabilityTopic: string): string {
    return JSON.stringify({ name: "Lamp", availability_topic: availabilityTopic });
  }
});
