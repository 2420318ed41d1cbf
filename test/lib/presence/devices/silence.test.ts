import assert from "node:assert/strict";
import { presenceSettings } from "../../../../nodes/lib/presence/presence-settings";
import { FAMILY, PresenceBench } from "../presence-bench";

const LAMP = {
  device: "lamp",
  convention: "house",
  topic: "house/lamp/state",
  state: "online",
  since: 1,
  isTalkative: true,
};

describe("with a heartbeat", () => {
  it("a device that says nothing for too long is stale", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("lamp", "online");
    bench.take();
    bench.wait(59.999);
    assert.deepEqual(bench.take(), []);
    bench.wait(0.001);
    const { state, previous, duration, reason, since } = bench.takeOne();
    assert.deepEqual([state, previous, duration, reason], ["stale", "online", 60_000, "timeout"]);
    assert.equal(since, bench.clock.date());
  });

  it("one of which the broker has retained that it is there, too", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.retained("lamp", "online");
    bench.wait(60);
    assert.deepEqual(bench.take(), ["lamp online reported initial", "lamp stale timeout"]);
  });

  it("traffic keeps it online", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("lamp", "online");
    for (let minute = 0; minute < 10; minute += 1) {
      bench.wait(59);
      bench.data("lamp");
    }
    assert.deepEqual(bench.take(), ["lamp online reported"]);
  });

  it("saying the same again keeps it online", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    for (let minute = 0; minute < 10; minute += 1) {
      bench.live("lamp", "online");
      bench.wait(59);
    }
    assert.deepEqual(bench.take(), ["lamp online reported"]);
  });

  it("a sign of life brings it back", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("lamp", "online");
    bench.wait(100);
    bench.take();
    bench.data("lamp");
    bench.data("lamp");
    const { state, previous, reason, duration } = bench.takeOne();
    assert.deepEqual([state, previous, reason, duration], ["online", "stale", "activity", 40_000]);
    bench.wait(60);
    assert.deepEqual(bench.take(), ["lamp stale timeout"]);
  });

  it("what it says itself brings it back", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("lamp", "online");
    bench.wait(60);
    bench.live("lamp", "online");
    bench.wait(60);
    bench.live("lamp", "offline");
    assert.deepEqual(bench.take(), [
      "lamp online reported",
      "lamp stale timeout",
      "lamp online reported",
      "lamp stale timeout",
      "lamp offline reported",
    ]);
  });

  it("a sleeper never becomes stale, also when something comes from it", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("cat", "asleep");
    bench.wait(3_600);
    bench.data("cat");
    bench.wait(3_600);
    assert.deepEqual(bench.take(), ["cat sleeping reported"]);
    bench.live("cat", "online");
    assert.deepEqual(bench.take(), ["cat online reported"]);
    bench.wait(60);
    assert.deepEqual(bench.take(), ["cat stale timeout"]);
  });

  it("a sleeper that wakes while our own connection is lost is there", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("cat", "asleep");
    bench.wait(3_600);
    bench.interrupt();
    bench.take();
    bench.retained("cat", "online");
    assert.deepEqual(bench.take(), ["cat online reported"]);
  });

  it("who is offline is silent, and stays offline", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("lamp", "online");
    bench.wait(30);
    bench.live("lamp", "offline");
    bench.wait(3_600);
    assert.deepEqual(bench.take(), ["lamp online reported", "lamp offline reported"]);
  });

  it("who is about to be offline doesn't become stale", () => {
    const bench = new PresenceBench({ heartbeat: 60, grace: 120 });
    bench.live("lamp", "online");
    bench.wait(30);
    bench.live("lamp", "offline");
    bench.wait(119);
    assert.deepEqual(bench.take(), ["lamp online reported"]);
    bench.wait(1);
    assert.deepEqual(bench.take(), ["lamp offline reported"]);
  });

  it("a device of which nothing is known doesn't become stale", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("lamp", "unsure");
    bench.wait(3_600);
    assert.deepEqual(bench.take(), []);
  });

  it("nobody is silent while our own connection is lost, nor because it was", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("lamp", "online");
    bench.wait(59);
    bench.presence.lost();
    assert.equal(bench.clock.pending, 0);
    bench.wait(600);
    bench.presence.connected();
    bench.take();
    bench.retained("lamp", "online");
    bench.take();
    bench.wait(59);
    assert.deepEqual(bench.take(), []);
    bench.wait(1);
    assert.deepEqual(bench.take(), ["lamp stale timeout"]);
  });

  it("a device that was online before our own connection was lost, and isn't heard after it, may have died unheard", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("lamp", "online");
    bench.interrupt(600);
    bench.take();
    bench.wait(59.999);
    assert.deepEqual(bench.take(), []);
    bench.wait(0.001);
    const { state, previous, reason, initial, since } = bench.takeOne();
    assert.deepEqual([state, previous, reason, initial], ["stale", "unknown", "timeout", false]);
    assert.equal(since, bench.clock.date());
  });

  it("what the broker has retained meanwhile is no sign of life", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("lamp", "online");
    bench.interrupt();
    bench.wait(30);
    bench.retained("lamp", "online");
    bench.take();
    bench.wait(30);
    assert.deepEqual(bench.take(), ["lamp stale timeout"]);
  });

  it("one that was online before a restart, too", () => {
    const bench = new PresenceBench({ heartbeat: 60 }, { devices: [LAMP] });
    bench.wait(60);
    const { state, previous, reason, initial } = bench.takeOne();
    assert.deepEqual([state, previous, reason, initial], ["stale", "online", "timeout", false]);
  });

  it("one that wasn't online before isn't waited for", () => {
    for (const payload of ["offline", "asleep", "unsure"]) {
      const bench = new PresenceBench({ heartbeat: 60 });
      bench.live("lamp", payload);
      bench.interrupt();
      bench.wait(3_600);
      assert.deepEqual([bench.stateOf("lamp"), bench.clock.pending], ["unknown", 0]);
    }
  });

  it("a device that was stale before our own connection was lost is so again at once: silence has gone on", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("lamp", "online");
    bench.wait(60);
    const since = bench.clock.date();
    bench.presence.lost();
    bench.take();
    bench.presence.connected();
    const transition = bench.takeOne();
    assert.deepEqual([transition.state, transition.since, transition.initial], ["stale", since, true]);
    assert.equal(transition.reason, "timeout");
    bench.retained("lamp", "online");
    assert.deepEqual(bench.take(), [], "what the broker has retained is no sign of life");
    bench.live("lamp", "online");
    assert.deepEqual(bench.take(), ["lamp online reported"]);
  });

  it("one that was stale before and is offline by now has changed", () => {
    const bench = new PresenceBench({ heartbeat: 60, grace: 20 });
    bench.live("lamp", "online");
    bench.wait(60);
    bench.interrupt();
    bench.take();
    bench.retained("lamp", "offline");
    bench.wait(20);
    assert.deepEqual(bench.take(), ["lamp offline reported"]);
  });
});

