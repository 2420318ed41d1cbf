import type { Convention } from "./convention";

/** Brokers that others run. */
export const CLOUD: readonly Convention[] = [
  {
    id: "aws-iot",
    name: "AWS IoT Core",
    group: "cloud",
    sources: ["AWS IoT Core developer guide, Lifecycle events: connect and disconnect events"],
    isOnlyByName: true,
    watches: [
      {
        topic: "$aws/events/presence/connected/+device",
        isRetained: false,
        reading: { kind: "aws-lifecycle" },
        samples: [
          {
            payload: '{"clientId":"press1","timestamp":1732000000000,"eventType":"connected","versionNumber":0}',
            state: "online",
          },
        ],
      },
      {
        topic: "$aws/events/presence/disconnected/+device",
        isRetained: false,
        reading: { kind: "aws-lifecycle" },
        samples: [
          {
            payload:
              '{"clientId":"press1","timestamp":1732000060000,"eventType":"disconnected","clientInitiatedDisconnect":false,"disconnectReason":"CONNECTION_LOST","versionNumber":0}',
            state: "offline",
          },
        ],
      },
    ],
  },
];
