import type { Clock } from "../clock";
import { Deadlines } from "./deadlines";
import { stateOf, type Device } from "./device";
import type { FamilyRole, Report, ReportedState } from "./evidence";
import { Families } from "./family";
import { Grace } from "./grace";
import type { KeptDevice } from "./kept-roster";
import type { Roster } from "./roster";
import type { DeviceState, Transition, TransitionReason } from "./transition";

/** How patient a node is. */
export interface Patience {
  /** Seconds that an offline must last before it is reported; 0: none. */
  readonly grace: number;
  /** Seconds of silence after which a device counts as stale; 0: silence is fine. */
  readonly heartbeat: number;
}

/** Why a device may stand otherwise now. */
interface Cause {
  readonly reason: TransitionReason;
  /** When it happened, if that is not now. */
  readonly since?: number;
  /** Whether the broker only tells what it has kept. */
  readonly isSnapshot?: boolean;
}

/** The state machine of all devices of a node: what is learned of them comes in, transitions come out. */
export class Liveness {
  readonly #roster: Roster;
  readonly #clock: Clock;
  readonly #changed: (transition: Transition) => void;
  readonly #families = new Families();
  readonly #grace: Grace;
  readonly #silence: Deadlines<Device>;
  #isConnected = false;

  /** @param changed is told of each transition, when the roster shows it */
  constructor(roster: Roster, patience: Patience, clock: Clock, changed: (transition: Transition) => void) {
    this.#roster = roster;
    this.#clock = clock;
    this.#changed = changed;
    this.#grace = new Grace(patience.grace, clock, (device, report, since) => this.#graceOver(device, report, since));
    this.#silence = new Deadlines(patience.heartbeat, clock, (device) => this.#silent(device));
  }

  /** The broker can be heard. */
  connected(): void {
    this.#isConnected = true;
    for (const device of this.#roster) this.#settle(device, { reason: "reported" });
  }

  /** The broker can't be heard: nothing is known any more of any device, which says nothing of the device. */
  lost(): void {
    this.#isConnected = false;
    this.#grace.clear();
    this.#silence.clear();
    for (const device of this.#roster) {
      device.report = undefined;
      device.isProvedAlive = false;
      if (device.state !== "unknown") this.#change(device, "unknown", { reason: "broker" });
      device.isSilent = device.knownBefore?.state === "stale" && this.#silence.areKept;
    }
  }

  /** A device is as it was before a restart, as far as that can be known. */
  restore(device: Device, { state, since, retainsOnly }: Pick<KeptDevice, "state" | "since" | "retainsOnly">): void {
    if (state !== "unknown") device.knownBefore = { state, since, isRestored: true };
    device.isSilent = state === "stale" && this.#silence.areKept;
    device.retainsOnly = retainsOnly;
  }

  /** A device says how it is. @param isSnapshot whether the broker only tells what it has kept */
  report(device: Device, report: Report, isSnapshot: boolean): void {
    const isOffline = report.state === "offline";
    if (isOffline && this.#mayPass(device, isSnapshot)) return this.#hold(device, report);
    this.#grace.drop(device);
    device.report = report;
    // What the broker has kept is older than what was heard, and no sign of life.
    if (!isSnapshot) device.isProvedAlive = device.isSilent = false;
    if (!isOffline) this.#silence.set(device);
    this.#settle(device, { reason: report.reason, isSnapshot });
  }

  /** A device is heard of. It is alive then, whatever was said of it before. */
  sign(device: Device): void {
    this.#grace.drop(device);
    this.#silence.set(device);
    device.isProvedAlive = true;
    device.isSilent = false;
    this.#settle(device, { reason: "activity" });
  }

  /** What a device last said, though it may not be reported yet. */
  said(device: Device): ReportedState | undefined {
    return (this.#grace.pending(device) ?? device.report)?.state;
  }

  /** The device reaches others by the name of a family, or is reached. */
  enter(device: Device, family: string, role: FamilyRole): void {
    const former = device.heads;
    if (role === "parent") this.#families.lead(family, device);
    else this.#families.join(family, device);
    this.#related(device);
    this.#settleAll(former?.children);
  }

  /** The device is reached by nobody but itself. */
  leave(device: Device): void {
    this.#families.leave(device);
    this.#related(device);
  }

  /** The device is gone. */
  remove(device: Device, reason: TransitionReason): void {
    const { heads } = device;
    this.#grace.drop(device);
    this.#silence.cancel(device);
    this.#families.remove(device);
    this.#roster.remove(device);
    this.#change(device, "removed", { reason });
    this.#settleAll(heads?.children);
  }

  /** Nothing is due until {@link resume}, but time goes on. */
  pause(): void {
    this.#grace.pause();
    this.#silence.pause();
  }

  resume(): void {
    this.#grace.resume();
    this.#silence.resume();
  }

  close(): void {
    this.#grace.clear();
    this.#silence.clear();
  }

  /** Whether an offline is news that may pass: what merely stood so when we subscribed is none. */
  #mayPass(device: Device, isSnapshot: boolean): boolean {
    return this.#grace.isGiven && (!isSnapshot || isNews(device, "offline"));
  }

  #hold(device: Device, report: Report): void {
    this.#silence.cancel(device);
    this.#grace.hold(device, report);
  }

  #graceOver(device: Device, report: Report, since: number): void {
    device.report = report;
    device.isProvedAlive = false;
    this.#settle(device, { reason: report.reason, since });
  }

  #silent(device: Device): void {
    device.isSilent = true;
    this.#settle(device, { reason: "timeout" });
  }

  #related(device: Device): void {
    this.#settle(device, { reason: "parent" });
    this.#settleAll(device.heads?.children);
  }

  /** What reaches them is down, or back. */
  #settleAll(children: Iterable<Device> = []): void {
    for (const child of children) this.#settle(child, { reason: "parent" });
  }

  /** Brings a device's state in line with what is known of it, and then those of its children. */
  #settle(device: Device, cause: Cause): void {
    const state = this.#isConnected ? stateOf(device) : "unknown";
    if (state === device.state) return;
    this.#change(device, state, cause);
    this.#settleAll(device.heads?.children);
  }

  #change(device: Device, state: DeviceState, cause: Cause): void {
    const now = this.#clock.date();
    const { knownBefore } = device;
    const isNewlyKnown = state !== "unknown" && state !== "removed";
    const isNew = isNewlyKnown && isNews(device, state);
    const before = knownBefore?.isRestored === true && isNew ? knownBefore : device;
    const since = isNewlyKnown && knownBefore?.state === state ? knownBefore.since : (cause.since ?? now);
    const transition = {
      device: device.name,
      state,
      previous: before.state,
      since,
      duration: Math.max(0, (cause.since ?? now) - before.since),
      reason: cause.reason,
      initial: cause.isSnapshot === true && !isNew,
      topic: device.topic,
      convention: device.convention,
    };
    if (isNewlyKnown) device.knownBefore = undefined;
    // What is out of reach may still be as it was.
    else if (isOutOfReach(state, cause))
      device.knownBefore = { state: device.state, since: device.since, isRestored: false };
    if (state !== "removed") this.#roster.move(device, state);
    device.since = since;
    device.reason = cause.reason;
    this.#changed(transition);
  }
}

/** Whether a device is unknown by no fault of its own. */
function isOutOfReach(state: DeviceState, { reason }: Cause): boolean {
  return state === "unknown" && (reason === "broker" || reason === "parent");
}

/** Whether a state is another than the one known before a time in which nothing was known. */
function isNews({ knownBefore }: Device, state: DeviceState): boolean {
  return knownBefore !== undefined && knownBefore.state !== state;
}
