import type { ReportReason } from "../../../nodes/lib/presence/evidence";

/** What devices of an ecosystem publish, as its documentation says. */
export interface PlayedKind {
  /** Of which kind of device, if the ecosystem has several. */
  readonly what?: string;
  /** Id of the convention. */
  readonly convention: string;
  readonly topic: string;
  /** The name by which it is told of. */
  readonly device: string;
  readonly online: string;
  /** Its last will. */
  readonly lost: string;
  /** What it says when it is switched off, if not the same. */
  readonly goodbye?: string;
  /** Why it is offline after the one and the other, where the ecosystem tells. */
  readonly reasons?: { readonly lost?: ReportReason; readonly goodbye?: ReportReason };
  /** Base topic, where the user has set another than the usual one. */
  readonly base?: string;
}

const ON_OFF = { online: "online", lost: "offline" } as const;
const TRUE_FALSE = { online: "true", lost: "false" } as const;
const JSON_STATE = { online: '{"state":"online"}', lost: '{"state":"offline"}' } as const;
const HOMIE = {
  ...{ online: "ready", lost: "lost", goodbye: "disconnected" },
  reasons: { lost: "will", goodbye: "clean" },
} as const;

/** Those that are retained. */
export const RETAINED: readonly PlayedKind[] = [
  { convention: "tasmota", topic: "tele/lamp/LWT", device: "lamp", online: "Online", lost: "Offline" },
  {
    what: "with the topic before the prefix",
    ...{ convention: "tasmota", topic: "kitchen/lamp/tele/LWT", device: "kitchen/lamp" },
    ...{ online: "Online", lost: "Offline" },
  },
  {
    what: "bridge",
    ...{ convention: "zigbee2mqtt", topic: "zigbee2mqtt/bridge/state", device: "bridge", ...JSON_STATE },
  },
  {
    what: "device",
    ...{ convention: "zigbee2mqtt", topic: "zigbee2mqtt/lamp/availability", device: "lamp", ...JSON_STATE },
  },
  {
    what: "device with a slash in its name, and a base topic of its own",
    ...{ convention: "zigbee2mqtt", topic: "zigbee-garage/door/left/availability", device: "door/left", ...JSON_STATE },
    base: "zigbee-garage",
  },
  {
    what: "device before 2.0",
    ...{ convention: "zigbee2mqtt", topic: "zigbee2mqtt/plug/availability", device: "plug", ...ON_OFF },
  },
  {
    what: "first generation",
    ...{ convention: "shelly", topic: "shellies/shelly1-b1/online", device: "shelly1-b1", ...TRUE_FALSE },
  },
  {
    what: "second generation",
    ...{ convention: "shelly", topic: "shellyplus1-a8/online", device: "shellyplus1-a8", ...TRUE_FALSE },
  },
  { convention: "esphome", topic: "garage-door/status", device: "garage-door", ...ON_OFF },
  { what: "2", convention: "homie", topic: "homie/lamp/$online", device: "lamp", ...TRUE_FALSE },
  { what: "3 and 4", convention: "homie", topic: "homie/heater/$state", device: "heater", ...HOMIE },
  { what: "5", convention: "homie", topic: "homie/5/boiler/$state", device: "boiler", ...HOMIE },
  { what: "of hass", convention: "home-assistant", topic: "hass/status", device: "hass", ...ON_OFF },
  { convention: "openmqttgateway", topic: "home/OpenMQTTGateway/LWT", device: "OpenMQTTGateway", ...ON_OFF },
  { convention: "theengs", topic: "home/TheengsGateway/LWT", device: "TheengsGateway", ...ON_OFF },
  {
    ...{ convention: "frigate", topic: "frigate/available", device: "frigate" },
    ...{ online: "online", lost: "offline", goodbye: "stopped" },
    reasons: { lost: "will", goodbye: "clean" },
  },
  {
    what: "gateway",
    ...{ convention: "zwave-js-ui", topic: "zwave/_CLIENTS/ZWAVE_GATEWAY-house/status" },
    ...{ device: "ZWAVE_GATEWAY-house", online: '{"value":true,"time":1732000000000}', lost: '{"value":false}' },
  },
  {
    what: "node",
    ...{ convention: "zwave-js-ui", topic: "zwave/Hall/Door/status", device: "Hall/Door" },
    online: '{"time":1732000000000,"value":true,"status":"Alive","nodeId":7}',
    lost: '{"time":1732000000001,"value":false,"status":"Dead","nodeId":7}',
  },
  { convention: "wled", topic: "wled/a1b2c3/status", device: "a1b2c3", ...ON_OFF },
  {
    ...{ convention: "valetudo", topic: "valetudo/robot/$state", device: "robot" },
    ...{ online: "ready", lost: "lost", goodbye: "disconnected", reasons: { goodbye: "clean" } },
  },
  {
    what: "host application of 2.2",
    ...{ convention: "sparkplug", topic: "STATE/old-scada", device: "old-scada", online: "ONLINE", lost: "OFFLINE" },
  },
  { convention: "mqtt-smarthome", topic: "hm/connected", device: "hm", online: "2", lost: "0", goodbye: "1" },
  { convention: "opendtu", topic: "solar/dtu/status", device: "dtu", ...ON_OFF },
  { convention: "octoprint", topic: "octoPrint/mqtt", device: "octoPrint", online: "connected", lost: "disconnected" },
  { convention: "openbeken", topic: "obk-plug/connected", device: "obk-plug", ...ON_OFF },
  { convention: "espurna", topic: "espurna-lamp/status", device: "espurna-lamp", online: "1", lost: "0" },
  { convention: "ems-esp", topic: "ems-esp/status", device: "ems-esp", ...ON_OFF },
];

/** Those of which nothing is retained. */
export const NOT_RETAINED: readonly PlayedKind[] = [
  { convention: "home-assistant", topic: "homeassistant/status", device: "homeassistant", ...ON_OFF },
  {
    what: "camera",
    ...{ convention: "frigate", topic: "frigate/garden/status/detect", device: "garden/detect", ...ON_OFF },
  },
  { convention: "ring-mqtt", topic: "ring/home/alarm/7f/status", device: "7f", ...ON_OFF },
];
