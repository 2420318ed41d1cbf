import assert from "node:assert/strict";
import { PresenceBench, WallClock } from "../presence-bench";

describe("what the broker has retained when we subscribe", () => {
  for (const [payload, state] of [
    ["online", "online"],
    ["offline", "offline"],
    ["asleep", "sleeping"],
  ] as const) {
    it(`is how a device stands, and no event: ${payload}`, () => {
      const bench = new PresenceBench();
      bench.retained("lamp", payload);
      assert.deepEqual(bench.take(), [`lamp ${state} reported initial`]);
    });
  }

  it("says nothing new where it is published once more", () => {
    const bench = new PresenceBench();
    bench.retained("lamp", "online");
    bench.retained("lamp", "online");
    bench.live("lamp", "online");
    assert.deepEqual(bench.take(), ["lamp online reported initial"]);
  });

  it("is older than what the device has said since, whatever it is", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.take();
    for (const payload of ["offline", "asleep", "unsure", "gibberish"]) bench.retained("lamp", payload);
    assert.deepEqual([bench.take(), bench.host.warnings], [[], []]);
  });

  it("is how a device stands only once, however many filters the broker sends it for", () => {
    const lamp = { device: "lamp", convention: "house", topic: "house/lamp/state", state: "online", since: 1 };
    const stored = { devices: [{ ...lamp, isTalkative: true, retainsOnly: "offline" }] };
    const bench = new PresenceBench({ heartbeat: 60, grace: 60 }, stored);
    for (let copy = 0; copy < 3; copy += 1) {
      bench.retained("lamp", "offline");
      bench.retained("plug", "offline");
      bench.data("plug");
      bench.retained("clock", "online");
    }
    bench.wait(59);
    assert.deepEqual(bench.take(), [
      "plug offline reported initial",
      "plug online activity",
      "clock online reported initial",
    ]);
    assert.deepEqual(bench.host.asked, []);
  });

  it("takes a device away at any time: nothing is retained any more", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.retained("lamp", "");
    assert.deepEqual(bench.take(), ["lamp online reported", "lamp removed reported"]);
  });

  it("is how things stood also where another node wants RETAIN as it was published, if it comes first", () => {
    const bench = new PresenceBench();
    bench.either("lamp", "online");
    assert.deepEqual(bench.take(), ["lamp online reported initial"]);
  });

  it("is an event where the device has said something and another node wants RETAIN as it was published", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.take();
    bench.either("lamp", "offline");
    assert.deepEqual(bench.take(), ["lamp offline reported"]);
  });

  it("tells nothing where a device says itself that it doesn't know", () => {
    const bench = new PresenceBench();
    bench.retained("lamp", "unsure");
    assert.deepEqual([bench.take(), bench.stateOf("lamp"), bench.host.lists], [[], "unknown", 1]);
  });
});

describe("what a device says", () => {
  it("is an event", () => {
    const bench = new PresenceBench();
    for (const payload of ["online", "offline", "online", "asleep", "online", "unsure"]) bench.live("lamp", payload);
    assert.deepEqual(bench.take(), [
      "lamp online reported",
      "lamp offline reported",
      "lamp online reported",
      "lamp sleeping reported",
      "lamp online reported",
      "lamp unknown reported",
    ]);
  });

  it("is said with all that is known of it", () => {
    const bench = new PresenceBench();
    bench.wait(5);
    bench.live("lamp", "online");
    bench.take();
    const began = bench.clock.date();
    bench.wait(90);
    bench.live("lamp", "offline");
    assert.deepEqual(bench.takeOne(), {
      device: "lamp",
      state: "offline",
      previous: "online",
      since: began + 90_000,
      duration: 90_000,
      reason: "reported",
      initial: false,
      topic: "house/lamp/state",
      convention: "house",
    });
    assert.deepEqual(bench.entryOf("lamp"), {
      state: "offline",
      since: began + 90_000,
      reason: "reported",
      topic: "house/lamp/state",
      convention: "house",
    });
  });

  it("is the first of it after it was unknown from when it was first heard of", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "unsure");
    bench.wait(7);
    bench.live("lamp", "online");
    const { previous, duration } = bench.takeOne();
    assert.deepEqual([previous, duration], ["unknown", 7_000]);
  });

  it("has a reason where the convention tells one", () => {
    const bench = new PresenceBench();
    for (const payload of ["online", "lost", "online", "stopped"]) bench.live("lamp", payload);
    assert.deepEqual(bench.take(), [
      "lamp online reported",
      "lamp offline will",
      "lamp online reported",
      "lamp offline clean",
    ]);
  });

  it("begins anew after it said that it doesn't know", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.wait(10);
    bench.live("lamp", "unsure");
    bench.wait(10);
    bench.take();
    bench.live("lamp", "online");
    assert.equal(bench.takeOne().since, bench.clock.date());
  });

  it("is no news where only the reason is another", () => {
    const bench = new PresenceBench();
    for (const payload of ["lost", "stopped", "offline"]) bench.live("lamp", payload);
    assert.deepEqual(bench.take(), ["lamp offline will"]);
    assert.equal(bench.entryOf("lamp")?.reason, "will");
  });

  it("says nothing of others", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.live("heater", "offline");
    assert.deepEqual(bench.take(), ["lamp online reported", "heater offline reported"]);
    assert.equal(bench.stateOf("lamp"), "online");
  });

  it("has lasted 0 ms, not less, where somebody has set the clock back", () => {
    const clock = new WallClock();
    const bench = new PresenceBench({}, undefined, clock);
    bench.live("lamp", "online");
    bench.take();
    clock.set = -3_600_000;
    bench.live("lamp", "offline");
    const { since, duration } = bench.takeOne();
    assert.deepEqual([since, duration], [clock.date(), 0]);
  });
});

