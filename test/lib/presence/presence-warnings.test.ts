import assert from "node:assert/strict";
import { presenceSettings } from "../../../nodes/lib/presence/presence-settings";
import { PresenceBench } from "./presence-bench";
import { preset } from "./preset";

describe("a payload that nobody understands", () => {
  it("makes the device unknown, and a person is told once", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.live("lamp", "on fire");
    bench.live("lamp", "still on fire");
    assert.deepEqual(bench.take(), ["lamp online reported", "lamp unknown reported"]);
    assert.deepEqual(bench.host.warnings, ["presence-unclear lamp on fire"]);
    bench.live("lamp", "online");
    assert.deepEqual(bench.take(), ["lamp online reported"]);
  });

  it("is told of once for each device", () => {
    const bench = new PresenceBench();
    for (const device of ["lamp", "heater", "lamp"]) bench.retained(device, "?");
    assert.deepEqual(bench.host.warnings, ["presence-unclear lamp ?", "presence-unclear heater ?"]);
  });

  it("is shown as far as it can be", () => {
    const bench = new PresenceBench();
    bench.live("a", Buffer.from([0xff, 0x00]));
    bench.live("b", "x".repeat(40));
    bench.live("c", "x".repeat(41));
    assert.deepEqual(bench.host.warnings, [
      "presence-unclear a ...",
      `presence-unclear b ${"x".repeat(40)}`,
      `presence-unclear c ${"x".repeat(40)}...`,
    ]);
  });

  it("is shown without what a terminal would obey, or what would look like another line", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "\u001b[31mred\nfake: line\u0085");
    assert.deepEqual(bench.host.warnings, ["presence-unclear lamp  [31mred fake: line "]);
  });

  it("is told of once also where the device comes and goes, and of a hundred devices at most", () => {
    const bench = new PresenceBench();
    for (let device = 0; device < 150; device += 1) {
      for (const payload of ["?", "", "?"]) bench.live(`d${device}`, payload);
    }
    assert.equal(bench.host.warnings.length, 100);
    assert.equal(new Set(bench.host.warnings).size, 100);
  });

  it("makes no device where whatever else has topics that end so, but makes one unknown", () => {
    const bench = new PresenceBench({ conventions: [preset("esphome")] });
    bench.live("washer/status", "spinning");
    assert.deepEqual([bench.presence.list().devices, bench.host.warnings, bench.host.lists], [{}, [], 0]);
    bench.live("washer/status", "online");
    bench.live("washer/status", "spinning");
    assert.deepEqual(bench.take(), ["washer online reported", "washer unknown reported"]);
  });

  it("makes a device where a user has said what ends so", () => {
    const saved = { convention: "custom", topic: "+device/status", online: [], offline: [], field: "", activity: "" };
    const bench = new PresenceBench(presenceSettings({ ...saved, grace: 0, heartbeat: 0 }));
    bench.live("washer/status", "spinning");
    assert.deepEqual(bench.host.warnings, ["presence-unclear washer spinning"]);
  });

  it("is no sign of life of who is stale", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("lamp", "online");
    bench.wait(60);
    bench.live("lamp", "?");
    assert.equal(bench.stateOf("lamp"), "unknown");
  });
});
