import type { Convention } from "./convention";
import { ONE_ZERO, ONLINE_OFFLINE, TRUE_FALSE, twoPayloads } from "./payload-rules";

const TASMOTA = twoPayloads("Online", "Offline");

/** What runs in devices themselves. The last ones say the same on the same topics: a payload tells them apart, if anything. */
export const FIRMWARES: readonly Convention[] = [
  {
    id: "tasmota",
    name: "Tasmota",
    group: "home",
    sources: [
      "Tasmota documentation, MQTT: MQTT topic definition, FullTopic",
      "Tasmota documentation, Commands: Prefix3, SetOption10, SetOption104",
      "Tasmota documentation, DeepSleep",
    ],
    watches: [
      { topic: "tele/+device/LWT", levels: 3, ...TASMOTA },
      // FullTopic %topic%/%prefix%/, behind folders or not.
      { topic: "+device/tele/LWT", levels: 4, ...TASMOTA },
      // FullTopic folder/%prefix%/%topic%/.
      { topic: "+folder/tele/+topic/LWT", ...TASMOTA },
    ],
    activity: "tele/+device/STATE",
  },
  {
    id: "wled",
    name: "WLED",
    group: "home",
    sources: ["WLED, wled00/mqtt.cpp: setWill, onMqttConnect, mqttDeviceTopic"],
    base: "wled",
    watches: [{ topic: "{base}/+device/status", ...ONLINE_OFFLINE }],
  },
  {
    id: "shelly",
    name: "Shelly",
    group: "home",
    sources: [
      "Shelly API documentation, Gen1: MQTT, shellies/<model>-<id>/online",
      "Shelly API documentation, Gen2+: MQTT, topic_prefix and online; notifications, events/rpc",
    ],
    watches: [
      { topic: "shellies/+device/online", ...TRUE_FALSE },
      { topic: "+device/online", levels: 3, ...TRUE_FALSE },
    ],
    activity: "+device/events/rpc",
  },
  {
    id: "openbeken",
    name: "OpenBeken",
    group: "home",
    sources: [
      "OpenBK7231T_App, src/mqtt/new_mqtt.c: will of the topic connected",
      "OpenBK7231T_App, docs/mqttTopics.md",
    ],
    watches: [{ topic: "+device/connected", ...ONLINE_OFFLINE }],
    activity: "+device/uptime",
  },
  {
    id: "espurna",
    name: "ESPurna",
    group: "home",
    sources: ["ESPurna, code/espurna/config/general.h: MQTT_TOPIC_STATUS, MQTT_STATUS_ONLINE, MQTT_STATUS_OFFLINE"],
    watches: [{ topic: "+device/status", ...ONE_ZERO }],
  },
  {
    id: "esphome",
    name: "ESPHome",
    group: "home",
    sources: [
      "ESPHome, esphome/components/mqtt/__init__.py: birth, will and shutdown messages",
      "ESPHome documentation, MQTT client component: topic_prefix, birth_message, will_message",
    ],
    watches: [{ topic: "+device/status", levels: 3, ...ONLINE_OFFLINE }],
  },
];
