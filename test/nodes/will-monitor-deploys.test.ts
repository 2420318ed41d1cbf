import assert from "node:assert/strict";
import { useRuntime, type FlowNode } from "../support/flow";
import { Leftovers } from "../support/leftovers";
import { monitorFlow, type Watching } from "../support/watching";
import { useMonitoredBroker } from "./monitored-broker";

const LAMP = "tele/lamp/LWT";

describe("a deploy", () => {
  useRuntime();
  const broker = useMonitoredBroker();

  function nodes(monitor: object = {}, config: object = {}): FlowNode[] {
    return monitorFlow({ uri: broker().server.uri, ...config }, { convention: "tasmota", ...monitor });
  }

  /** A lamp that is online, retained, and a monitor that has told so. */
  async function running(monitor: object = {}): Promise<Watching> {
    await broker().say(LAMP, "Online");
    const watch = await broker().watching({ convention: "tasmota", ...monitor });
    assert.equal(await watch.told(), "lamp: unknown > online, reported, initial");
    return watch;
  }

  for (const type of ["full", "flows", "nodes"] as const) {
    it(`(${type}) that doesn't touch the monitor is none to it: no transition, no SUBSCRIBE, no replay`, async () => {
      const watch = await running();
      const before = await watch.listed();
      const asked = broker().asked.all.length;
      await watch.flow.redeploy([...nodes(), { id: "new", type: "helper" }], type);
      assert.deepEqual(await watch.listed(), before);
      await broker().say(LAMP, "Offline");
      assert.equal(await watch.told(), "lamp: online > offline, reported");
      assert.equal(watch.changes.length, 2);
      assert.equal(broker().asked.all.filter((each) => each.startsWith("+")).length, asked);
    });
  }

  it("loses nothing that is said while the flows are stopped", async () => {
    const watch = await running();
    watch.flow.node("changes").on("close", (done: () => void) => {
      void broker().say(LAMP, "Offline").then(done);
    });
    await watch.flow.redeploy(nodes(), "full");
    assert.equal(await watch.told(), "lamp: online > offline, reported");
  });

  it("hides no loss of the connection that happens while the flows are stopped", async () => {
    const watch = await running();
    watch.flow.node("changes").on("close", (done: () => void) => {
      broker().server.aedes.once("clientDisconnect", () => setImmediate(done));
      broker().server.cut();
    });
    await watch.flow.redeploy(nodes(), "full");
    const told = ["lamp: online > unknown, broker", "lamp: unknown > online, reported, initial"];
    assert.deepEqual(await watch.take(2), told);
  });

  it("is no end of the time that an offline must last", async () => {
    const watch = await running({ grace: 1 });
    const said = Date.now();
    await broker().say(LAMP, "Offline");
    for (let count = 0; count < 3; count += 1) await watch.flow.redeploy(nodes({ grace: 1 }), "full");
    assert.equal(await watch.told(), "lamp: online > offline, reported");
    assert.ok(Date.now() - said >= 950);
    assert.equal(watch.changes.length, 2);
  });

  it("is no sign of life", async () => {
    const silence = { heartbeat: 1, activity: "tele/+device/STATE" };
    const watch = await running(silence);
    await watch.flow.redeploy(nodes(silence), "full");
    assert.equal(await watch.told(), "lamp: online > stale, timeout");
    const { since, duration } = watch.changes[1] ?? {};
    assert.equal(Number(since) - Number(duration), watch.changes[0]?.["since"]);
  });

  it("of the monitor finds all anew", async () => {
    const watch = await running();
    await broker().say("tele/fan/LWT", "Online", false);
    assert.equal(await watch.told(), "fan: unknown > online, reported");
    await watch.flow.redeploy(nodes({ grace: 5 }), "full");
    assert.equal(await watch.told(), "lamp: unknown > online, reported, initial");
    assert.deepEqual(Object.keys(await watch.listed()), ["lamp"]);
  });

  it("of the monitor ends what the one before has been waiting for", async () => {
    const watch = await running({ grace: 1 });
    await broker().say(LAMP, "Offline");
    await broker().say("tele/fan/LWT", "Online");
    assert.equal(await watch.told(), "fan: unknown > online, reported");
    await watch.flow.redeploy(nodes({ grace: 1, heartbeat: 100 }), "full");
    const found = ["fan: unknown > online, reported, initial", "lamp: unknown > offline, reported, initial"];
    assert.deepEqual(await watch.toldOf(2), found);
    await broker().say("tele/fan/LWT", "Offline");
    assert.equal(await watch.told(), "fan: online > offline, reported");
  });

  it("without the monitor leaves no timer and no socket of it", async () => {
    const leftovers = new Leftovers();
    const watch = await running({ grace: 100, heartbeat: 100 });
    await broker().say(LAMP, "Offline");
    await broker().say("tele/fan/LWT", "Online");
    await watch.told();
    assert.ok(leftovers.count >= 3, "a socket, and timers of patience");
    await watch.flow.redeploy([{ id: "left", type: "helper" }], "full");
    assert.deepEqual(await leftovers.remaining(), []);
  });

  it("of what the monitor watches gives up what nobody watches any more", async () => {
    const watch = await running();
    await broker().say("homie/door/$state", "ready");
    await watch.flow.redeploy(nodes({ convention: "homie" }), "nodes");
    assert.equal(await watch.told(), "door: unknown > online, reported, initial");
    await broker().asked.next((each) => each === "-tele/+/LWT");
    assert.deepEqual(Object.keys(await watch.listed()), ["door"]);
  });

  it("of the broker finds all anew", async () => {
    const watch = await running();
    await watch.flow.redeploy(nodes({}, { keepalive: 17 }), "full");
    assert.equal(await watch.told(), "lamp: unknown > online, reported, initial");
    assert.equal(watch.changes.length, 2);
  });

  it("without the monitor gives up what it watched, and forgets what it knew", async () => {
    const watch = await running();
    const others = [...nodes().filter(({ id }) => id !== "monitor"), keeper()];
    await watch.flow.redeploy(others, "full");
    await broker().asked.next((each) => each === "-tele/+/LWT");
    await watch.flow.redeploy([...nodes(), keeper()], "full");
    assert.equal(await watch.told(), "lamp: unknown > online, reported, initial");
  });

  it("of a disabled monitor and of the same one again finds all anew", async () => {
    const watch = await running();
    const disabled = [...nodes({ d: true }), keeper()];
    await watch.flow.redeploy(disabled, "nodes");
    await broker().asked.next((each) => each === "-tele/+/LWT");
    await broker().say(LAMP, "Offline");
    await watch.flow.redeploy([...nodes(), keeper()], "nodes");
    assert.equal(await watch.told(), "lamp: unknown > offline, reported, initial");
  });
});

/** Keeps the connection when the monitor is gone. */
function keeper(): FlowNode {
  return { id: "out", type: "mqtt-out", broker: "broker" };
}