describe("when our own connection is lost", () => {
  it("nothing is known of any device, and none is offline", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("lamp", "online");
    bench.live("heater", "offline");
    bench.live("cat", "asleep");
    bench.live("clock", "online");
    bench.wait(30);
    bench.live("lamp", "online");
    bench.wait(30);
    bench.take();
    bench.presence.lost();
    assert.deepEqual(
      bench
        .takeTransitions()
        .map(({ device, state, previous, reason, initial }) => [`${device} ${previous} ${state} ${reason}`, initial]),
      [
        ["lamp online unknown broker", false],
        ["heater offline unknown broker", false],
        ["cat sleeping unknown broker", false],
        ["clock stale unknown broker", false],
      ],
    );
  });

  it("nobody is told twice", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.presence.lost();
    bench.take();
    bench.presence.lost();
    bench.presence.connected();
    bench.presence.connected();
    assert.deepEqual(bench.take(), []);
  });

  it("a device that stands as before when it is back has changed nothing, and has stood so since then", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    const { since } = bench.takeOne();
    bench.wait(10);
    bench.interrupt(5);
    bench.take();
    bench.retained("lamp", "online");
    const transition = bench.takeOne();
    assert.deepEqual(
      [transition.initial, transition.since, transition.previous, transition.duration],
      [true, since, "unknown", 5_000],
    );
    assert.equal(bench.entryOf("lamp")?.since, since);
  });

  it("a device that stands otherwise when it is back has changed", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.interrupt(5);
    bench.take();
    bench.retained("lamp", "offline");
    const { initial, since, previous } = bench.takeOne();
    assert.deepEqual([initial, since, previous], [false, bench.clock.date(), "unknown"]);
  });

  it("what was known before counts also over several losses", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.interrupt();
    bench.interrupt();
    bench.take();
    bench.retained("lamp", "offline");
    assert.deepEqual(bench.take(), ["lamp offline reported"]);
  });

  it("what was known before counts once", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    const { since } = bench.takeOne();
    bench.interrupt();
    bench.retained("lamp", "offline");
    bench.wait(1);
    bench.live("lamp", "online");
    const last = bench.takeTransitions().at(-1);
    assert.equal(last?.since, since + 2_000);
  });

  it("what comes all the same counts when it is back", () => {
    const bench = new PresenceBench();
    bench.presence.lost();
    bench.live("lamp", "online");
    assert.deepEqual([bench.take(), bench.stateOf("lamp")], [[], "unknown"]);
    bench.presence.connected();
    assert.deepEqual(bench.take(), ["lamp online reported"]);
  });

  it("a device that nothing is retained of stays unknown until it says something", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.interrupt();
    bench.wait(3_600);
    assert.equal(bench.stateOf("lamp"), "unknown");
    bench.live("lamp", "online");
    assert.deepEqual(bench.take(), ["lamp online reported", "lamp unknown broker", "lamp online reported"]);
  });
});
