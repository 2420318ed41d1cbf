import type { PayloadRule, Reading, Sample } from "./convention";

/** What a watch says of its payloads. */
interface Payloads {
  readonly reading: Reading;
  readonly samples: readonly Sample[];
}

/** The two words that most devices say. */
export const ONLINE_OFFLINE = twoPayloads("online", "offline");

/** As Shelly and Homie 2 say it. */
export const TRUE_FALSE = twoPayloads("true", "false");

/** As ESPurna and the bridges of Mosquitto say it. */
export const ONE_ZERO = twoPayloads("1", "0");

/** Devices that say one thing when they are there and another when they aren't. */
export function twoPayloads(online: string, offline: string): Payloads {
  return {
    reading: { kind: "rules", rules: [twoStates(online, offline)] },
    samples: [
      { payload: online, state: "online" },
      { payload: offline, state: "offline" },
    ],
  };
}

/** @param field path into JSON; absent: the payload as it is */
export function twoStates(online: string, offline: string, field?: string): PayloadRule {
  const states = { [online]: "online", [offline]: "offline" } as const;
  return field === undefined ? { states } : { field, states };
}
