import assert from "node:assert/strict";
import { keptDevices } from "../../../../nodes/lib/presence/devices/kept-roster";
import { ManualClock } from "../../../support/manual-clock";
import { HOUSE, KEPT_LAMP } from "../house";
import { PresenceBench } from "../presence-bench";
import { preset } from "../preset";

describe("a roster that is kept over a restart", () => {
  it("is plain data that survives JSON", () => {
    const kept = before().presence.kept();
    assert.deepEqual(JSON.parse(JSON.stringify(kept)), kept);
    assert.deepEqual(kept.devices[0], {
      device: "lamp",
      convention: "house",
      topic: "house/lamp/state",
      state: "online",
      since: new ManualClock().date(),
      isTalkative: true,
    });
  });

  it("brings its devices back, of which nothing is known yet and nobody is told", () => {
    const bench = restarted();
    assert.deepEqual(bench.take(), []);
    assert.deepEqual(bench.presence.counts, { online: 0, offline: 0, sleeping: 0, stale: 0, unknown: 4 });
    assert.deepEqual(bench.entryOf("lamp"), {
      state: "unknown",
      since: bench.clock.date(),
      reason: "reported",
      topic: "house/lamp/state",
      convention: "house",
    });
  });

  it("tells what has gone offline meanwhile, as if nobody had been away", () => {
    const { since: began } = before().entryOf("lamp") ?? assert.fail();
    const bench = restarted(3_600);
    bench.retained("lamp", "offline");
    const { previous, state, initial, since, duration, reason } = bench.takeOne();
    assert.deepEqual([previous, state, initial, reason], ["online", "offline", false, "reported"]);
    assert.deepEqual([since, duration], [bench.clock.date(), bench.clock.date() - began]);
  });

  it("tells what has come online meanwhile", () => {
    const bench = restarted();
    bench.retained("heater", "online");
    const { previous, initial } = bench.takeOne();
    assert.deepEqual([previous, initial], ["offline", false]);
  });

  it("tells nobody of changes where there are none, and since when is kept", () => {
    const { since: began } = before().entryOf("heater") ?? assert.fail();
    const bench = restarted(3_600);
    bench.retained("heater", "offline");
    const { previous, initial, since } = bench.takeOne();
    assert.deepEqual([previous, initial, since], ["unknown", true, began]);
  });

  it("gives grace to what has gone offline meanwhile", () => {
    const bench = restarted(0, { grace: 30 });
    bench.retained("lamp", "offline");
    const heard = bench.clock.date();
    assert.deepEqual(bench.take(), []);
    bench.wait(30);
    const { previous, state, initial, since } = bench.takeOne();
    assert.deepEqual([previous, state, initial, since], ["online", "offline", false, heard]);
  });

  it("counts only for what is learned first", () => {
    const bench = restarted();
    bench.retained("lamp", "online");
    bench.take();
    bench.live("lamp", "offline");
    const { previous, duration } = bench.takeOne();
    assert.deepEqual([previous, duration], ["online", 60_000]);
  });

  it("is kept again as it was where nothing has been heard since", () => {
    const known = before()
      .presence.kept()
      .devices.filter(({ state }) => state !== "unknown");
    const bench = restarted(3_600);
    bench.interrupt();
    assert.deepEqual(bench.presence.kept().devices.slice(0, known.length), known);
  });

  it("keeps what was known before our own connection was lost", () => {
    const bench = before();
    const kept = bench.presence.kept();
    bench.interrupt();
    assert.deepEqual(bench.presence.kept(), kept);
  });

  it("counts also where our own connection is lost before anything was heard", () => {
    const bench = restarted();
    bench.interrupt();
    bench.retained("lamp", "offline");
    assert.equal(bench.takeOne().previous, "online");
  });

  it("brings back who was stale, which what the broker has retained doesn't change", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("lamp", "online");
    bench.wait(60);
    const next = new PresenceBench({ heartbeat: 60 }, bench.presence.kept(), bench.clock);
    const { state, initial } = next.takeOne();
    assert.deepEqual([state, initial], ["stale", true]);
    next.retained("lamp", "online");
    assert.deepEqual(next.take(), []);
  });

  it("brings back who was stale, told so once: later that is what was told last", () => {
    const bench = new PresenceBench({ heartbeat: 60 }, { devices: [{ ...KEPT_LAMP, state: "stale" }] });
    bench.retained("lamp", "gibberish");
    bench.live("lamp", "online");
    assert.deepEqual(
      bench.takeTransitions().map(({ previous, state }) => `${previous} ${state}`),
      ["unknown stale", "stale unknown", "unknown online"],
    );
  });

  it("brings back what the broker keeps of only one side, which proves nothing", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.kept("lamp", "offline");
    const next = new PresenceBench({}, JSON.parse(JSON.stringify(bench.presence.kept())), bench.clock);
    assert.equal(next.entryOf("lamp")?.retainsOnly, "offline");
    next.retained("lamp", "offline");
    assert.deepEqual([next.take(), next.stateOf("lamp")], [[], "unknown"]);
  });

  it("leaves devices that are removed before anything was heard of them unknown before", () => {
    const bench = restarted();
    bench.presence.forget("lamp");
    const { previous, state, reason } = bench.takeOne();
    assert.deepEqual([previous, state, reason], ["unknown", "removed", "command"]);
  });

  it("doesn't touch who is there already", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "offline");
    bench.presence.restore(before().presence.kept());
    assert.equal(bench.stateOf("lamp"), "offline");
    bench.take();
    bench.live("lamp", "online");
    assert.deepEqual(bench.takeOne().previous, "offline");
  });

  it("knows families again when their members speak", () => {
    const conventions = [preset("zigbee2mqtt")];
    const bench = new PresenceBench({ conventions });
    bench.retained("zigbee2mqtt/bridge/state", "online");
    bench.retained("zigbee2mqtt/lamp/availability", "online");
    const next = new PresenceBench({ conventions }, bench.presence.kept(), bench.clock);
    next.retained("zigbee2mqtt/bridge/state", "offline");
    next.retained("zigbee2mqtt/lamp/availability", "online");
    assert.deepEqual(next.take(), ["bridge offline reported"]);
    next.live("zigbee2mqtt/bridge/state", "online");
    assert.deepEqual(next.take(), ["bridge online reported", "lamp online parent"]);
  });

  it("brings back who was stale as online where silence is fine by now", () => {
    const next = new PresenceBench({}, { devices: [{ ...KEPT_LAMP, state: "stale" }] });
    next.interrupt();
    next.retained("lamp", "online");
    assert.deepEqual(next.take(), ["lamp online reported"]);
  });

  describe("has nobody whom other settings wouldn't know:", () => {
    const zigbee2mqtt = [preset("zigbee2mqtt")];
    const lamp = {
      ...KEPT_LAMP,
      convention: "zigbee2mqtt",
      topic: "zigbee2mqtt/hall/lamp/availability",
      device: "hall/lamp",
    };
    const garage = { ...lamp, topic: "garage/hall/lamp/availability" };
    const named = (device: object, name: string): object => ({ ...device, device: name });
    for (const [what, settings, stored, isKnown] of [
      ["the same", {}, lamp, true],
      ["another ecosystem", { conventions: [HOUSE] }, lamp, false],
      ["another base topic", { base: "garage" }, lamp, false],
      ["the same base topic", { base: "garage" }, garage, true],
      ["the base topic that is usual", {}, garage, false],
      ["all ecosystems", { isAuto: true }, lamp, false],
      ["all ecosystems, as before", { isAuto: true }, named(lamp, "zigbee2mqtt/hall/lamp"), true],
      ["all ecosystems, with another base topic, as before", { isAuto: true }, named(garage, "garage/hall/lamp"), true],
      ["one ecosystem after all", {}, named(lamp, "zigbee2mqtt/hall/lamp"), false],
      ["a topic that is none of a device", {}, { ...lamp, topic: "zigbee2mqtt/bridge/logging" }, false],
    ] as const) {
      it(what, () => {
        const { presence } = new PresenceBench({ conventions: zigbee2mqtt, ...settings }, { devices: [stored] });
        assert.equal(presence.counts.unknown, isKnown ? 1 : 0);
      });
    }

    it("those of topics that messages name are believed", () => {
      const conventions = [preset("home-assistant-discovery")];
      const device = {
        ...KEPT_LAMP,
        convention: "home-assistant-discovery",
        topic: "lamp/status",
        device: "light/lamp",
      };
      assert.equal(new PresenceBench({ conventions }, { devices: [device, KEPT_LAMP] }).presence.counts.unknown, 1);
    });
  });

  it("has no more devices than are followed", () => {
    const devices = Array.from({ length: 100_001 }, (_, index) => deviceOf(`d${index}`));
    assert.equal(new PresenceBench({}, { devices }).presence.counts.unknown, 100_000);
  });

  /** A roster in which everything occurs that needs no patience. */
  function before(): PresenceBench {
    const bench = new PresenceBench();
    for (const [device, payload] of [
      ["lamp", "online"],
      ["heater", "offline"],
      ["cat", "asleep"],
      ["door", "unsure"],
    ] as const) {
      bench.live(device, payload);
    }
    return bench;
  }

  /** The same after Node-RED was away for some seconds. */
  function restarted(seconds = 60, settings: object = {}): PresenceBench {
    const clock = new ManualClock();
    clock.advance(seconds * 1_000);
    return new PresenceBench(settings, JSON.parse(JSON.stringify(before().presence.kept())), clock);
  }
});

