import assert from "node:assert/strict";
import { Presence } from "../../../nodes/lib/presence/presence";
import { presenceSettings } from "../../../nodes/lib/presence/presence-settings";
import { ManualClock } from "../../support/manual-clock";
import { refusal } from "../thrown";
import { FakeHost, HOUSE, message, PresenceBench, settingsOf } from "./presence-bench";
import { preset } from "./preset";

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

describe("over a deploy", () => {
  it("nothing that is known is forgotten, and the next instance is told of what happens", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.presence.pause();
    const next = new FakeHost();
    bench.presence.resume(next);
    bench.presence.connected();
    assert.deepEqual(next.transitions, []);
    assert.equal(bench.stateOf("lamp"), "online");
    bench.take();
    bench.live("lamp", "offline");
    assert.deepEqual([bench.take(), next.transitions.length], [[], 1]);
  });

  it("nothing is due in between, but time goes on", () => {
    const bench = new PresenceBench({ grace: 30, heartbeat: 60 });
    bench.retained("lamp", "online");
    bench.retained("heater", "online");
    bench.take();
    bench.live("lamp", "offline");
    const said = bench.clock.date();
    bench.presence.pause();
    assert.equal(bench.clock.pending, 0);
    bench.wait(100);
    assert.deepEqual(bench.take(), []);
    bench.presence.resume(bench.host);
    bench.wait(0);
    const [lamp, heater] = bench.takeTransitions();
    assert.deepEqual([lamp?.state, lamp?.since, heater?.state], ["offline", said, "stale"]);
  });

  it("what is due later still is", () => {
    const bench = new PresenceBench({ grace: 30 });
    bench.retained("lamp", "online");
    bench.live("lamp", "offline");
    bench.take();
    bench.presence.pause();
    bench.wait(10);
    bench.presence.resume(bench.host);
    bench.wait(19);
    assert.deepEqual(bench.take(), []);
    bench.wait(1);
    assert.deepEqual(bench.take(), ["lamp offline reported"]);
  });

  it("the connection may be lost in between, and nothing is known then", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.presence.pause();
    bench.presence.resume(bench.host);
    bench.take();
    bench.presence.lost();
    assert.deepEqual(bench.take(), ["lamp unknown broker"]);
  });
});

describe("once it is closed", () => {
  it("nothing is due any more", () => {
    const bench = new PresenceBench({ grace: 30, heartbeat: 60 });
    bench.live("heater", "online");
    bench.retained("lamp", "online");
    bench.live("lamp", "offline");
    bench.take();
    bench.presence.close();
    assert.equal(bench.clock.pending, 0);
    bench.wait(3_600);
    assert.deepEqual(bench.take(), []);
  });
});

describe("whatever the message", () => {
  const TOPICS = [
    "house/x/state",
    "house//state",
    "house/x/data",
    "elsewhere",
    "",
    "$SYS/broker",
    "+/#",
    "a".repeat(65_535),
  ];
  const PAYLOADS = ["", "\0", "[".repeat(60_000), "{}", "null", '{"state":{"state":1}}', "x".repeat(100_000)];

  it("nothing is thrown", () => {
    const bench = new PresenceBench({ heartbeat: 60 });
    for (const topic of TOPICS) {
      for (const payload of [...PAYLOADS, Buffer.from([0xc3, 0x28])]) {
        bench.presence.receive(message(topic, payload));
        bench.presence.receive(message(topic, payload, true));
        bench.presence.receiveKept(message(topic, payload, true));
      }
    }
    assert.deepEqual(Object.keys(bench.presence.list().devices).sort(), ["", "x"]);
  });
});

describe("what can't be watched", () => {
  it("is refused: a base topic that is none", () => {
    const conventions = [preset("zigbee2mqtt")];
    const create = () => new Presence(settingsOf({ conventions, base: "a#b" }), new FakeHost(), new ManualClock());
    assert.equal(refusal(create).code, "filter-wildcard-not-alone");
  });

  it("is refused: a filter for activity that is none", () => {
    const create = () =>
      new Presence(settingsOf({ conventions: [HOUSE], activity: "a/+/#/b" }), new FakeHost(), new ManualClock());
    assert.equal(refusal(create).code, "filter-hash-not-last");
  });
});

const NONE = { online: 0, offline: 0, unknown: 0, sleeping: 0, stale: 0 };
