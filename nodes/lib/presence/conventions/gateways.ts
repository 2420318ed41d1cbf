import type { Convention, Reading, Sample } from "./convention";
import { ONLINE_OFFLINE, TRUE_FALSE, twoStates } from "./payload-rules";

/** Since 2.0 Zigbee2MQTT says JSON, before plain words unless it was set otherwise. */
const ZIGBEE2MQTT_READING: Reading = {
  kind: "rules",
  rules: [twoStates("online", "offline", "state"), twoStates("online", "offline")],
};
const ZIGBEE2MQTT_SAMPLES: readonly Sample[] = [
  { payload: '{"state":"online"}', state: "online" },
  { payload: '{"state":"offline"}', state: "offline" },
  { payload: "online", state: "online" },
  { payload: "offline", state: "offline" },
];

/** What brings devices that speak no MQTT themselves to a broker. */
export const GATEWAYS: readonly Convention[] = [
  {
    id: "zigbee2mqtt",
    name: "Zigbee2MQTT",
    group: "home",
    sources: [
      "Zigbee2MQTT, lib/mqtt.ts: bridge/state, will and birth",
      "Zigbee2MQTT, lib/extension/availability.ts: publishAvailability, onEntityRenamed",
      "Zigbee2MQTT documentation, MQTT topics and messages: FRIENDLY_NAME/availability",
      "Zigbee2MQTT 1.42, lib/util/utils.ts: availabilityPayload, legacy_availability_payload",
    ],
    base: "zigbee2mqtt",
    isAnyBase: true,
    watches: [
      {
        topic: "{base}/bridge/state",
        device: "bridge",
        role: "parent",
        reading: ZIGBEE2MQTT_READING,
        samples: ZIGBEE2MQTT_SAMPLES,
      },
      {
        topic: "{base}/+device/availability",
        levels: 4,
        role: "child",
        reading: ZIGBEE2MQTT_READING,
        samples: ZIGBEE2MQTT_SAMPLES,
      },
    ],
    activity: "{base}/+device",
  },
  {
    id: "zwave-js-ui",
    name: "Z-Wave JS UI",
    group: "home",
    sources: [
      "Z-Wave JS UI, api/lib/MqttClient.ts: getStatusTopic, updateClientStatus, will",
      "Z-Wave JS UI, api/lib/Gateway.ts: _onNodeStatus, _onDriverStatus, setDiscoveryAvailability",
      "Z-Wave JS UI documentation, Setup: gateway types, payload types",
    ],
    base: "zwave",
    watches: [
      {
        topic: "{base}/_CLIENTS/+device/status",
        role: "parent",
        reading: { kind: "rules", rules: [twoStates("true", "false", "value")] },
        samples: [
          { payload: '{"value":true,"time":1732000000000}', state: "online" },
          { payload: '{"value":false}', state: "offline" },
        ],
      },
      { topic: "{base}/driver/status", device: "driver", role: "parent", ...TRUE_FALSE },
      {
        topic: "{base}/+device/status",
        levels: 3,
        role: "child",
        reading: {
          kind: "rules",
          rules: [
            {
              field: "status",
              states: { Alive: "online", Awake: "online", Asleep: "sleeping", Dead: "offline", Unknown: "unknown" },
            },
            twoStates("true", "false", "value"),
            twoStates("true", "false"),
          ],
        },
        samples: [
          { payload: '{"time":1732000000000,"value":true,"status":"Alive","nodeId":2}', state: "online" },
          { payload: '{"time":1732000000000,"value":false,"status":"Dead","nodeId":2}', state: "offline" },
          { payload: '{"time":1732000000000,"value":true,"status":"Asleep","nodeId":3}', state: "sleeping" },
          { payload: "true", state: "online" },
          { payload: "false", state: "offline" },
        ],
      },
    ],
    activity: "{base}/+device/lastActive",
  },
  {
    id: "frigate",
    name: "Frigate",
    group: "home",
    sources: [
      "Frigate, frigate/comms/mqtt.py: will_set, _set_initial_topics, stop",
      "Frigate documentation, MQTT: frigate/available, frigate/<camera_name>/status/<role>",
    ],
    base: "frigate",
    watches: [
      {
        topic: "{base}/available",
        role: "parent",
        reading: {
          kind: "rules",
          rules: [
            {
              states: {
                online: "online",
                offline: { state: "offline", reason: "will" },
                stopped: { state: "offline", reason: "clean" },
              },
            },
          ],
        },
        samples: [
          { payload: "online", state: "online" },
          { payload: "stopped", state: "offline" },
          { payload: "offline", state: "offline" },
        ],
      },
      {
        topic: "{base}/+camera/status/+role",
        role: "child",
        isRetained: false,
        reading: {
          kind: "rules",
          rules: [{ states: { online: "online", offline: "offline", disabled: "sleeping" } }],
        },
        samples: [...ONLINE_OFFLINE.samples, { payload: "disabled", state: "sleeping" }],
      },
    ],
    activity: "{base}/stats",
  },
  {
    id: "theengs",
    name: "Theengs Gateway",
    group: "home",
    sources: ["Theengs Gateway, ble_gateway.py: will_set, on_connect", "Theengs Gateway, config.py: lwt_topic"],
    base: "home",
    watches: [{ topic: "{base}/TheengsGateway/LWT", device: "TheengsGateway", ...ONLINE_OFFLINE }],
  },
  {
    id: "openmqttgateway",
    name: "OpenMQTTGateway",
    group: "home",
    sources: [
      "OpenMQTTGateway, main/User_config.h: Base_Topic, Gateway_Name, will_Topic, will_Message, Gateway_AnnouncementMsg",
    ],
    base: "home",
    watches: [{ topic: "{base}/+device/LWT", ...ONLINE_OFFLINE }],
    activity: "{base}/+device/SYStoMQTT",
  },
  {
    id: "ring-mqtt",
    name: "ring-mqtt",
    group: "home",
    sources: ["ring-mqtt, devices/base-ring-device.js: availabilityTopic, online, offline"],
    base: "ring",
    watches: [{ topic: "{base}/+/+/+device/status", isRetained: false, ...ONLINE_OFFLINE }],
    activity: "{base}/+/+/+device/info/state",
  },
  {
    id: "opendtu",
    name: "OpenDTU",
    group: "home",
    sources: [
      "OpenDTU, include/defaults.h: MQTT_TOPIC, MQTT_LWT_TOPIC",
      "OpenDTU, docs/MQTT_Topics.md: General topics",
    ],
    base: "solar",
    watches: [{ topic: "{base}/dtu/status", device: "dtu", ...ONLINE_OFFLINE }],
  },
  {
    id: "ems-esp",
    name: "EMS-ESP",
    group: "home",
    sources: ["EMS-ESP, src/core/mqtt.cpp: will of the topic status"],
    base: "ems-esp",
    watches: [{ topic: "{base}/status", ...ONLINE_OFFLINE }],
    activity: "{base}/heartbeat",
  },
];