describe("what anybody may have written into a context store", () => {
  for (const stored of [
    undefined,
    null,
    5,
    "devices",
    [],
    {},
    { devices: {} },
    { devices: "lamp" },
    { devices: null },
  ]) {
    it(`is no roster: ${JSON.stringify(stored)}`, () => {
      assert.deepEqual(keptDevices(stored), []);
    });
  }

  for (const [name, wrong] of Object.entries({
    "another state": { state: "painted" },
    "a removed device": { state: "removed" },
    "a state of every object": { state: "toString" },
    "a name that is none": { device: 5 },
    "no name": { device: undefined },
    "a convention that is none": { convention: null },
    "a topic that is none": { topic: ["a"] },
    "a time that is none": { since: "2026-01-01" },
    "no time at all": { since: Number.NaN },
    "a time without end": { since: Infinity },
    "no word on whether it talks": { isTalkative: undefined },
    "another word on whether it talks": { isTalkative: "yes" },
    "a side that is none": { retainsOnly: "sleeping" },
  })) {
    it(`is no device: ${name}`, () => {
      const good = { ...KEPT_LAMP, device: "good" };
      assert.deepEqual(keptDevices({ devices: [{ ...KEPT_LAMP, ...wrong }, good] }), [good]);
    });
  }

  it("is no device: nothing, or no object", () => {
    assert.deepEqual(keptDevices({ devices: [null, undefined, 5, "lamp", [], KEPT_LAMP] }), [KEPT_LAMP]);
  });

  it("may call a device as a property of every object is called", () => {
    const stored = { devices: ["__proto__", "constructor"].map(deviceOf) };
    const bench = new PresenceBench({}, stored);
    assert.deepEqual(Object.keys(bench.presence.list().devices).sort(), ["__proto__", "constructor"]);
  });

  it("may name a device twice: the first counts", () => {
    const bench = new PresenceBench({}, { devices: [KEPT_LAMP, { ...KEPT_LAMP, state: "offline" }] });
    bench.retained("lamp", "offline");
    assert.equal(bench.takeOne().previous, "online");
  });

  it("may be of times to come: nothing lasts less than no time", () => {
    const bench = new PresenceBench({}, { devices: [{ ...KEPT_LAMP, since: Number.MAX_SAFE_INTEGER }] });
    bench.retained("lamp", "offline");
    assert.equal(bench.takeOne().duration, 0);
  });
});

function deviceOf(device: string): object {
  return { ...KEPT_LAMP, device, topic: `house/${device}/state` };
}
