import type { Convention, Reading, Sample } from "./convention";
import { ONLINE_OFFLINE, TRUE_FALSE, twoPayloads } from "./payload-rules";

/** The states of Homie 3 to 5; `alert` is gone in 5. */
const HOMIE_READING: Reading = {
  kind: "rules",
  rules: [
    {
      states: {
        init: "online",
        ready: "online",
        alert: "online",
        sleeping: "sleeping",
        disconnected: { state: "offline", reason: "clean" },
        lost: { state: "offline", reason: "will" },
      },
    },
  ],
};
const HOMIE_SAMPLES: readonly Sample[] = [
  { payload: "init", state: "online" },
  { payload: "ready", state: "online" },
  { payload: "sleeping", state: "sleeping" },
  { payload: "disconnected", state: "offline" },
  { payload: "lost", state: "offline" },
];

/** Hubs, conventions that many makers follow, and machines of a house. */
export const HOME: readonly Convention[] = [
  {
    id: "home-assistant",
    name: "Home Assistant",
    group: "home",
    sources: [
      "Home Assistant, homeassistant/components/mqtt/const.py: DEFAULT_BIRTH, DEFAULT_WILL",
      "Home Assistant documentation, MQTT: birth and last will messages",
    ],
    base: "homeassistant",
    watches: [
      { topic: "{base}/status", isRetained: false, ...ONLINE_OFFLINE },
      { topic: "hass/status", device: "hass", isRetained: false, ...ONLINE_OFFLINE },
    ],
  },
  {
    id: "home-assistant-discovery",
    name: "Home Assistant discovery",
    group: "home",
    sources: [
      "Home Assistant documentation, MQTT: discovery messages and availability",
      "Home Assistant, homeassistant/components/mqtt/abbreviations.py",
    ],
    base: "homeassistant",
    isOnlyByName: true,
    watches: [
      {
        topic: "{base}/+component/+object/config",
        reading: { kind: "home-assistant-discovery" },
        samples: [
          {
            payload: '{"name":"Lamp","availability_topic":"lamp/status","command_topic":"lamp/set"}',
            state: "unknown",
          },
        ],
      },
      {
        topic: "{base}/+component/+node/+object/config",
        reading: { kind: "home-assistant-discovery" },
        samples: [
          { payload: '{"~":"lamp","name":"Lamp","avty":[{"t":"~/status"}],"cmd_t":"~/set"}', state: "unknown" },
        ],
      },
    ],
  },
  {
    id: "valetudo",
    name: "Valetudo",
    group: "home",
    sources: [
      "Valetudo, backend/lib/mqtt/MqttController.js: stateTopic, will, shutdown",
      "Valetudo, HomieCommonAttributes.js: STATE",
    ],
    base: "valetudo",
    watches: [
      {
        topic: "{base}/+device/$state",
        reading: {
          kind: "rules",
          rules: [
            {
              states: {
                init: "online",
                ready: "online",
                alert: "online",
                sleeping: "sleeping",
                // It also says so itself when it is shut down, for Home Assistant's sake.
                lost: "offline",
                disconnected: { state: "offline", reason: "clean" },
              },
            },
          ],
        },
        samples: HOMIE_SAMPLES,
      },
    ],
  },
  {
    id: "homie",
    name: "Homie",
    group: "home",
    sources: [
      "The Homie convention 5, convention.md: device attributes, device lifecycle, last will",
      "The Homie convention 4.0.0, convention.md: device lifecycle",
      "The Homie convention 2.0.0, README.md: device properties, $online",
    ],
    base: "homie",
    isAnyBase: true,
    watches: [
      { topic: "{base}/5/+device/$state", reading: HOMIE_READING, samples: HOMIE_SAMPLES },
      {
        topic: "{base}/5/+device/$description",
        reading: { kind: "homie-description" },
        samples: [{ payload: '{"homie":"5.0","version":7,"root":"bridge","parent":"bridge"}', state: "unknown" }],
      },
      {
        topic: "{base}/+device/$state",
        reading: HOMIE_READING,
        samples: [...HOMIE_SAMPLES, { payload: "alert", state: "online" }],
      },
      { topic: "{base}/+device/$online", ...TRUE_FALSE },
    ],
  },
  {
    id: "mqtt-smarthome",
    name: "mqtt-smarthome",
    group: "home",
    sources: ["mqtt-smarthome, Architecture.md: Connected status"],
    watches: [
      {
        topic: "+device/connected",
        reading: { kind: "rules", rules: [{ states: { "0": "offline", "1": "offline", "2": "online" } }] },
        samples: [
          { payload: "2", state: "online" },
          { payload: "1", state: "offline" },
          { payload: "0", state: "offline" },
        ],
      },
    ],
    activity: "+device/status/#",
  },
  {
    id: "octoprint",
    name: "OctoPrint",
    group: "home",
    sources: ["OctoPrint-MQTT, octoprint_mqtt/__init__.py: LWT_CONNECTED, LWT_DISCONNECTED, lwTopic, lwRetain"],
    base: "octoPrint",
    watches: [{ topic: "{base}/mqtt", ...twoPayloads("connected", "disconnected") }],
  },
];
