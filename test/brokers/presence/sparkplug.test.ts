import assert from "node:assert/strict";
import { useRuntime } from "../../support/flow";
import { lifeOn, type Life } from "./played-device";
import { PlayedEdgeNode } from "./played-edge-node";
import { useStage } from "./stage";
import { watching, type Watching } from "../../support/watching";

describe("Sparkplug B, played by real clients", () => {
  useRuntime();
  const stage = useStage();

  /** Nothing is retained: the node must be there first. */
  async function start(): Promise<Watching> {
    const watch = await watching({ uri: stage().uri }, { convention: "sparkplug" });
    await watch.subscribed();
    return watch;
  }

  it("tells of an edge node and its devices from birth to death, whoever says it", async () => {
    const watch = await start();
    const node = new PlayedEdgeNode(stage(), "edge");
    await node.boot("press", "mixer");
    assert.equal(await watch.told(), "plant/edge: unknown > online, reported");
    assert.equal(await watch.told(), "plant/edge/press: unknown > online, reported");
    assert.equal(await watch.told(), "plant/edge/mixer: unknown > online, reported");
    await node.tell("DDEATH", "mixer");
    assert.equal(await watch.told(), "plant/edge/mixer: online > offline, reported");
    node.cutPower();
    const dead = ["plant/edge/press: online > offline, reported", "plant/edge: online > offline, reported"];
    assert.deepEqual(await watch.toldOf(2), dead);
    await node.boot("press");
    const told = await watch.toldOf(4);
    assert.deepEqual(told, [
      "plant/edge/mixer: offline > unknown, reported",
      "plant/edge/press: offline > unknown, reported",
      "plant/edge/press: unknown > online, reported",
      "plant/edge: offline > online, reported",
    ]);
    await node.switchOff();
    assert.deepEqual(await watch.toldOf(3), ["plant/edge/mixer: unknown > offline, reported", ...dead]);
  });

  it("goes by the newest session: a death of an older one comes too late", async () => {
    const watch = await start();
    const node = new PlayedEdgeNode(stage(), "edge");
    await node.boot();
    assert.equal(await watch.told(), "plant/edge: unknown > online, reported");
    node.cutPower();
    assert.equal(await watch.told(), "plant/edge: online > offline, reported");
    await node.boot();
    assert.equal(await watch.told(), "plant/edge: offline > online, reported");
    await stage().say("spBv1.0/plant/NDEATH/edge", node.death(0).payload, { retain: false });
    await node.tell("DBIRTH", "press");
    assert.equal(await watch.told(), "plant/edge/press: unknown > online, reported");
  });

  it("takes a birth of the same session for nothing new", async () => {
    const watch = await start();
    const node = new PlayedEdgeNode(stage(), "edge");
    await node.boot("press");
    await node.beReborn();
    await node.tell("DDEATH", "press");
    assert.deepEqual(await watch.take(3), [
      "plant/edge: unknown > online, reported",
      "plant/edge/press: unknown > online, reported",
      "plant/edge/press: online > offline, reported",
    ]);
  });

  it("knows why a host application is gone by the time in what it says", async () => {
    const topic = "spBv1.0/STATE/scada";
    const state = (online: boolean, timestamp: number): string => JSON.stringify({ online, timestamp });
    const life = (timestamp: number): Life => lifeOn(topic, state(true, timestamp), state(false, timestamp));
    const first = await stage().boot(life(1_000));
    const watch = await watching({ uri: stage().uri }, { convention: "sparkplug" });
    assert.equal(await watch.told(), "scada: unknown > online, reported, initial");
    await first.switchOff({ topic, payload: state(false, 2_000) });
    assert.equal(await watch.told(), "scada: online > offline, clean");
    const second = await stage().boot(life(3_000));
    assert.equal(await watch.told(), "scada: offline > online, reported");
    await stage().say(topic, state(false, 1_000), { retain: false });
    second.cutPower();
    assert.equal(await watch.told(), "scada: online > offline, will");
    await stage().remove(topic);
    assert.equal(await watch.told(), "scada: offline > removed, reported");
  });
});
