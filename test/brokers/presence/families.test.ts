import assert from "node:assert/strict";
import { useRuntime } from "../../support/flow";
import { lifeOn } from "./played-device";
import { useStage } from "./stage";
import { watching, type Watching } from "../../support/watching";

describe("devices that others reach", () => {
  useRuntime();
  const stage = useStage();

  function start(convention: string): Promise<Watching> {
    return watching({ uri: stage().uri }, { convention });
  }

  it("are unknown while their Zigbee2MQTT is away, and then as they were", async () => {
    const state = "zigbee2mqtt/bridge/state";
    const bridge = await stage().boot(lifeOn(state, '{"state":"online"}', '{"state":"offline"}'));
    await stage().say("zigbee2mqtt/lamp/availability", '{"state":"online"}');
    await stage().say("zigbee2mqtt/plug/availability", '{"state":"offline"}');
    const watch = await start("zigbee2mqtt");
    assert.deepEqual(await watch.toldOf(3), [
      "bridge: unknown > online, reported, initial",
      "lamp: unknown > online, reported, initial",
      "plug: unknown > offline, reported, initial",
    ]);
    bridge.cutPower();
    assert.deepEqual(await watch.toldOf(3), [
      "bridge: online > offline, reported",
      "lamp: online > unknown, parent",
      "plug: offline > unknown, parent",
    ]);
    await stage().say("zigbee2mqtt/plug/availability", '{"state":"online"}');
    await stage().say(state, '{"state":"online"}');
    assert.deepEqual(await watch.toldOf(3), [
      "bridge: offline > online, reported",
      "lamp: unknown > online, parent",
      "plug: unknown > online, parent",
    ]);
  });

  it("are unknown while the root of their Homie 5 tree is lost", async () => {
    await stage().say("homie/5/hub/$description", '{"homie":"5.0","version":1,"children":["meter"]}');
    await stage().say("homie/5/meter/$description", '{"homie":"5.0","version":1,"root":"hub","parent":"hub"}');
    const life = lifeOn("homie/5/hub/$state", "ready", "lost");
    const hub = await stage().boot(life);
    await stage().say("homie/5/meter/$state", "sleeping");
    const watch = await start("homie");
    assert.deepEqual(await watch.toldOf(2), [
      "hub: unknown > online, reported, initial",
      "meter: unknown > sleeping, reported, initial",
    ]);
    hub.cutPower();
    assert.deepEqual(await watch.toldOf(2), ["hub: online > offline, will", "meter: sleeping > unknown, parent"]);
    await stage().boot(life);
    assert.deepEqual(await watch.toldOf(2), ["hub: offline > online, reported", "meter: unknown > sleeping, parent"]);
  });

  it("are unknown while the gateway or the driver of Z-Wave JS UI is away", async () => {
    const life = lifeOn("zwave/_CLIENTS/ZWAVE_GATEWAY-house/status", '{"value":true}', '{"value":false}');
    const gateway = await stage().boot(life);
    await stage().say("zwave/driver/status", "true");
    await stage().say("zwave/Hall/status", '{"value":true,"status":"Asleep","nodeId":3}');
    const watch = await start("zwave-js-ui");
    assert.deepEqual(await watch.toldOf(3), [
      "Hall: unknown > sleeping, reported, initial",
      "ZWAVE_GATEWAY-house: unknown > online, reported, initial",
      "driver: unknown > online, reported, initial",
    ]);
    await stage().say("zwave/driver/status", "false");
    assert.deepEqual(await watch.toldOf(2), ["Hall: sleeping > unknown, parent", "driver: online > offline, reported"]);
    gateway.cutPower();
    await stage().say("zwave/driver/status", "true");
    assert.deepEqual(await watch.toldOf(2), [
      "ZWAVE_GATEWAY-house: online > offline, reported",
      "driver: offline > online, reported",
    ]);
    await stage().boot(life);
    assert.deepEqual(await watch.toldOf(2), [
      "Hall: unknown > sleeping, parent",
      "ZWAVE_GATEWAY-house: offline > online, reported",
    ]);
  });
});
