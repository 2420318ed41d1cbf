import assert from "node:assert/strict";
import { CONVENTIONS } from "../../../../nodes/lib/presence/conventions/conventions";
import { readerOf } from "./conventions-reader";

/** A message, and what it tells. */
type Line = readonly [topic: string, payload: string, told: string];

/** What a convention's documentation says happens, by what befalls the device. */
const SEQUENCES: Readonly<Record<string, Readonly<Record<string, readonly Line[]>>>> = {
  tasmota: {
    "retained when we subscribe": [
      ["tele/tasmota_4A1B2C/LWT", "Online", "tasmota_4A1B2C online"],
      ["tele/plug/LWT", "Offline", "plug offline"],
    ],
    "boot, power cut, boot": [
      ["tele/plug/LWT", "Online", "plug online"],
      ["tele/plug/LWT", "Offline", "plug offline"],
      ["tele/plug/LWT", "Online", "plug online"],
    ],
    "deep sleep": [
      ["tele/sensor/LWT", "Online", "sensor online"],
      ["tele/sensor/LWT", "Offline", "sensor offline"],
    ],
    "rename with SetOption10": [
      ["tele/plug/LWT", "", "plug removed"],
      ["tele/heater/LWT", "Online", "heater online"],
    ],
    "FullTopics of the documentation": [
      ["tasmota/plug/tele/LWT", "Online", "tasmota/plug online"],
      ["tasmota/bedroom/plug/tele/LWT", "Online", "tasmota/bedroom/plug online"],
      ["penthouse/bedroom1/bathroom2/plug/tele/LWT", "Online", "penthouse/bedroom1/bathroom2/plug online"],
      ["tele/home/cellar/plug/LWT", "Online", "home/cellar/plug online"],
      ["lights/tele/plug/LWT", "Online", "lights/plug online"],
      ["plug/tele/LWT", "Online", "plug online"],
    ],
    "what isn't Tasmota": [
      ["tele/plug/LWT", "online", "plug unclear"],
      ["tele/plug/STATE", "Online", "nothing"],
      ["cmnd/plug/LWT", "Online", "nothing"],
    ],
  },
  zigbee2mqtt: {
    "retained when we subscribe": [
      ["zigbee2mqtt/bridge/state", '{"state":"online"}', "bridge online"],
      ["zigbee2mqtt/kitchen_lamp/availability", '{"state":"online"}', "kitchen_lamp online"],
      ["zigbee2mqtt/0x00158d0001dc126a/availability", '{"state":"offline"}', "0x00158d0001dc126a offline"],
    ],
    "clean shutdown or power cut of the bridge": [
      ["zigbee2mqtt/bridge/state", '{"state":"offline"}', "bridge offline"],
      ["zigbee2mqtt/bridge/state", '{"state":"online"}', "bridge online"],
    ],
    rename: [
      ["zigbee2mqtt/lamp/availability", "", "lamp removed"],
      ["zigbee2mqtt/kitchen/lamp/availability", '{"state":"online"}', "kitchen/lamp online"],
    ],
    "names with slashes": [
      ["zigbee2mqtt/ground floor/kitchen/lamp/availability", '{"state":"online"}', "ground floor/kitchen/lamp online"],
      ["zigbee2mqtt/a/b/c/d/availability", '{"state":"offline"}', "a/b/c/d offline"],
    ],
    "version 1": [
      ["zigbee2mqtt/bridge/state", "online", "bridge online"],
      ["zigbee2mqtt/lamp/availability", "offline", "lamp offline"],
      ["zigbee2mqtt/bridge/state", "offline", "bridge offline"],
    ],
    "what is something else": [
      ["zigbee2mqtt/lamp", '{"state":"ON"}', "nothing"],
      ["zigbee2mqtt/lamp/availability", '{"state":"ON"}', "lamp unclear"],
    ],
  },
  shelly: {
    "retained when we subscribe": [
      ["shellies/shelly1pm-84CCA8AE1234/online", "true", "shelly1pm-84CCA8AE1234 online"],
      ["shellyplus1-a8032abe54dc/online", "true", "shellyplus1-a8032abe54dc online"],
      ["shellyplus1-441793d69718/online", "false", "shellyplus1-441793d69718 offline"],
    ],
    "power cut and return": [
      ["shellies/boiler/online", "false", "boiler offline"],
      ["shellies/boiler/online", "true", "boiler online"],
    ],
    "a prefix with slashes": [
      ["home/boiler/online", "true", "home/boiler online"],
      ["home/cellar/boiler/online", "false", "home/cellar/boiler offline"],
    ],
    removal: [["shellyplus1-a8032abe54dc/online", "", "shellyplus1-a8032abe54dc removed"]],
  },
  esphome: {
    "retained when we subscribe": [["livingroom/status", "online", "livingroom online"]],
    "boot, shutdown or power cut": [
      ["livingroom/status", "online", "livingroom online"],
      ["livingroom/status", "offline", "livingroom offline"],
    ],
    "a prefix with slashes": [
      ["esphome/livingroom/status", "online", "esphome/livingroom online"],
      ["home/esphome/livingroom/status", "offline", "home/esphome/livingroom offline"],
    ],
    rename: [
      ["livingroom/status", "", "livingroom removed"],
      ["lounge/status", "online", "lounge online"],
    ],
    "what is something else": [
      ["livingroom/status", "1", "livingroom unclear"],
      ["livingroom/status", '{"state":"online"}', "livingroom unclear"],
    ],
  },
  homie: {
    "retained when we subscribe": [
      ["homie/5/weather-station/$state", "ready", "weather-station online"],
      ["homie/super-car/$state", "lost", "super-car offline (will)"],
      ["homie/old-sensor/$online", "true", "old-sensor online"],
    ],
    boot: [
      ["homie/super-car/$state", "init", "super-car online"],
      ["homie/super-car/$state", "ready", "super-car online"],
    ],
    "clean shutdown": [["homie/super-car/$state", "disconnected", "super-car offline (clean)"]],
    "power cut": [
      ["homie/super-car/$state", "lost", "super-car offline (will)"],
      ["homie/old-sensor/$online", "false", "old-sensor offline"],
    ],
    "sleep, and something that needs a person": [
      ["homie/5/weather-station/$state", "sleeping", "weather-station sleeping"],
      ["homie/super-car/$state", "alert", "super-car online"],
    ],
    removal: [["homie/5/weather-station/$state", "", "weather-station removed"]],
    "what is something else": [
      ["homie/super-car/$state", "Ready", "super-car unclear"],
      ["homie/super-car/engine/$state", "ready", "nothing"],
    ],
  },
  "home-assistant": {
    "start, stop or power cut": [
      ["homeassistant/status", "online", "homeassistant online"],
      ["homeassistant/status", "offline", "homeassistant offline"],
    ],
    "before 0.117": [
      ["hass/status", "online", "hass online"],
      ["hass/status", "offline", "hass offline"],
    ],
  },
  openmqttgateway: {
    "retained when we subscribe, and a power cut": [
      ["home/OpenMQTTGateway/LWT", "online", "OpenMQTTGateway online"],
      ["home/OpenMQTTGateway/LWT", "offline", "OpenMQTTGateway offline"],
    ],
    "several gateways": [["home/OMG_cellar/LWT", "online", "OMG_cellar online"]],
    removal: [["home/OMG_cellar/LWT", "", "OMG_cellar removed"]],
  },
  theengs: {
    "start, stop or power cut": [
      ["home/TheengsGateway/LWT", "online", "TheengsGateway online"],
      ["home/TheengsGateway/LWT", "offline", "TheengsGateway offline"],
    ],
    "what is another gateway": [["home/OpenMQTTGateway/LWT", "online", "nothing"]],
  },
  frigate: {
    "retained when we subscribe": [["frigate/available", "online", "frigate online"]],
    "clean shutdown": [["frigate/available", "stopped", "frigate offline (clean)"]],
    "power cut": [["frigate/available", "offline", "frigate offline (will)"]],
    "a camera is lost, comes back, and is switched off": [
      ["frigate/front_door/status/detect", "offline", "front_door/detect offline"],
      ["frigate/front_door/status/detect", "online", "front_door/detect online"],
      ["frigate/front_door/status/record", "disabled", "front_door/record sleeping"],
    ],
  },
  "zwave-js-ui": {
    "retained when we subscribe": [
      [
        "zwave/_CLIENTS/ZWAVE_GATEWAY-office/status",
        '{"value":true,"time":1732000000000}',
        "ZWAVE_GATEWAY-office online",
      ],
      ["zwave/driver/status", "true", "driver online"],
      ["zwave/nodeID_2/status", '{"time":1732000000000,"value":true,"status":"Alive","nodeId":2}', "nodeID_2 online"],
      [
        "zwave/cellar/boiler/status",
        '{"time":1732000000000,"value":false,"status":"Dead","nodeId":3}',
        "cellar/boiler offline",
      ],
    ],
    "a location with a slash": [["zwave/upstairs/bath/lamp/status", "true", "upstairs/bath/lamp online"]],
    "a node sleeps and wakes up": [
      ["zwave/sensor/status", '{"time":1732000000000,"value":true,"status":"Asleep","nodeId":4}', "sensor sleeping"],
      ["zwave/sensor/status", '{"time":1732000000000,"value":true,"status":"Awake","nodeId":4}', "sensor online"],
    ],
    "a node that isn't interviewed yet": [
      ["zwave/sensor/status", '{"time":1732000000000,"value":false,"status":"Unknown","nodeId":4}', "sensor unknown"],
    ],
    "just values": [
      ["zwave/nodeID_2/status", "true", "nodeID_2 online"],
      ["zwave/nodeID_2/status", "false", "nodeID_2 offline"],
    ],
    "without the node's status": [
      ["zwave/nodeID_2/status", '{"time":1732000000000,"value":false}', "nodeID_2 offline"],
    ],
    "the driver is closed": [["zwave/driver/status", "false", "driver offline"]],
    "power cut of the gateway": [
      ["zwave/_CLIENTS/ZWAVE_GATEWAY-office/status", '{"value":false}', "ZWAVE_GATEWAY-office offline"],
    ],
    removal: [["zwave/cellar/boiler/status", "", "cellar/boiler removed"]],
  },
  wled: {
    "boot and power cut": [
      ["wled/a1b2c3/status", "online", "a1b2c3 online"],
      ["wled/a1b2c3/status", "offline", "a1b2c3 offline"],
    ],
    removal: [["wled/a1b2c3/status", "", "a1b2c3 removed"]],
  },
  valetudo: {
    boot: [
      ["valetudo/rosie/$state", "init", "rosie online"],
      ["valetudo/rosie/$state", "ready", "rosie online"],
    ],
    "clean shutdown, told twice for Home Assistant's sake": [
      ["valetudo/rosie/$state", "lost", "rosie offline"],
      ["valetudo/rosie/$state", "disconnected", "rosie offline (clean)"],
    ],
    "power cut": [["valetudo/rosie/$state", "lost", "rosie offline"]],
    "the broker refuses something": [["valetudo/rosie/$state", "alert", "rosie online"]],
  },
  "mosquitto-bridge": {
    "retained when we subscribe": [["$SYS/broker/connection/edge1.site-bridge/state", "1", "edge1.site-bridge online"]],
    "the connection is lost": [["$SYS/broker/connection/edge1.site-bridge/state", "0", "edge1.site-bridge offline"]],
  },
  mosquitto: {
    "it lives": [["$SYS/broker/uptime", "86400 seconds", "mosquitto sign"]],
  },
  "mqtt-smarthome": {
    "retained when we subscribe": [["hm/connected", "2", "hm online"]],
    "the hardware is down": [["hm/connected", "1", "hm offline"]],
    "power cut": [["hm/connected", "0", "hm offline"]],
    "what is something else": [["hm/connected", "online", "hm unclear"]],
  },
  opendtu: {
    "boot and power cut": [
      ["solar/dtu/status", "online", "dtu online"],
      ["solar/dtu/status", "offline", "dtu offline"],
    ],
  },
  octoprint: {
    "start, stop or power cut": [
      ["octoPrint/mqtt", "connected", "octoPrint online"],
      ["octoPrint/mqtt", "disconnected", "octoPrint offline"],
    ],
  },
  openbeken: {
    "boot and power cut": [
      ["obkE1552B06/connected", "online", "obkE1552B06 online"],
      ["obkE1552B06/connected", "offline", "obkE1552B06 offline"],
    ],
    removal: [["obkE1552B06/connected", "", "obkE1552B06 removed"]],
  },
  espurna: {
    "boot and power cut": [
      ["ESPURNA-123456/status", "1", "ESPURNA-123456 online"],
      ["ESPURNA-123456/status", "0", "ESPURNA-123456 offline"],
    ],
    "what is something else": [["ESPURNA-123456/status", "online", "ESPURNA-123456 unclear"]],
  },
  "ems-esp": {
    "boot and power cut": [
      ["ems-esp/status", "online", "ems-esp online"],
      ["ems-esp/status", "offline", "ems-esp offline"],
    ],
  },
  "ring-mqtt": {
    "a device comes, and is lost": [
      ["ring/5c6a0f3e/camera/90486c1a2b3c/status", "online", "90486c1a2b3c online"],
      ["ring/5c6a0f3e/camera/90486c1a2b3c/status", "offline", "90486c1a2b3c offline"],
    ],
  },
};

describe("what devices say, as their documentation has it", () => {
  for (const [id, sequences] of Object.entries(SEQUENCES)) {
    describe(id, () => {
      for (const [what, lines] of Object.entries(sequences)) {
        it(what, () => {
          const read = readerOf(id);
          assert.deepEqual(
            lines.map(([topic, payload]) => [topic, payload, read(topic, payload)]),
            lines,
          );
        });
      }
    });
  }

  it("is written here for all that each payload says by itself", () => {
    const read = CONVENTIONS.filter(({ watches }) => watches.some(({ reading }) => saysAll(reading.kind)));
    assert.deepEqual(read.map(({ id }) => id).toSorted(), Object.keys(SEQUENCES).toSorted());
  });

  function saysAll(kind: string): boolean {
    return ["rules", "common-words", "sign"].includes(kind);
  }
});
