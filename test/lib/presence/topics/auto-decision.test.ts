import assert from "node:assert/strict";
import type { Reading } from "../../../../nodes/lib/presence/conventions/convention";
import { presenceSettings } from "../../../../nodes/lib/presence/presence-settings";
import { HOUSE } from "../house";
import { PresenceBench } from "../presence-bench";
import { preset } from "../preset";

const NUMBERS: Reading = { kind: "rules", rules: [{ states: { "1": "online", "0": "offline" } }] };

describe("where nobody says what is to be watched", () => {
  it("ecosystems side by side are told apart, and devices are called as they are", () => {
    const bench = auto();
    for (const [topic, payload] of [
      ["tele/plug/LWT", "Online"],
      ["zigbee2mqtt/bridge/state", '{"state":"online"}'],
      ["zigbee2mqtt/hall/lamp/availability", '{"state":"offline"}'],
      ["garage/door/availability", "online"],
      ["shellies/shelly1-AABBCC/online", "true"],
      ["homie/5/pump/$state", "ready"],
      ["solar/dtu/status", "online"],
      ["frigate/available", "stopped"],
    ] as const) {
      bench.retained(topic, payload);
    }
    assert.deepEqual(bench.take(), [
      "tasmota/plug online reported initial",
      "zigbee2mqtt/bridge online reported initial",
      "zigbee2mqtt/hall/lamp offline reported initial",
      "garage/door online reported initial",
      "shelly/shelly1-AABBCC online reported initial",
      "homie/pump online reported initial",
      "solar/dtu online reported initial",
      "frigate/frigate offline clean initial",
    ]);
  });

  it("a topic is nobody's until it says what somebody knows", () => {
    const bench = auto();
    bench.live("boiler/status", "heating");
    bench.live("boiler/status", '{"temperature":21}');
    bench.live("boiler/status", "");
    assert.deepEqual([bench.take(), bench.host.warnings, bench.presence.list().devices], [[], [], {}]);
    bench.live("boiler/status", "online");
    assert.equal(bench.take().length, 1);
  });

  it("a topic stays whose it is: what isn't understood then is told", () => {
    const bench = auto();
    bench.live("tele/plug/LWT", "Online");
    bench.live("tele/plug/LWT", "gibberish");
    assert.deepEqual(bench.take(), ["tasmota/plug online reported", "tasmota/plug unknown reported"]);
    assert.deepEqual(bench.host.warnings, ["presence-unclear tasmota/plug gibberish"]);
  });

  it("a topic becomes another's that knows what isn't understood: the device has another firmware", () => {
    const bench = auto();
    bench.live("plug/status", "1");
    bench.live("plug/status", "online");
    bench.live("plug/status", "offline");
    assert.deepEqual(
      bench.takeTransitions().map(({ state, convention }) => `${state} ${convention}`),
      ["online espurna", "removed espurna", "online esphome", "offline esphome"],
    );
    assert.deepEqual(bench.host.warnings, []);
  });

  it("nobody is told what is wrong with what nobody has said to be of an ecosystem", () => {
    const conventions = [preset("home-assistant-discovery")];
    const warnings = [true, false].map((isAuto) => {
      const bench = new PresenceBench({ conventions, isAuto });
      bench.live("homeassistant/light/lamp/config", "no config");
      return bench.host.warnings.length;
    });
    assert.deepEqual(warnings, [0, 1]);
  });

  it("a topic that two would read is the first one's, whose words it says", () => {
    const bench = auto();
    bench.live("plug/status", "1");
    bench.live("mirror/status", "online");
    const conventions = bench.takeTransitions().map(({ convention }) => convention);
    assert.deepEqual(conventions, ["espurna", "esphome"]);
    bench.live("plug/status", "0");
    assert.equal(bench.takeOne().convention, "espurna");
  });

  it("a topic that is emptied may be anybody's again", () => {
    const bench = auto();
    for (const payload of ["1", "", "online"]) bench.live("plug/status", payload);
    const [, removed, again] = bench.takeTransitions();
    assert.deepEqual([removed?.state, removed?.convention, again?.convention], ["removed", "espurna", "esphome"]);
  });

  it("a device that is forgotten may be anybody's again", () => {
    const bench = auto();
    bench.live("plug/status", "1");
    const { device } = bench.takeOne();
    bench.presence.forget(device);
    bench.live("plug/status", "online");
    const [, again] = bench.takeTransitions();
    assert.equal(again?.convention, "esphome");
  });

  it("traffic proves that those live whom it is of", () => {
    const bench = auto({ heartbeat: 60 });
    bench.live("zigbee2mqtt/lamp/availability", "online");
    bench.wait(50);
    bench.live("zigbee2mqtt/lamp", '{"state":"ON"}');
    bench.wait(50);
    assert.deepEqual(bench.take(), ["zigbee2mqtt/lamp online reported"]);
    bench.wait(10);
    assert.deepEqual(bench.take(), ["zigbee2mqtt/lamp stale timeout"]);
  });

  it("traffic of a filter that says nothing of ecosystems proves that anybody lives", () => {
    const flat = { ...HOUSE, id: "flat", watches: HOUSE.watches.map((watch) => ({ ...watch, topic: "flat/+device" })) };
    const bench = new PresenceBench({ conventions: [HOUSE, flat], isAuto: true, activity: "any/+device" });
    bench.retained("flat/cat", "offline");
    bench.take();
    bench.live("any/cat", "meow");
    bench.live("flat/cat", "offline");
    bench.live("any/cat", "meow");
    assert.deepEqual(bench.take(), [
      "flat/cat online activity",
      "flat/cat offline reported",
      "flat/cat online activity",
    ]);
  });

  it("traffic alone is no device", () => {
    const bench = auto({ heartbeat: 60 });
    for (const topic of ["zigbee2mqtt/lamp", "tele/plug/STATE", "boiler/status/temperature"]) bench.live(topic, "1");
    assert.deepEqual([bench.take(), bench.presence.list().devices], [[], {}]);
  });

  it("a topic is nobody's, too, where its device is one too many to be followed", () => {
    const twin = { ...HOUSE, id: "twin", watches: [{ topic: "house/+device/state", reading: NUMBERS, samples: [] }] };
    const known = { convention: "house", state: "online", since: 1, isTalkative: false };
    const devices = Array.from({ length: 100_000 }, (_, index) => ({
      ...known,
      device: `house/d${index}`,
      topic: `house/d${index}/state`,
    }));
    const bench = new PresenceBench({ conventions: [HOUSE, twin], isAuto: true }, { devices });
    bench.live("plug", "1");
    assert.deepEqual(bench.host.warnings, ["presence-full 100000"]);
    bench.presence.forget("house/d0");
    bench.take();
    bench.live("plug", "online");
    assert.deepEqual(bench.take(), ["house/plug online reported"]);
  });

  function auto({ grace = 0, heartbeat = 0 } = {}): PresenceBench {
    const saved = { convention: "auto", topic: "", online: [], offline: [], field: "", activity: "" };
    return new PresenceBench(presenceSettings({ ...saved, grace, heartbeat }));
  }
});
