import assert from "node:assert/strict";
import { useRuntime } from "../../support/flow";
import { lifeOn, type Life, type PlayedDevice } from "./played-device";
import { useStage } from "./stage";
import { watching } from "../../support/watching";

/** Devices of many ecosystems, by the names under which they are told of where all are watched. */
const DEVICES: Readonly<Record<string, Life>> = {
  "tasmota/plug": lifeOn("tele/plug/LWT", "Online", "Offline"),
  "tasmota/cellar/pump": lifeOn("cellar/pump/tele/LWT", "Online", "Offline"),
  "zigbee2mqtt/bridge": lifeOn("zigbee2mqtt/bridge/state", '{"state":"online"}', '{"state":"offline"}'),
  "zigbee-garage/bridge": lifeOn("zigbee-garage/bridge/state", "online", "offline"),
  "shelly/shelly1-b1": lifeOn("shellies/shelly1-b1/online", "true", "false"),
  "shelly/shellyplus1-a8": lifeOn("shellyplus1-a8/online", "true", "false"),
  "esphome/garage-door": lifeOn("garage-door/status", "online", "offline"),
  "homie/heater": lifeOn("homie/heater/$state", "ready", "lost"),
  "homie/boiler": lifeOn("homie/5/boiler/$state", "ready", "lost"),
  "wled/a1b2c3": lifeOn("wled/a1b2c3/status", "online", "offline"),
  "home/OpenMQTTGateway": lifeOn("home/OpenMQTTGateway/LWT", "online", "offline"),
  "home/TheengsGateway": lifeOn("home/TheengsGateway/LWT", "online", "offline"),
  "espurna/espurna-lamp": lifeOn("espurna-lamp/status", "1", "0"),
  "openbeken/obk-plug": lifeOn("obk-plug/connected", "online", "offline"),
  "mqtt-smarthome/hm": lifeOn("hm/connected", "2", "0"),
  "solar/dtu": lifeOn("solar/dtu/status", "online", "offline"),
};

/** What a Zigbee2MQTT tells of a device that it reaches. */
const LAMP = { topic: "zigbee2mqtt/hall/lamp/availability", name: "zigbee2mqtt/hall/lamp" } as const;

/** Others publish on topics that end like those, too. */
const UNRELATED = {
  "washer/status": "running",
  "car/status": '{"charging":true}',
  "garden/online": "3 visitors",
  "scanner/connected": "usb",
  "shop/milk/availability": "in stock",
  "tele/vision/LWT": "channel 5",
  "garden/$state": "in bloom",
  "plant/bridge/state": '{"state":"raised"}',
} as const;

describe("on a broker where many ecosystems live side by side, a monitor of all known kinds", () => {
  useRuntime();
  const stage = useStage();

  /** All that is published before the monitor comes. */
  async function populate(): Promise<PlayedDevice[]> {
    for (const [topic, payload] of Object.entries(UNRELATED)) await stage().say(topic, payload);
    await stage().say(LAMP.topic, '{"state":"online"}');
    return Promise.all(Object.values(DEVICES).map((life) => stage().boot(life)));
  }

  it("finds exactly the devices, each once and by its ecosystem's or its base topic's name", async () => {
    const names = [...Object.keys(DEVICES), LAMP.name];
    const devices = await populate();
    const watch = await watching({ uri: stage().uri }, {});
    const present = names.map((name) => `${name}: unknown > online, reported, initial`);
    assert.deepEqual(await watch.toldOf(names.length), present.sort());
    await stage().say("washer/status", "finished");
    for (const device of devices) device.cutPower();
    const gone = Object.entries(DEVICES).map(([name, { will }]) => {
      return `${name}: online > offline, ${will.payload === "lost" ? "will" : "reported"}`;
    });
    const unreachable = `${LAMP.name}: online > unknown, parent`;
    assert.deepEqual(await watch.toldOf(names.length), [...gone, unreachable].sort());
    assert.deepEqual(Object.keys(await watch.listed()).sort(), names.sort());
    const warnings = watch.flow.logged.all.filter(({ msg }) => String(msg).includes("not understood"));
    assert.deepEqual(warnings, []);
  });

  it("comes to know a device that says nothing known at first by what it says later", async () => {
    await stage().say("pump/status", "starting up");
    const watch = await watching({ uri: stage().uri }, {});
    await watch.subscribed();
    const pump = await stage().boot(lifeOn("pump/status", "online", "offline"));
    assert.equal(await watch.told(), "esphome/pump: unknown > online, reported");
    await stage().say("pump/status", "pumping");
    assert.equal(await watch.told(), "esphome/pump: online > unknown, reported");
    pump.cutPower();
    assert.equal(await watch.told(), "esphome/pump: unknown > offline, reported");
  });

  it("finds a device again that was forgotten, and another kind on the topic of one that was removed", async () => {
    await stage().say("pump/status", "online");
    const watch = await watching({ uri: stage().uri }, {});
    assert.equal(await watch.told(), "esphome/pump: unknown > online, reported, initial");
    watch.flow.send("monitor", { action: "forget", device: "esphome/pump" });
    assert.equal(await watch.told(), "esphome/pump: online > removed, command");
    await stage().say("pump/status", "offline");
    assert.equal(await watch.told(), "esphome/pump: unknown > offline, reported");
    await stage().remove("pump/status");
    assert.equal(await watch.told(), "esphome/pump: offline > removed, reported");
    await stage().say("pump/status", "1");
    assert.equal(await watch.told(), "espurna/pump: unknown > online, reported");
  });
});
