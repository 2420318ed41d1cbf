import assert from "node:assert/strict";
import { PresenceBench } from "../presence-bench";

const NONE = { online: 0, offline: 0, unknown: 0, sleeping: 0, stale: 0 };

describe("a device", () => {
  it("is gone where its topic is emptied: it has been renamed, or taken away", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("lamp", "online");
    bench.wait(5);
    bench.take();
    bench.live("lamp", "");
    const { state, previous, duration, reason, since } = bench.takeOne();
    assert.deepEqual([state, previous, duration, reason], ["removed", "online", 5_000, "reported"]);
    assert.equal(since, bench.clock.date());
    assert.deepEqual(bench.presence.list(), { devices: {}, ...NONE });
    bench.wait(3_600);
    assert.deepEqual(bench.take(), []);
  });

  it("that is gone may come again, and is unknown before it does", () => {
    const bench = new PresenceBench();
    for (const payload of ["online", "", "online"]) bench.live("lamp", payload);
    assert.deepEqual(
      bench.takeTransitions().map(({ state, previous }) => `${previous} ${state}`),
      ["unknown online", "online removed", "unknown online"],
    );
  });

  it("that nobody knows isn't gone where its topic is emptied", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "");
    bench.retained("lamp", "");
    assert.deepEqual([bench.take(), bench.host.lists], [[], 0]);
  });

  it("is listed when it is first heard of, also where nothing is known of it", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "unsure");
    assert.equal(bench.host.lists, 1);
    assert.deepEqual(bench.presence.list(), {
      devices: {
        lamp: {
          state: "unknown",
          since: bench.clock.date(),
          reason: "reported",
          topic: "house/lamp/state",
          convention: "house",
        },
      },
      ...NONE,
      unknown: 1,
    });
  });

  it("is in the roster as it is when a flow is told of it", () => {
    const bench = new PresenceBench();
    const states: unknown[] = [];
    bench.host.changed = () => states.push(bench.stateOf("lamp"));
    for (const payload of ["online", "offline", ""]) bench.live("lamp", payload);
    assert.deepEqual(states, ["online", "offline", undefined]);
  });

  it("may be called as properties of every object are", () => {
    const bench = new PresenceBench();
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
    for (const name of names) bench.live(name, "online");
    assert.deepEqual(Object.keys(bench.presence.list().devices).sort(), [...names].sort());
    assert.equal(bench.stateOf("__proto__"), "online");
    assert.equal(bench.presence.counts.online, 4);
  });
});

describe("the roster", () => {
  it("counts devices by how they stand", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("clock", "online");
    bench.wait(60);
    for (const [device, payload] of [
      ["lamp", "online"],
      ["tv", "online"],
      ["heater", "offline"],
      ["cat", "asleep"],
      ["door", "unsure"],
      ["window", "gibberish"],
    ] as const) {
      bench.live(device, payload);
    }
    const counts = { online: 2, offline: 1, sleeping: 1, stale: 1, unknown: 2 };
    assert.deepEqual(bench.presence.counts, counts);
    const { devices, ...listed } = bench.presence.list();
    assert.deepEqual([Object.keys(devices).length, listed], [7, counts]);
    for (const device of Object.keys(devices)) bench.live(device, "");
    assert.deepEqual(bench.presence.counts, NONE);
  });

  it("is made anew for each who asks, who may do with it what they like", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    const first = bench.presence.list() as { devices: Record<string, { state: string }>; online: number };
    (first.devices["lamp"] as { state: string }).state = "painted";
    first.devices["ghost"] = { state: "seen" };
    first.online = 99;
    assert.deepEqual([bench.stateOf("lamp"), bench.stateOf("ghost")], ["online", undefined]);
    assert.equal(bench.presence.list().online, 1);
  });
});

describe("a device that is forgotten", () => {
  it("is gone until it says something again", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    bench.live("lamp", "online");
    bench.take();
    assert.equal(bench.presence.forget("lamp"), true);
    assert.deepEqual(bench.take(), ["lamp removed command"]);
    bench.data("lamp");
    bench.wait(3_600);
    assert.deepEqual([bench.take(), bench.presence.list().devices], [[], {}]);
    bench.live("lamp", "online");
    assert.deepEqual(bench.take(), ["lamp online reported"]);
  });

  it("must be there", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.take();
    assert.deepEqual([bench.presence.forget("lamb"), bench.take()], [false, []]);
  });

  it("may be waiting to be offline", () => {
    const bench = new PresenceBench({ grace: 30 });
    bench.live("lamp", "online");
    bench.live("lamp", "offline");
    bench.presence.forget("lamp");
    bench.wait(3_600);
    assert.deepEqual(bench.take(), ["lamp online reported", "lamp removed command"]);
  });

  it("may be forgotten by whoever is told of it", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.live("heater", "online");
    bench.take();
    const { transitions } = bench.host;
    bench.host.changed = (transition) => {
      transitions.push(transition);
      bench.presence.forget("heater");
    };
    bench.presence.lost();
    assert.deepEqual(bench.take(), ["lamp unknown broker", "heater removed command"]);
    assert.deepEqual(bench.presence.counts, { ...NONE, unknown: 1 });
  });
});

describe("more devices than are followed", () => {
  it("are left out, and a person is told once", () => {
    const bench = new PresenceBench();
    for (let device = 0; device < 100_001; device += 1) bench.retained(`d${device}`, "online");
    bench.retained("one more", "online");
    assert.equal(bench.host.transitions.length, 100_000);
    assert.equal(bench.presence.counts.online, 100_000);
    assert.deepEqual(bench.host.warnings, ["presence-full 100000"]);
    bench.host.transitions.length = 0;
    bench.live("d99999", "offline");
    assert.deepEqual(bench.take(), ["d99999 offline reported"]);
    bench.presence.forget("d0");
    bench.live("one more", "online");
    assert.deepEqual(bench.take(), ["d0 removed command", "one more online reported"]);
  });
});

describe("a topic longer than any device has", () => {
  it("isn't read, since as many as there may be would fill the memory", () => {
    const bench = new PresenceBench();
    const name = "x".repeat(1_024 - "house//state".length);
    bench.live(`${name}x`, "online");
    assert.deepEqual(bench.take(), []);
    bench.live(name, "online");
    assert.deepEqual(bench.take(), [`${name} online reported`]);
  });
});
