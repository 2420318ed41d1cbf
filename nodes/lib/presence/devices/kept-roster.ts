import type { Device, Side } from "./device";
import type { PresentState } from "./roster";

/** What is remembered of a device. */
export interface KeptKnowledge {
  /** The last state that was known of it; `unknown` if none ever was. */
  readonly state: PresentState;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** See `Device`. */
  readonly isTalkative: boolean;
  readonly retainsOnly?: Side;
}

/** A device as it is kept over a restart. */
export interface KeptDevice extends KeptKnowledge {
  readonly device: string;
  readonly convention: string;
  readonly topic: string;
}

/** What a node remembers over a restart: plain data, which a context store can write as JSON. */
export interface KeptRoster {
  readonly devices: readonly KeptDevice[];
}

const STATES: ReadonlySet<unknown> = new Set(["unknown", "online", "offline", "sleeping", "stale"]);

/** What is to be kept of a device: what was known last, since nothing is known while the broker is away. */
export function keptDevice({ name, convention, topic, retainsOnly, isTalkative, ...device }: Device): KeptDevice {
  const { state, since } = device.knownBefore ?? device;
  const kept = { device: name, convention, topic, state: state as PresentState, since, isTalkative };
  return retainsOnly === undefined ? kept : { ...kept, retainsOnly };
}

/** Reads what a context store holds, which anybody may have written: what isn't a device is left out. */
export function keptDevices(stored: unknown): KeptDevice[] {
  const { devices } = (stored ?? {}) as { readonly devices?: unknown };
  return Array.isArray(devices) ? devices.filter(isKeptDevice) : [];
}

function isKeptDevice(entry: unknown): entry is KeptDevice {
  if (typeof entry !== "object" || entry === null) return false;
  const { device, convention, topic, state, since, isTalkative, retainsOnly } = entry as Readonly<
    Record<string, unknown>
  >;
  return (
    [device, convention, topic].every((text) => typeof text === "string") &&
    STATES.has(state) &&
    Number.isSafeInteger(since) &&
    typeof isTalkative === "boolean" &&
    [undefined, "online", "offline"].includes(retainsOnly as undefined)
  );
}
