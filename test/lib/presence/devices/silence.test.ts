import assert from "node:assert/strict";
import { presenceSettings } from "../../../../nodes/lib/presence/presence-settings";
import { FAMILY } from "../house";
import { PresenceBench } from "../presence-bench";

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