describe("silence says nothing", () => {
  it("of a device that has never given a sign of life", () => {
    const bench = new PresenceBench({ heartbeat: 60, areTalkative: false });
    bench.retained("lamp", "online");
    bench.live("clock", "online");
    bench.take();
    bench.wait(3_600);
    bench.interrupt();
    bench.retained("lamp", "online");
    bench.wait(3_600);
    assert.deepEqual([bench.stateOf("lamp"), bench.clock.pending], ["online", 0]);
  });

  it("until it has given one, and then whatever happens", () => {
    const bench = new PresenceBench({ heartbeat: 60, areTalkative: false });
    bench.retained("lamp", "online");
    bench.wait(3_600);
    bench.data("lamp");
    bench.take();
    bench.wait(60);
    assert.deepEqual(bench.take(), ["lamp stale timeout"]);
    bench.live("lamp", "offline");
    bench.interrupt();
    bench.live("lamp", "online");
    bench.take();
    bench.wait(60);
    assert.deepEqual(bench.take(), ["lamp stale timeout"]);
  });

  it("until it has given one, which a restart doesn't make forgotten", () => {
    const before = new PresenceBench({ heartbeat: 60, areTalkative: false });
    for (const device of ["lamp", "clock"]) before.live(device, "online");
    before.data("lamp");
    const stored: unknown = JSON.parse(JSON.stringify(before.presence.kept()));
    const bench = new PresenceBench({ heartbeat: 60, areTalkative: false }, stored, before.clock);
    for (const device of ["lamp", "clock"]) bench.retained(device, "online");
    bench.take();
    bench.wait(60);
    assert.deepEqual(bench.take(), ["lamp stale timeout"]);
  });

  it("of who reaches others, though all others talk, until it has given a sign of life", () => {
    const bench = new PresenceBench({ heartbeat: 60, conventions: [FAMILY] });
    for (const device of ["hub", "lamp"]) bench.live(device, "online");
    bench.take();
    bench.wait(3_600);
    assert.deepEqual(bench.take(), ["lamp stale timeout"]);
    bench.data("hub");
    bench.wait(60);
    assert.deepEqual(bench.take(), ["hub stale timeout"]);
  });

  it("of ecosystems whose devices say nothing but how they are", () => {
    const saved = { convention: "auto", topic: "", online: [], offline: [], field: "", activity: "" };
    const bench = new PresenceBench(presenceSettings({ ...saved, grace: 0, heartbeat: 60 }));
    for (const [topic, payload] of [
      ["kitchen/status", "online"],
      ["zigbee2mqtt/bridge/state", '{"state":"online"}'],
      ["garage/lamp/availability", "online"],
      ["shellies/plug/online", "true"],
      ["homie/5/pump/$state", "ready"],
    ] as const) {
      bench.retained(topic, payload);
    }
    assert.equal(bench.take().length, 5);
    bench.wait(3_600);
    assert.deepEqual(bench.take(), []);
  });

  it("while a device isn't online: it counts from when it is", () => {
    const bench = new PresenceBench({ heartbeat: 60, conventions: [FAMILY] });
    for (const device of ["lamp", "hub"]) bench.live(device, "online");
    bench.wait(59);
    bench.live("hub", "offline");
    bench.wait(3_600);
    bench.live("hub", "online");
    bench.take();
    bench.wait(59.999);
    assert.deepEqual(bench.take(), []);
    bench.wait(0.001);
    assert.deepEqual(bench.take(), ["lamp stale timeout"]);
  });
});

