import assert from "node:assert/strict";
import type { RosterList } from "../../nodes/lib/presence/devices/roster";
import { useRuntime, type FlowMessage } from "../support/flow";
import type { Watching } from "../support/watching";
import { useMonitoredBroker } from "./monitored-broker";

describe("a message to a will monitor", () => {
  useRuntime();
  const broker = useMonitoredBroker();
  let watch: Watching;
  beforeEach(async () => {
    await broker().say("tele/lamp/LWT", "Online");
    await broker().say("tele/plug/LWT", "Offline");
    watch = await broker().watching({ convention: "tasmota" });
    await watch.take(2);
  });

  /** Sends a message, which comes out as it is done. */
  async function done(msg: object): Promise<FlowMessage> {
    watch.flow.send("monitor", msg as FlowMessage);
    return watch.flow.completed.next();
  }

  it("to list the devices goes on with the roster, by the second output", async () => {
    await done({ action: "list", _msgid: "1", topic: "report", asked: { by: "me" } });
    const { payload, ...rest } = await watch.flow.received("rosters").next(({ action }) => action === "list");
    assert.deepEqual(rest, { action: "list", _msgid: "1", topic: "report", asked: { by: "me" } });
    const { devices, ...counts } = payload as RosterList;
    assert.deepEqual(Object.keys(devices).sort(), ["lamp", "plug"]);
    assert.deepEqual(counts, { online: 1, offline: 1, unknown: 0, sleeping: 0, stale: 0 });
    assert.equal(watch.changes.length, 2);
  });

  it("to forget a device takes it from the roster until it says something again", async () => {
    await done({ action: "forget", device: "lamp" });
    assert.equal(await watch.told(), "lamp: online > removed, command");
    assert.deepEqual(Object.keys(await watch.listed()), ["plug"]);
    await broker().say("tele/lamp/LWT", "Online");
    assert.equal(await watch.told(), "lamp: unknown > online, reported");
  });

  it("to reset forgets all, and finds again what the broker has retained", async () => {
    await broker().say("tele/late/LWT", "Online", false);
    assert.equal(await watch.told(), "late: unknown > online, reported");
    await done({ action: "reset" });
    assert.deepEqual(await watch.toldOf(2), [
      "lamp: unknown > online, reported, initial",
      "plug: unknown > offline, reported, initial",
    ]);
    assert.deepEqual(Object.keys(await watch.listed()).sort(), ["lamp", "plug"]);
    await broker().say("tele/lamp/LWT", "Offline");
    assert.equal(await watch.told(), "lamp: online > offline, reported");
    assert.equal(watch.changes.length, 6);
  });

  const refused: [what: string, msg: object, code: string, sentence: RegExp][] = [
    ["has no action", { payload: "x" }, "action-unknown", /none that this node knows: list, forget, reset\.$/],
    ["has an action of another node", { action: "getQueue" }, "action-unknown", /'getQueue'/],
    ["has an action that every object has", { action: "toString" }, "action-unknown", /'toString'/],
    ["has an action that is no text", { action: ["list"] }, "action-unknown", /'object'/],
    ["throws where its action is read", throwing("action"), "unexpected", /not mine/],
    ["forgets no device", { action: "forget" }, "device-missing", /Put its name into msg\.device\.$/],
    ["forgets a number", { action: "forget", device: 7 }, "device-missing", /msg\.device/],
    ["forgets an unknown device", { action: "forget", device: "heater" }, "device-unknown", /no device 'heater'/],
    ["forgets what every object has", { action: "forget", device: "__proto__" }, "device-unknown", /'__proto__'/],
    ["throws where its device is read", throwing("device", { action: "forget" }), "unexpected", /not mine/],
    ["can't be given a roster", Object.freeze({ action: "list", _msgid: "1" }), "unexpected", /payload/],
    ["can't be given a roster either", unwritable(), "unexpected", /not mine/],
  ];
  for (const [what, msg, code, sentence] of refused) {
    it(`that ${what} ends once, in ${code}, and the next one is carried out`, async () => {
      watch.flow.send("monitor", msg as FlowMessage);
      await done({ action: "list", asked: "last" });
      const [caught, ...others] = watch.flow.caught.all;
      assert.deepEqual([caught?.error.code, caught?.error.source.id, others], [code, "monitor", []]);
      assert.match(String(caught?.error.message), sentence);
      assert.equal(watch.flow.completed.all.length, 1);
      assert.deepEqual(Object.keys(await watch.listed()).sort(), ["lamp", "plug"]);
    });
  }
});

function throwing(property: string, msg: object = {}): object {
  return Object.defineProperty(msg, property, { enumerable: false, get: notMine });
}

function unwritable(): object {
  return Object.defineProperty({ action: "list" }, "payload", { enumerable: false, set: notMine, get: () => 1 });
}

function notMine(): never {
  throw new Error("not mine");
}
