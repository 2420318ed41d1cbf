import assert from "node:assert/strict";
import { PresenceBench } from "../presence-bench";

const LAMP = {
  device: "lamp",
  convention: "house",
  topic: "house/lamp/state",
  state: "online",
  since: 1,
  isTalkative: true,
};

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
