import assert from "node:assert/strict";
import type { RosterList } from "../../nodes/lib/presence/devices/roster";
import { deploy, useRuntime, type DeployedFlow, type FlowMessage } from "../support/flow";
import { monitorFlow } from "../support/watching";
import { useMonitoredBroker } from "./monitored-broker";

const TASMOTA = { convention: "tasmota" };
const LAMP = "tele/lamp/LWT";

describe("a will monitor", () => {
  useRuntime();
  const broker = useMonitoredBroker();

  describe("on its first output", () => {
    it("tells how a device stands, since when, why, and how it stood before", async () => {
      const start = Date.now();
      await broker().say(LAMP, "Online");
      const { flow } = await broker().watching(TASMOTA);
      const first = await flow.received("changes").next();
      await broker().say(LAMP, "Offline");
      const second = await flow.received("changes").next();
      const lamp = { topic: LAMP, device: "lamp", convention: "tasmota", reason: "reported" };
      assert.deepEqual(withoutTimes(first), { ...lamp, payload: "online", previous: "unknown", initial: true });
      assert.deepEqual(withoutTimes(second), { ...lamp, payload: "offline", previous: "online", initial: false });
      const [from, to] = [Number(first["since"]), Number(second["since"])];
      assert.ok(start <= from && from <= to && to <= Date.now());
      assert.equal(second["duration"], to - from);
      assert.notEqual(first._msgid, second._msgid);
    });

    it("tells nothing of what says the same again", async () => {
      const watch = await broker().watching(TASMOTA);
      await watch.subscribed();
      for (const payload of ["Online", "Online", "Offline", "Offline", "Online"]) await broker().say(LAMP, payload);
      assert.deepEqual(await watch.take(3), [
        "lamp: unknown > online, reported",
        "lamp: online > offline, reported",
        "lamp: offline > online, reported",
      ]);
      assert.equal(watch.changes.length, 3);
    });

    it("tells of an offline when it has lasted as long as it must, and since when it lasts", async () => {
      const watch = await broker().watching({ ...TASMOTA, grace: 1 });
      await watch.subscribed();
      await broker().say(LAMP, "Online");
      await watch.told();
      await broker().say(LAMP, "Offline");
      await broker().say(LAMP, "Online");
      const said = Date.now();
      await broker().say(LAMP, "Offline");
      assert.equal(await watch.told(), "lamp: online > offline, reported");
      assert.ok(Date.now() - said >= 950);
      const since = Number(watch.changes.at(-1)?.["since"]);
      assert.ok(since >= said - 1 && since <= Date.now() - 950, String(since - said));
      assert.equal(watch.changes.length, 2);
    });

    it("tells of one that is silent, until there is a sign of life", async () => {
      const silence = { heartbeat: 1, activity: "tele/+device/STATE" };
      const watch = await broker().watching({ ...TASMOTA, ...silence });
      await watch.subscribed();
      await broker().say(LAMP, "Online");
      assert.deepEqual(await watch.take(2), ["lamp: unknown > online, reported", "lamp: online > stale, timeout"]);
      await broker().say("tele/lamp/STATE", "{}", false);
      assert.equal(await watch.told(), "lamp: stale > online, activity");
    });

    it("takes what the broker has kept for no sign of life", async () => {
      await broker().say(LAMP, "Offline");
      await broker().say("tele/lamp/STATE", "{}");
      const watch = await broker().watching({ ...TASMOTA, heartbeat: 100 });
      assert.equal(await watch.told(), "lamp: unknown > offline, reported, initial");
      await watch.subscribed();
      await broker().say("tele/lamp/STATE", "{}", false);
      assert.equal(await watch.told(), "lamp: offline > online, activity");
      assert.ok(watch.flow.statuses("monitor").all.some(({ text }) => text === "0 online · 1 offline"));
    });

    it("tells that nothing is known while its own connection is lost, and never 'offline'", async () => {
      await broker().say(LAMP, "Online");
      const watch = await broker().watching(TASMOTA, { reconnectMin: 1 });
      await watch.told();
      broker().server.cut();
      assert.deepEqual(await watch.take(2), [
        "lamp: online > unknown, broker",
        "lamp: unknown > online, reported, initial",
      ]);
    });

    it("warns once of a device that can't be understood, which is unknown until it says something else", async () => {
      const watch = await broker().watching(TASMOTA);
      await watch.subscribed();
      for (const payload of ["Online", "half", "dead\u0000", "Online"]) await broker().say(LAMP, payload);
      assert.deepEqual(await watch.take(3), [
        "lamp: unknown > online, reported",
        "lamp: online > unknown, reported",
        "lamp: unknown > online, reported",
      ]);
      const warnings = watch.flow.logged.all.filter(({ msg }) => /lamp .* not understood/.test(String(msg)));
      assert.deepEqual(
        warnings.map(({ msg }) => msg),
        ["What lamp says is not understood: 'half'. Until it says something else the device is unknown."],
      );
    });
  });

  describe("on its second output", () => {
    it("gives all devices, and how many stand how", async () => {
      await broker().say(LAMP, "Online");
      await broker().say("tele/plug/LWT", "Offline");
      const { flow } = await broker().watching(TASMOTA);
      const { payload } = await rosterOf(flow, 2);
      const [lamp, plug] = flow.received("changes").all;
      const same = { reason: "reported", convention: "tasmota" };
      assert.deepEqual(payload, {
        devices: {
          lamp: { state: "online", since: lamp?.["since"], topic: LAMP, ...same },
          plug: { state: "offline", since: plug?.["since"], topic: "tele/plug/LWT", ...same },
        },
        ...{ online: 1, offline: 1, unknown: 0, sleeping: 0, stale: 0 },
      });
    });

    it("gives few rosters of many devices that are found at once", async () => {
      const names = Array.from({ length: 500 }, (_, index) => `d${index}`);
      for (const name of names) await broker().say(`tele/${name}/LWT`, "Online");
      const start = performance.now();
      const { flow } = await broker().watching(TASMOTA);
      await rosterOf(flow, 500);
      const seconds = (performance.now() - start) / 1_000;
      const { length } = flow.received("rosters").all;
      assert.ok(length <= 1 + seconds, `${length} in ${seconds} s`);
    });

    it("gives rosters that a flow may do with what it likes", async () => {
      await broker().say(LAMP, "Online");
      const watch = await broker().watching(TASMOTA);
      await watch.told();
      const devices = (await watch.listed()) as Record<string, unknown>;
      delete devices["lamp"];
      assert.deepEqual(Object.keys(await watch.listed()), ["lamp"]);
    });
  });

  it("shares the connection and its subscriptions with all other nodes of the broker", async () => {
    const clients = new Set<string>();
    broker().server.aedes.on("client", ({ id }) => clients.add(id));
    await broker().say(LAMP, "Online");
    const flow = await deploy([
      ...monitorFlow({ uri: broker().server.uri }, TASMOTA),
      { id: "in", type: "mqtt-in", broker: "broker", topic: "tele/+device/LWT", wires: [["sink"]] },
      { id: "sink", type: "helper" },
    ]);
    assert.equal((await flow.received("sink").next()).payload, "Online");
    assert.equal((await flow.received("changes").next()).payload, "online");
    assert.equal(clients.size, 1);
    assert.equal(broker().asked.all.filter((each) => each === "+tele/+/LWT").length, 1);
    assert.equal(flow.received("sink").all.length, 1);
  });
});

function withoutTimes(msg: FlowMessage): object {
  const { _msgid, since, duration, ...rest } = msg;
  assert.deepEqual([typeof _msgid, typeof since, typeof duration], ["string", "number", "number"]);
  return rest;
}

/** The first roster of so many devices. */
function rosterOf(flow: DeployedFlow, count: number): Promise<FlowMessage> {
  return flow.received("rosters").next(({ payload }) => Object.keys((payload as RosterList).devices).length === count);
}
