import assert from "node:assert/strict";
import { PresenceBench } from "../presence-bench";

describe("with grace", () => {
  it("an offline is reported when it has lasted, and has begun when it was said", () => {
    const bench = online();
    const began = bench.clock.date();
    bench.wait(60);
    bench.live("lamp", "lost");
    bench.wait(29.999);
    assert.deepEqual([bench.take(), bench.stateOf("lamp")], [[], "online"]);
    bench.wait(0.001);
    const { state, previous, since, duration, reason, initial } = bench.takeOne();
    assert.deepEqual([state, previous, reason, initial], ["offline", "online", "will", false]);
    assert.deepEqual([since, duration], [began + 60_000, 60_000]);
    assert.equal(bench.entryOf("lamp")?.since, since);
  });

  it("a device that flaps is reported neither offline nor online", () => {
    const bench = online();
    for (let flap = 0; flap < 10; flap += 1) {
      bench.live("lamp", "offline");
      bench.wait(29);
      bench.live("lamp", "online");
    }
    bench.wait(3_600);
    assert.deepEqual(bench.take(), []);
  });

  it("an offline that is said again lasts from the first on", () => {
    const bench = online();
    bench.live("lamp", "offline");
    bench.wait(20);
    bench.live("lamp", "stopped");
    bench.wait(10);
    assert.deepEqual(bench.take(), ["lamp offline reported"]);
  });

  it("an offline that is reported is over at once", () => {
    const bench = online();
    bench.live("lamp", "offline");
    bench.wait(30);
    bench.live("lamp", "offline");
    bench.live("lamp", "online");
    bench.wait(3_600);
    assert.deepEqual(bench.take(), ["lamp offline reported", "lamp online reported"]);
  });

  it("what the broker has retained is no news that could pass", () => {
    const bench = new PresenceBench({ grace: 30 });
    bench.retained("lamp", "offline");
    assert.deepEqual(bench.take(), ["lamp offline reported initial"]);
  });

  it("the first that a device says waits, too, and nothing is known of it meanwhile", () => {
    const bench = new PresenceBench({ grace: 30 });
    bench.live("lamp", "offline");
    assert.deepEqual([bench.take(), bench.stateOf("lamp")], [[], "unknown"]);
    bench.wait(30);
    assert.deepEqual(bench.take(), ["lamp offline reported"]);
  });

  for (const [payload, state] of [
    ["asleep", "sleeping"],
    ["unsure", "unknown"],
    ["gibberish", "unknown"],
  ] as const) {
    it(`another state ends it: ${payload}`, () => {
      const bench = online();
      bench.live("lamp", "offline");
      bench.live("lamp", payload);
      bench.wait(3_600);
      assert.deepEqual(bench.take(), [`lamp ${state} reported`]);
    });
  }

  it("a sign of life ends it", () => {
    const bench = online({ heartbeat: 3_600 });
    bench.live("lamp", "offline");
    bench.data("lamp");
    bench.wait(60);
    assert.deepEqual([bench.take(), bench.stateOf("lamp")], [[], "online"]);
  });

  it("a sign of life from before proves nothing any more when it is over", () => {
    const bench = new PresenceBench({ grace: 30, heartbeat: 3_600 });
    bench.retained("lamp", "offline");
    bench.data("lamp");
    bench.take();
    bench.live("lamp", "offline");
    bench.wait(30);
    assert.deepEqual(bench.take(), ["lamp offline reported"]);
  });

  it("a device that is removed is not offline any more", () => {
    const bench = online();
    bench.live("lamp", "offline");
    bench.live("lamp", "");
    bench.wait(3_600);
    assert.deepEqual(bench.take(), ["lamp removed reported"]);
    assert.equal(bench.clock.pending, 0);
  });

  it("our own connection is lost meanwhile, and nobody knows whether it lasts", () => {
    const bench = online();
    bench.live("lamp", "offline");
    bench.interrupt(60);
    bench.wait(3_600);
    assert.deepEqual(bench.take(), ["lamp unknown broker"]);
    bench.retained("lamp", "online");
    assert.deepEqual(bench.take(), ["lamp online reported initial"]);
  });

  it("a device that went offline while our own connection was lost has its time", () => {
    const bench = online();
    bench.interrupt();
    bench.take();
    bench.retained("lamp", "offline");
    const heard = bench.clock.date();
    bench.wait(29);
    assert.deepEqual([bench.take(), bench.stateOf("lamp")], [[], "unknown"]);
    bench.wait(1);
    const { state, since, initial, previous } = bench.takeOne();
    assert.deepEqual([state, since, initial, previous], ["offline", heard, false, "unknown"]);
  });

  it("a device that was offline before our own connection was lost still is, at once", () => {
    const bench = online();
    bench.live("lamp", "offline");
    bench.wait(30);
    const { since } = bench.takeOne();
    bench.interrupt();
    bench.take();
    bench.retained("lamp", "offline");
    const transition = bench.takeOne();
    assert.deepEqual([transition.initial, transition.since], [true, since]);
  });

  it("each device has its own time", () => {
    const bench = online();
    bench.live("heater", "online");
    bench.take();
    bench.live("lamp", "offline");
    bench.wait(10);
    bench.live("heater", "offline");
    bench.wait(20);
    assert.deepEqual(bench.take(), ["lamp offline reported"]);
    bench.wait(10);
    assert.deepEqual(bench.take(), ["heater offline reported"]);
  });

  /** A device that is there, as everybody knows. */
  function online({ heartbeat = 0 } = {}): PresenceBench {
    const bench = new PresenceBench({ grace: 30, heartbeat });
    bench.live("lamp", "online");
    bench.take();
    return bench;
  }
});
