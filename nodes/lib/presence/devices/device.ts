import type { Report } from "../evidence";
import type { Family } from "./family";
import type { DeviceState, TransitionReason } from "./transition";

/** One of the two things that a device says of itself, of which the broker should retain both. */
export type Side = "online" | "offline";

/** What was known of a device before a time in which nothing was. */
export interface KnownBefore {
  readonly state: DeviceState;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Whether that was before a restart of Node-RED, which told nobody that nothing is known any more. */
  readonly isRestored: boolean;
}

/** What a device is, where it says so, and when the broker retains only one of the two things it can say. */
export interface DeviceIdentity {
  readonly name: string;
  /** Id of the convention. */
  readonly convention: string;
  readonly topic: string;
}

/** A device, with what is known of it. How it stands follows from that: see {@link stateOf}. */
export class Device {
  readonly name: string;
  readonly convention: string;
  /** Where it last said something. */
  topic: string;
  /** What it last said of itself on this connection. */
  report: Report | undefined;
  /** It gave a sign of life after that. */
  isProvedAlive = false;
  /** Whether it gives signs of life, so that silence says something. */
  isTalkative = false;
  /** No sign of life has come for too long. */
  isSilent = false;
  /** Devices that it needs to be reached. */
  family: Family | undefined;
  /** Devices that need it. */
  heads: Family | undefined;
  /** What the broker retains of it, if it retains only that: it is no proof at the next start. */
  retainsOnly: Side | undefined;
  state: DeviceState = "unknown";
  reason: TransitionReason = "reported";
  /** When the state began: milliseconds since 1970. */
  since: number;
  knownBefore: KnownBefore | undefined;

  constructor({ name, convention, topic }: DeviceIdentity, since: number) {
    this.name = name;
    this.convention = convention;
    this.topic = topic;
    this.since = since;
  }
}

/** How a device stands on a connection that stands. */
export function stateOf({ family, report, isProvedAlive, isSilent }: Device): DeviceState {
  if (family?.isDown === true) return "unknown";
  if (report?.state === "sleeping") return "sleeping";
  if (report?.state === "online" || isProvedAlive) return isSilent ? "stale" : "online";
  // Who has been silent for too long is so still, until something is heard.
  if (report === undefined) return isSilent ? "stale" : "unknown";
  return report.state;
}
