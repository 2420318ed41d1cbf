import assert from "node:assert/strict";
import { HOUSE } from "./house";
import { PresenceBench } from "./presence-bench";
import { preset } from "./preset";

const LAMP = "house/lamp/state";
const RETAINS_OFFLINE = ["presence-retains-only lamp offline"];

describe("what the broker keeps of a device", () => {
  it("is asked for once after it has said each of the two things", () => {
    const bench = new PresenceBench();
    for (let round = 0; round < 3; round += 1) {
      bench.live("lamp", "online");
      bench.wait(10);
      bench.live("lamp", "offline");
      bench.wait(10);
    }
    const asked = [`ask ${LAMP}`, `end ${LAMP}`];
    assert.deepEqual(bench.host.asked, [...asked, ...asked]);
  });

  it("isn't asked for what it just sent", () => {
    const bench = new PresenceBench();
    bench.retained("lamp", "online");
    assert.deepEqual(bench.host.asked, []);
  });

  it("isn't asked for what is neither", () => {
    const bench = new PresenceBench();
    for (const payload of ["asleep", "unsure", "gibberish", ""]) bench.live("lamp", payload);
    bench.live("house/lamp/data", "1");
    assert.deepEqual(bench.host.asked, []);
  });

  it("isn't asked for where the convention says that it keeps nothing", () => {
    const conventions = [{ ...HOUSE, watches: HOUSE.watches.map((watch) => ({ ...watch, isRetained: false })) }];
    const bench = new PresenceBench({ conventions });
    bench.live("lamp", "online");
    assert.deepEqual([bench.take(), bench.host.asked], [["lamp online reported"], []]);
  });

  it("isn't asked for where a message alone doesn't tell how a device is", () => {
    const bench = new PresenceBench({ conventions: [preset("aws-iot")] });
    bench.live("$aws/events/presence/connected/lamp", awsEvent("connected"));
    assert.deepEqual([bench.stateOf("lamp"), bench.host.asked], ["online", []]);
  });

  it("is waited for, 3 seconds: no broker says that it keeps nothing", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.wait(2.999);
    assert.deepEqual(bench.host.asked, [`ask ${LAMP}`]);
    bench.wait(0.001);
    assert.deepEqual(bench.host.asked, [`ask ${LAMP}`, `end ${LAMP}`]);
    bench.kept("lamp", "offline");
    assert.deepEqual([bench.host.warnings, bench.clock.pending], [[], 0]);
  });

  it("is asked for of one device after the other, each a second after the answer to the one before", () => {
    const bench = new PresenceBench();
    for (const device of ["a", "b", "c"]) bench.live(device, "online");
    assert.deepEqual(bench.host.asked.splice(0), ["ask house/a/state"]);
    bench.kept("a", "online");
    assert.deepEqual(bench.host.asked.splice(0), ["end house/a/state"]);
    bench.wait(0.999);
    assert.deepEqual(bench.host.asked, []);
    bench.wait(0.001);
    assert.deepEqual(bench.host.asked.splice(0), ["ask house/b/state"]);
    bench.wait(3);
    assert.deepEqual(bench.host.asked, ["end house/b/state", "ask house/c/state"]);
  });

  it("is asked for of a thousand devices at once, of others another time", () => {
    const bench = new PresenceBench();
    for (let device = 0; device < 1_200; device += 1) bench.live(`d${device}`, "online");
    bench.wait(4_000);
    assert.equal(bench.host.asked.filter((asked) => asked.startsWith("ask")).length, 1_001);
    bench.live("d0", "online");
    bench.live("d1100", "online");
    assert.equal(bench.host.asked.at(-1), "ask house/d1100/state");
  });

  it("isn't asked for any more once our own connection is lost; it is with the next thing said", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.live("heater", "online");
    bench.presence.lost();
    assert.deepEqual(bench.host.asked.splice(0), [`ask ${LAMP}`, `end ${LAMP}`]);
    assert.equal(bench.clock.pending, 0);
    bench.wait(60);
    bench.presence.connected();
    bench.live("heater", "online");
    bench.wait(3);
    bench.live("lamp", "online");
    assert.deepEqual(bench.host.asked, ["ask house/heater/state", "end house/heater/state", `ask ${LAMP}`]);
  });

  it("isn't asked for while the answer couldn't be told from what comes for others, but as soon as it can be", () => {
    const bench = new PresenceBench();
    bench.host.isAnswered = false;
    bench.live("lamp", "online");
    bench.wait(60);
    assert.deepEqual(bench.host.asked, []);
    bench.host.isAnswered = true;
    bench.wait(1);
    assert.deepEqual(bench.host.asked, [`ask ${LAMP}`]);
    bench.kept("lamp", "offline");
    assert.deepEqual(bench.host.warnings, RETAINS_OFFLINE);
  });

  it("isn't waited for by a node that can't ask when our own connection is lost", () => {
    const bench = new PresenceBench();
    bench.host.isAnswered = false;
    bench.live("lamp", "online");
    bench.presence.lost();
    assert.deepEqual([bench.clock.pending, bench.host.asked], [0, []]);
  });

  it("isn't asked for by a node that is closed", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.live("heater", "online");
    bench.presence.pause();
    bench.wait(60);
    assert.deepEqual(bench.host.asked, [`ask ${LAMP}`, `end ${LAMP}`]);
    bench.presence.close();
    assert.equal(bench.clock.pending, 0);
  });
});

