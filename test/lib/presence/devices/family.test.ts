import assert from "node:assert/strict";
import { Device } from "../../../../nodes/lib/presence/devices/device";
import type { FamilyRole } from "../../../../nodes/lib/presence/evidence";
import { Families } from "../../../../nodes/lib/presence/devices/family";
import { Liveness } from "../../../../nodes/lib/presence/devices/liveness";
import { Roster } from "../../../../nodes/lib/presence/devices/roster";
import { ManualClock } from "../../../support/manual-clock";
import { PresenceBench } from "../presence-bench";
import { preset } from "../preset";

describe("where devices are reached by several", () => {
  const GATEWAY = "zwave/_CLIENTS/ZWAVE_GATEWAY-home/status";
  const DRIVER = "zwave/driver/status";

  it("nothing is known of them while one of these is offline", () => {
    const bench = new PresenceBench({ conventions: [preset("zwave-js-ui")] });
    bench.retained(GATEWAY, '{"value":true,"time":1732000000000}');
    bench.retained(DRIVER, "true");
    bench.retained("zwave/hall/nodeID_2/status", '{"value":true,"status":"Alive","nodeId":2}');
    bench.take();
    bench.live(DRIVER, "false");
    assert.deepEqual(bench.take(), ["driver offline reported", "hall/nodeID_2 unknown parent"]);
    bench.live(GATEWAY, '{"value":false}');
    bench.live(DRIVER, "true");
    assert.deepEqual(bench.take(), ["ZWAVE_GATEWAY-home offline reported", "driver online reported"]);
    bench.live(GATEWAY, '{"value":true,"time":1732000000000}');
    assert.deepEqual(bench.take(), ["ZWAVE_GATEWAY-home online reported", "hall/nodeID_2 online parent"]);
  });
});

describe("where devices say by whom they are reached", () => {
  const state = (device: string): string => `homie/5/${device}/$state`;
  const description = (device: string): string => `homie/5/${device}/$description`;

  it("nothing is known of them while their root is lost", () => {
    const bench = homie();
    bench.live(state("root"), "lost");
    assert.deepEqual(bench.take(), ["root offline will", "valve unknown parent"]);
    bench.live(state("root"), "ready");
    assert.deepEqual(bench.take(), ["root online reported", "valve online parent"]);
  });

  it("those of others are as they say", () => {
    const bench = homie();
    bench.retained(state("other"), "ready");
    bench.retained(description("other"), '{"homie":"5.0","version":1}');
    bench.take();
    bench.live(state("other"), "lost");
    assert.deepEqual(bench.take(), ["other offline will"]);
  });

  it("one that is its own root from now on is as it says", () => {
    const bench = homie();
    bench.live(state("root"), "lost");
    bench.take();
    bench.live(description("valve"), '{"homie":"5.0","version":2}');
    assert.deepEqual(bench.take(), ["valve online parent"]);
  });

  it("one that is reached by a lost one from now on is unknown", () => {
    const bench = homie();
    bench.retained(state("late"), "ready");
    bench.live(state("root"), "lost");
    bench.take();
    bench.live(description("late"), '{"homie":"5.0","version":2,"root":"root","parent":"root"}');
    assert.deepEqual(bench.take(), ["late unknown parent"]);
  });

  it("a description that is taken away makes no device of whom nobody knows", () => {
    const bench = new PresenceBench({ conventions: [preset("homie")] });
    bench.live(description("ghost"), "");
    assert.deepEqual([bench.presence.list().devices, bench.host.lists], [{}, 0]);
  });

  it("a description comes before the state, or after it", () => {
    const bench = new PresenceBench({ conventions: [preset("homie")] });
    bench.retained(description("valve"), '{"homie":"5.0","version":1,"root":"root","parent":"root"}');
    bench.retained(state("valve"), "ready");
    bench.retained(state("root"), "lost");
    assert.deepEqual(bench.take(), ["valve online reported initial", "root offline will initial"]);
    bench.retained(description("root"), '{"homie":"5.0","version":1}');
    assert.deepEqual(bench.take(), ["valve unknown parent initial"]);
  });

  /** A root with a valve. */
  function homie(): PresenceBench {
    const bench = new PresenceBench({ conventions: [preset("homie")] });
    bench.retained(state("root"), "ready");
    bench.retained(description("root"), '{"homie":"5.0","version":1,"children":["valve"]}');
    bench.retained(state("valve"), "ready");
    bench.retained(description("valve"), '{"homie":"5.0","version":1,"root":"root","parent":"root"}');
    bench.take();
    return bench;
  }
});

