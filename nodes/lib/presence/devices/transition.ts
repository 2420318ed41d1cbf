import type { ReportReason } from "../evidence";

/** How a device stands. */
export type DeviceState = "unknown" | "online" | "offline" | "sleeping" | "stale" | "removed";

/**
 * Why: the device or its broker says so (`reported`, `will`, `clean`), it is silent (`timeout`), it gives a sign of life
 * (`activity`), what reaches it is down or back (`parent`), our own connection is lost (`broker`), a person has forgotten it
 * (`command`).
 */
export type TransitionReason = ReportReason | "timeout" | "parent" | "broker" | "activity" | "command";

/** A change of a device's state. */
export interface Transition {
  readonly device: string;
  readonly state: DeviceState;
  readonly previous: DeviceState;
  /** When the state began: milliseconds since 1970. */
  readonly since: number;
  /** Milliseconds that the previous state lasted, 0 or more. */
  readonly duration: number;
  readonly reason: TransitionReason;
  /** Whether it only tells how things stood when we subscribed, and nothing has changed that was known before. */
  readonly initial: boolean;
  /** Where the device says how it is. */
  readonly topic: string;
  /** Id of the convention. */
  readonly convention: string;
}
