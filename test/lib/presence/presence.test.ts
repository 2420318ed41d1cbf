import assert from "node:assert/strict";
import { Presence } from "../../../nodes/lib/presence/presence";
import { ManualClock } from "../../support/manual-clock";
import { refusal } from "../thrown";
import { FakeHost } from "./fake-host";
import { HOUSE } from "./house";
import { message, PresenceBench, settingsOf } from "./presence-bench";
import { preset } from "./preset";

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
