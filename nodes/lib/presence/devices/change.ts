import type { Device } from "./device";
import type { DeviceState, Transition, TransitionReason } from "./transition";

/** Why a device may stand otherwise now. */
export interface Cause {
  readonly reason: TransitionReason;
  /** When it happened, if that is not now. */
  readonly since?: number;
  /** Whether the broker only tells what it has kept. */
  readonly isSnapshot: boolean;
}

/** What is told of a device that is to stand otherwise. @param now milliseconds since 1970 */
export function transitionOf(device: Device, state: DeviceState, cause: Cause, now: number): Transition {
  const { knownBefore, name, topic, convention } = device;
  const isNew = isKnown(state) && isNews(device, state);
  const before = knownBefore?.isRestored === true && isNew ? knownBefore : device;
  const begin = cause.since ?? now;
  return {
    device: name,
    state,
    previous: before.state,
    since: isKnown(state) && knownBefore?.state === state ? knownBefore.since : begin,
    duration: Math.max(0, begin - before.since),
    reason: cause.reason,
    initial: cause.isSnapshot && !isNew,
    topic,
    convention,
  };
}

/** Keeps what is known for the time in which nothing is, to be compared with what comes then. */
export function remember(device: Device, state: DeviceState, since: number, { reason, isSnapshot }: Cause): void {
  const isOutOfReach = state === "unknown" && (reason === "broker" || reason === "parent");
  // What the broker has kept of who is as silent as before is still to come.
  if (isSnapshot && state === "stale") device.knownBefore = { state, since, isRestored: false };
  else if (isKnown(state)) device.knownBefore = undefined;
  else if (isOutOfReach) device.knownBefore = { state: device.state, since: device.since, isRestored: false };
}

function isKnown(state: DeviceState): boolean {
  return state !== "unknown" && state !== "removed";
}

/** Whether a state is another than the one known before a time in which nothing was known. */
export function isNews({ knownBefore }: Device, state: DeviceState): boolean {
  return knownBefore !== undefined && knownBefore.state !== state;
}