describe("a device of which the broker keeps only", () => {
  it("offline is told of once: it looks dead at every start", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    const { lists } = bench.host;
    bench.kept("lamp", "offline");
    assert.deepEqual(bench.host.warnings, RETAINS_OFFLINE);
    assert.equal(bench.entryOf("lamp")?.retainsOnly, "offline");
    assert.equal(bench.host.lists, lists + 1);
    assert.equal(bench.stateOf("lamp"), "online");
  });

  it("online is told of once: it looks alive at every start", () => {
    const bench = new PresenceBench();
    bench.retained("lamp", "online");
    bench.live("lamp", "offline");
    bench.kept("lamp", "online");
    assert.deepEqual(bench.host.warnings, ["presence-retains-only lamp online"]);
    assert.deepEqual([bench.stateOf("lamp"), bench.entryOf("lamp")?.retainsOnly], ["offline", "online"]);
  });

  it("offline is told of also while its own offline may pass", () => {
    const bench = new PresenceBench({ grace: 30 });
    bench.live("lamp", "online");
    bench.wait(3);
    bench.live("lamp", "offline");
    bench.kept("lamp", "online");
    assert.deepEqual(bench.host.warnings, ["presence-retains-only lamp online"]);
  });

  it("offline proves nothing with it at the next start, and is still online when it says so", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.kept("lamp", "offline");
    bench.interrupt();
    bench.take();
    bench.retained("lamp", "offline");
    assert.deepEqual([bench.take(), bench.stateOf("lamp")], [[], "unknown"]);
    bench.live("lamp", "online");
    bench.live("lamp", "offline");
    assert.deepEqual(bench.take(), ["lamp online reported", "lamp offline reported"]);
  });

  it("offline proves something with the other: somebody has put it right", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.kept("lamp", "offline");
    bench.interrupt();
    bench.take();
    bench.retained("lamp", "online");
    assert.deepEqual(bench.take(), ["lamp online reported initial"]);
  });

  it("one, until it keeps what was just said", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.kept("lamp", "offline");
    bench.wait(1);
    bench.live("lamp", "offline");
    bench.kept("lamp", "offline");
    assert.equal(bench.entryOf("lamp")?.retainsOnly, "offline");
    const other = new PresenceBench({}, keptLamp("online"));
    other.live("lamp", "offline");
    other.kept("lamp", "offline");
    assert.ok(!("retainsOnly" in (other.entryOf("lamp") ?? {})));
  });

  it("one is no secret once it is known: nobody is told again after a restart", () => {
    const bench = new PresenceBench({}, keptLamp("offline"));
    bench.live("lamp", "online");
    bench.kept("lamp", "offline");
    assert.deepEqual(bench.host.warnings, []);
    assert.equal(bench.entryOf("lamp")?.retainsOnly, "offline");
  });

  function keptLamp(retainsOnly: string): object {
    const lamp = { device: "lamp", convention: "house", topic: LAMP, state: "online", since: 1 };
    return { devices: [{ ...lamp, isTalkative: true, retainsOnly }] };
  }
});

describe("an answer of the broker", () => {
  it("that is what was said tells nothing", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.kept("lamp", "online");
    assert.deepEqual([bench.host.warnings, bench.entryOf("lamp")?.retainsOnly], [[], undefined]);
  });

  for (const payload of ["asleep", "unsure", "gibberish", ""]) {
    it(`that is neither online nor offline tells nothing: ${JSON.stringify(payload)}`, () => {
      const bench = new PresenceBench();
      bench.live("lamp", "online");
      bench.kept("lamp", payload);
      assert.deepEqual([bench.host.warnings, bench.stateOf("lamp")], [[], "online"]);
    });
  }

  it("tells nothing where the device has said something else meanwhile", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.live("lamp", "offline");
    bench.kept("lamp", "offline");
    assert.deepEqual(bench.host.warnings, []);
  });

  it("that told nothing, since the device had said something else, is asked for anew", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.live("lamp", "offline");
    bench.kept("lamp", "offline");
    bench.wait(10);
    bench.live("lamp", "online");
    bench.kept("lamp", "offline");
    assert.deepEqual(bench.host.warnings, RETAINS_OFFLINE);
  });

  it("to another question tells nothing", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.live("heater", "online");
    bench.kept("heater", "offline");
    assert.deepEqual(bench.host.warnings, []);
    bench.kept("lamp", "offline");
    assert.deepEqual(bench.host.warnings, RETAINS_OFFLINE);
  });

  it("is no message that is published meanwhile", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.kept("lamp", "offline", false);
    assert.deepEqual(bench.host.warnings, []);
    bench.kept("lamp", "offline");
    assert.deepEqual(bench.host.warnings, RETAINS_OFFLINE);
  });

  it("comes once", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.kept("lamp", "online");
    bench.kept("lamp", "offline");
    assert.deepEqual(bench.host.warnings, []);
  });

  it("of a device that is gone meanwhile tells nobody anything", () => {
    const bench = new PresenceBench();
    bench.live("lamp", "online");
    bench.presence.forget("lamp");
    bench.kept("lamp", "offline");
    assert.deepEqual(bench.host.warnings, []);
  });
});

function awsEvent(eventType: string): string {
  return JSON.stringify({ clientId: "lamp", timestamp: 1, eventType, sessionIdentifier: "s", versionNumber: 1 });
}
