import type { Convention } from "./conventions/convention";
import { baseTopic } from "./conventions/base-topic";
import { AUTOMATIC, conventionOf } from "./conventions/conventions";
import { customConvention, type CustomConfig } from "./conventions/custom-convention";
import { checkDeviceFilter } from "./conventions/device-filter";
import type { Patience } from "./devices/liveness";
import type { WatchSettings } from "./topics/watched-topics";

/** What a node watches, and how patiently. */
export interface PresenceSettings extends WatchSettings, Patience {
  /** Whether every device gives signs of life, as far as the user knows; else who has given one. */
  readonly areTalkative: boolean;
}

/** What a node saves of what it is to watch. */
export interface SavedWatch extends CustomConfig {
  /** `auto`, `custom`, or the id of a convention. */
  readonly convention: string;
  /** Seconds. */
  readonly grace: number;
  /** Seconds; 0: the convention's, if it says so. */
  readonly heartbeat: number;
}

/**
 * What a node is to watch, and how patiently.
 * @throws MqttNodeError `presence-base`, and as {@link customConvention} does
 */
export function presenceSettings(saved: SavedWatch): PresenceSettings {
  const preset = conventionOf(saved.convention);
  const isAuto = preset === undefined && saved.convention !== "custom";
  const conventions = isAuto ? AUTOMATIC : [preset ?? customConvention(saved)];
  if (saved.activity !== "" && conventions.some(hasManyDevices)) checkDeviceFilter(saved.activity);
  return {
    conventions,
    isAuto,
    base: preset?.base === undefined ? "" : baseTopic(saved.topic),
    activity: saved.activity,
    isSilenceNoticed: saved.heartbeat > 0,
    areTalkative: !isAuto && (preset === undefined || saved.activity !== ""),
    grace: saved.grace,
    heartbeat: saved.heartbeat || (preset?.heartbeat ?? 0),
  };
}

/** Whether the topic is needed to tell whose a message is. */
function hasManyDevices({ watches }: Convention): boolean {
  return watches.some(({ topic }) => topic.includes("+"));
}
