import type { Convention } from "../../../nodes/lib/presence/conventions/convention";

/** Devices that say plain words on `house/<device>/state`, and other things on `house/<device>/data`. */
export const HOUSE: Convention = {
  id: "house",
  name: "House",
  group: "home",
  sources: [],
  watches: [
    {
      topic: "house/+device/state",
      reading: {
        kind: "rules",
        rules: [
          {
            states: {
              online: "online",
              offline: "offline",
              asleep: "sleeping",
              lost: { state: "offline", reason: "will" },
              stopped: { state: "offline", reason: "clean" },
              unsure: "unknown",
            },
          },
        ],
      },
      samples: [],
    },
  ],
  activity: "house/+device/data",
};

/** A lamp of {@link HOUSE} as it is kept over a restart. */
export const KEPT_LAMP = {
  device: "lamp",
  convention: HOUSE.id,
  topic: "house/lamp/state",
  state: "online",
  since: 1,
  isTalkative: true,
} as const;

/** {@link HOUSE}, where a hub reaches the others. */
export const FAMILY: Convention = {
  ...HOUSE,
  watches: HOUSE.watches.flatMap((watch) => [
    { ...watch, topic: "house/hub/state", device: "hub", role: "parent" },
    { ...watch, role: "child" },
  ]),
};
