import type { Convention } from "./convention";
import { ONE_ZERO, twoPayloads } from "./payload-rules";

/** Factories, and brokers that tell of themselves. */
export const INDUSTRY: readonly Convention[] = [
  {
    id: "sparkplug",
    name: "Sparkplug B",
    group: "industry",
    sources: [
      "Sparkplug 3.0.0, chapter 4: NBIRTH, NDEATH, DBIRTH, DDEATH, STATE",
      "Sparkplug 3.0.0, chapter 5: session establishment and termination",
      "Sparkplug 2.2, chapter 13: SCADA host STATE",
    ],
    watches: [
      {
        topic: "spBv1.0/+group/NBIRTH/+unit",
        isRetained: false,
        reading: { kind: "sparkplug" },
        samples: [{ payload: "bdSeq 4, seq 0", isBinary: true, state: "online" }],
      },
      {
        topic: "spBv1.0/+group/NDEATH/+unit",
        isRetained: false,
        reading: { kind: "sparkplug" },
        samples: [{ payload: "bdSeq 4", isBinary: true, state: "offline" }],
      },
      {
        topic: "spBv1.0/+group/DBIRTH/+node/+unit",
        isRetained: false,
        reading: { kind: "sparkplug" },
        samples: [{ payload: "seq 1", isBinary: true, state: "online" }],
      },
      {
        topic: "spBv1.0/+group/DDEATH/+node/+unit",
        isRetained: false,
        reading: { kind: "sparkplug" },
        samples: [{ payload: "seq 9", isBinary: true, state: "offline" }],
      },
      {
        topic: "spBv1.0/STATE/+host",
        reading: { kind: "sparkplug-host" },
        samples: [
          { payload: '{"online":true,"timestamp":1732000000000}', state: "online" },
          { payload: '{"online":false,"timestamp":1732000000000}', state: "offline" },
        ],
      },
      {
        topic: "STATE/+host",
        reading: { kind: "sparkplug-host" },
        samples: twoPayloads("ONLINE", "OFFLINE").samples,
      },
    ],
  },
  {
    id: "mosquitto-bridge",
    name: "Mosquitto bridge",
    group: "industry",
    sources: [
      "mosquitto.conf(5): notifications, notification_topic",
      "Eclipse Mosquitto, src/bridge.c: bridge__connect",
    ],
    isOnlyByName: true,
    watches: [{ topic: "$SYS/broker/connection/+device/state", ...ONE_ZERO }],
  },
  {
    id: "mosquitto",
    name: "Mosquitto",
    group: "industry",
    sources: ["mosquitto(8): broker status, $SYS/broker/uptime", "mosquitto.conf(5): sys_interval, 10 s"],
    isOnlyByName: true,
    watches: [
      {
        topic: "$SYS/broker/uptime",
        device: "mosquitto",
        reading: { kind: "sign" },
        samples: [{ payload: "86400 seconds", state: "online" }],
      },
    ],
    // Three intervals.
    heartbeat: 30,
  },
  {
    id: "emqx",
    name: "EMQX",
    group: "industry",
    sources: ["EMQX documentation, System Topic: client online and offline events"],
    isOnlyByName: true,
    watches: [
      {
        topic: "$SYS/brokers/+/clients/+device/connected",
        isRetained: false,
        reading: { kind: "emqx-lifecycle" },
        samples: [
          { payload: '{"clientid":"press1","connected_at":1732000000000,"ts":1732000000000}', state: "online" },
        ],
      },
      {
        topic: "$SYS/brokers/+/clients/+device/disconnected",
        isRetained: false,
        reading: { kind: "emqx-lifecycle" },
        samples: [
          {
            payload: '{"clientid":"press1","reason":"tcp_closed","disconnected_at":1732000060000,"ts":1732000060000}',
            state: "offline",
          },
        ],
      },
    ],
  },
];