describe("a sign of life", () => {
  it("overrules an offline that the broker has retained and nobody has put right", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.retained("lamp", "offline");
    bench.data("lamp");
    assert.deepEqual(bench.take(), ["lamp offline reported initial", "lamp online activity"]);
    bench.wait(60);
    assert.deepEqual(bench.take(), ["lamp stale timeout"]);
  });

  it("overrules one that comes later, since it was retained before, and proves nothing for ever", () => {
    const bench = new PresenceBench({ heartbeat: 60, grace: 20 }, { devices: [LAMP] });
    bench.data("lamp");
    bench.wait(1);
    bench.retained("lamp", "offline");
    bench.wait(58);
    assert.deepEqual(bench.take(), ["lamp online activity"]);
    bench.wait(1);
    assert.deepEqual(bench.take(), ["lamp stale timeout"]);
  });

  it("overrules one that was just said, for it came later", () => {
    const bench = new PresenceBench({ activity: "house/+device/data" });
    bench.live("lamp", "offline");
    bench.data("lamp");
    bench.live("lamp", "offline");
    assert.deepEqual(bench.take(), ["lamp offline reported", "lamp online activity", "lamp offline reported"]);
  });

  it("overrules nothing where the broker has retained it", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.retained("lamp", "offline");
    bench.retained("house/lamp/data", "21.5");
    assert.deepEqual(bench.take(), ["lamp offline reported initial"]);
  });

  it("makes no device of what has never said how it is", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.data("garden");
    assert.deepEqual([bench.take(), bench.host.lists, bench.presence.list().devices], [[], 0, {}]);
  });

  it("says that a device is there of which nothing was known", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("lamp", "unsure");
    bench.data("lamp");
    assert.deepEqual(bench.take(), ["lamp online activity"]);
  });

  it("isn't followed where silence is fine, unless it is asked for", () => {
    assert.deepEqual(new PresenceBench().presence.filters, ["house/+/state"]);
    assert.deepEqual(new PresenceBench({ heartbeat: 60 }).presence.filters, ["house/+/state", "house/+/data"]);
    const { filters } = new PresenceBench({ activity: "plant/#device" }).presence;
    assert.deepEqual(filters, ["house/+/state", "plant/#"]);
  });

  it("is no proof for the time after our own connection was lost", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.retained("lamp", "offline");
    bench.data("lamp");
    bench.interrupt();
    bench.take();
    bench.retained("lamp", "offline");
    assert.deepEqual(bench.take(), ["lamp offline reported"]);
  });

  it("counts until the device says something else", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.data("lamp");
    bench.live("lamp", "offline");
    bench.data("lamp");
    bench.live("lamp", "unsure");
    assert.deepEqual(bench.take(), ["lamp offline reported", "lamp online activity", "lamp unknown reported"]);
  });
});