describe("families", () => {
  it("in a circle do no harm: each is as it says", () => {
    const { tell, heads, belongs, states } = relatives("a", "b");
    heads("a", "of a");
    belongs("b", "of a");
    heads("b", "of b");
    belongs("a", "of b");
    tell("a", "offline");
    tell("b", "offline");
    assert.deepEqual(states(), { a: "offline", b: "offline" });
    tell("a", "online");
    assert.deepEqual(states(), { a: "online", b: "offline" });
  });

  it("of one's own do no harm", () => {
    const { tell, heads, belongs, states } = relatives("a");
    heads("a", "of a");
    belongs("a", "of a");
    tell("a", "offline");
    assert.deepEqual(states(), { a: "offline" });
  });

  it("count for nothing where the parent is reached by others: a parent that is unknown isn't offline", () => {
    const { tell, heads, belongs, states } = relatives("root", "hub", "lamp");
    heads("root", "of root");
    belongs("hub", "of root");
    heads("hub", "of hub");
    belongs("lamp", "of hub");
    for (const name of ["root", "hub", "lamp"]) tell(name, "online");
    tell("hub", "offline");
    assert.deepEqual(states(), { root: "online", hub: "offline", lamp: "online" });
    tell("root", "offline");
    assert.deepEqual(states(), { root: "offline", hub: "unknown", lamp: "online" });
  });

  it("are looked at when that may be news, not with each of their members", () => {
    const families = new Families();
    const hub = new Device({ name: "hub", convention: "c", topic: "hub" }, 0);
    families.lead("f", hub);
    hub.state = "offline";
    assert.deepEqual([hub.heads?.isDown, hub.heads?.look(), hub.heads?.isDown], [false, true, true]);
    assert.equal(hub.heads?.look(), false);
  });

  it("are left: a device is then as it says", () => {
    const { liveness, tell, heads, belongs, states, device } = relatives("hub", "lamp");
    heads("hub", "of hub");
    belongs("lamp", "of hub");
    tell("lamp", "online");
    tell("hub", "offline");
    assert.deepEqual(states(), { hub: "offline", lamp: "unknown" });
    liveness.leave(device("lamp"));
    assert.deepEqual(states(), { hub: "offline", lamp: "online" });
  });

  it("lose their parent to others: their children are then as they say", () => {
    const { tell, heads, belongs, states } = relatives("hub", "lamp", "valve");
    heads("hub", "lamps");
    belongs("lamp", "lamps");
    belongs("valve", "valves");
    for (const name of ["lamp", "valve"]) tell(name, "online");
    tell("hub", "offline");
    heads("hub", "valves");
    assert.deepEqual(states(), { hub: "offline", lamp: "online", valve: "unknown" });
  });

  it("have no members that have left", () => {
    const families = new Families();
    const device = new Device({ name: "a", convention: "c", topic: "a" }, 0);
    families.join("one", device);
    families.lead("one", device);
    const { family, heads } = device;
    families.join("other", device);
    families.lead("other", device);
    assert.equal(family, heads);
    assert.deepEqual([family?.children.size, heads?.parents.size], [0, 0]);
    assert.deepEqual([device.family?.name, device.heads?.name], ["other", "other"]);
    families.remove(device);
    assert.deepEqual([device.family, device.heads], [undefined, undefined]);
  });

  it("are forgotten when all their members have left", () => {
    const families = new Families();
    const [one, other] = ["a", "b"].map((name) => new Device({ name, convention: "c", topic: name }, 0));
    assert.ok(one !== undefined && other !== undefined);
    families.join("f", one);
    families.lead("f", other);
    const former = one.family;
    families.leave(one);
    families.join("f", one);
    assert.equal(one.family, former);
    for (const device of [one, other]) families.remove(device);
    families.join("f", one);
    assert.notEqual(one.family, former);
  });

  it("lose a child to others", () => {
    const { tell, heads, belongs, states } = relatives("dead", "alive", "lamp");
    heads("dead", "of dead");
    heads("alive", "of alive");
    belongs("lamp", "of dead");
    for (const name of ["lamp", "alive"]) tell(name, "online");
    tell("dead", "offline");
    belongs("lamp", "of alive");
    assert.deepEqual(states(), { dead: "offline", alive: "online", lamp: "online" });
    tell("dead", "online");
    tell("dead", "offline");
    tell("alive", "offline");
    assert.deepEqual(states(), { dead: "offline", alive: "offline", lamp: "unknown" });
  });

  /** Devices that are told who belongs to whom, whatever their topics. */
  function relatives(...names: string[]) {
    const roster = new Roster();
    const liveness = new Liveness(roster, { grace: 0, heartbeat: 0 }, new ManualClock(), () => undefined);
    const devices = new Map(names.map((name) => [name, new Device({ name, convention: "c", topic: name }, 0)]));
    for (const each of devices.values()) roster.add(each);
    liveness.connected();
    const device = (name: string): Device => devices.get(name) ?? assert.fail(name);
    const enter = (role: FamilyRole) => (name: string, family: string) =>
      liveness.enter(device(name), family, role, false);
    return {
      liveness,
      device,
      heads: enter("parent"),
      belongs: enter("child"),
      tell: (name: string, state: "online" | "offline") =>
        liveness.report(device(name), { state, reason: "reported" }, false),
      states: () => Object.fromEntries(names.map((name) => [name, device(name).state])),
    };
  }
});
