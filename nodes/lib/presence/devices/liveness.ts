import type { Clock } from "../../clock";
import { Deadlines } from "./deadlines";
import { isNews, remember, transitionOf, type Cause } from "./change";
import { stateOf, type Device } from "./device";
import type { FamilyRole, Report, ReportedState } from "../evidence";
import { Families, type Family } from "./family";
import { Grace } from "./grace";
import type { KeptKnowledge } from "./kept-roster";
import type { Roster } from "./roster";
import type { DeviceState, Transition, TransitionReason } from "./transition";

/** How patient a node is. */
export interface Patience {
  /** Seconds that an offline must last before it is reported; 0: none. */
  readonly grace: number;
  /** Seconds of silence after which a device counts as stale; 0: silence is fine. */
  readonly heartbeat: number;
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
    for (const device of this.#roster) {
      const { isSilent } = device;
      this.#settle(device, { reason: isSilent ? "timeout" : "reported", isSnapshot: isSilent });
      // It may have died unheard.
      if (device.knownBefore?.state === "online") this.#listen(device);
    }
  }

  /** The broker can't be heard: nothing is known any more of any device, which says nothing of the device. */
  lost(): void {
    this.#isConnected = false;
    this.#grace.clear();
    for (const device of this.#roster) {
      device.report = undefined;
      device.isProvedAlive = false;
      if (device.state !== "unknown") this.#change(device, "unknown", { reason: "broker", isSnapshot: false });
      device.isSilent = device.knownBefore?.state === "stale" && this.#silence.areKept;
      device.heads?.look();
    }
    this.#silence.clear();
  }

  /** A device is as it was before a restart, as far as that can be known. */
  restore(device: Device, { state, since, retainsOnly, isTalkative }: KeptKnowledge): void {
    if (state !== "unknown") device.knownBefore = { state, since, isRestored: true };
    device.isSilent = state === "stale" && this.#silence.areKept;
    device.isTalkative = isTalkative;
    device.retainsOnly = retainsOnly;
  }

  /** A device says how it is. @param isSnapshot whether the broker only tells what it has kept */
  report(device: Device, report: Report, isSnapshot: boolean): void {
    if (report.state === "offline" && this.#mayPass(device, isSnapshot)) return this.#hold(device, report);
    this.#grace.drop(device);
    device.report = report;
    // What the broker has kept is older than what was heard, and no sign of life.
    if (!isSnapshot) device.isProvedAlive = device.isSilent = false;
    this.#settle(device, { reason: report.reason, isSnapshot });
    if (!isSnapshot && device.state === "online") this.#listen(device);
  }

  /** A device is heard of. It is alive then, whatever was said of it before, and so is what it is reached by. */
  sign(device: Device): void {
    device.isTalkative = true;
    this.#prove(device);
    for (const parent of device.family?.parents ?? []) if (this.said(parent) === "offline") this.#prove(parent);
  }

  /** What a device last said, though it may not be reported yet. */
  said(device: Device): ReportedState | undefined {
    return (this.#grace.pending(device) ?? device.report)?.state;
  }

  /** The device reaches others by the name of a family, or is reached. */
  enter(device: Device, family: string, role: FamilyRole, isSnapshot: boolean): void {
    const former = device.heads;
    if (role === "parent") this.#families.lead(family, device);
    else this.#families.join(family, device);
    const cause: Cause = { reason: "parent", isSnapshot };
    this.#settle(device, cause);
    if (device.family?.isDown === true) this.#silence.cancel(device);
    this.#lookAt(device.heads, cause);
    this.#lookAt(former, cause);
  }

  /** The device is reached by nobody but itself. */
  leave(device: Device): void {
    this.#families.leave(device);
    const cause: Cause = { reason: "parent", isSnapshot: false };
    this.#settle(device, cause);
    this.#lookAt(device.heads, cause);
  }

  /** The device is gone. */
  remove(device: Device, reason: TransitionReason): void {
    const { heads } = device;
    this.#grace.drop(device);
    this.#silence.cancel(device);
    this.#families.remove(device);
    this.#roster.remove(device);
    this.#change(device, "removed", { reason, isSnapshot: false });
    this.#lookAt(heads, { reason: "parent", isSnapshot: false });
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
    if (!this.#grace.isGiven) return false;
    return !isSnapshot || (isNews(device, "offline") && !device.isProvedAlive);
  }

  #hold(device: Device, report: Report): void {
    this.#silence.cancel(device);
    this.#grace.hold(device, report);
  }

  #graceOver(device: Device, report: Report, since: number): void {
    device.report = report;
    device.isProvedAlive = false;
    this.#settle(device, { reason: report.reason, since, isSnapshot: false });
  }

  #prove(device: Device): void {
    this.#grace.drop(device);
    device.isProvedAlive = true;
    device.isSilent = false;
    this.#settle(device, { reason: "activity", isSnapshot: false });
    if (device.state === "online") this.#listen(device);
  }

  /** From now on silence counts, if it says anything. */
  #listen(device: Device): void {
    if (device.isTalkative && this.#grace.pending(device) === undefined) this.#silence.set(device);
  }

  #silent(device: Device): void {
    device.isSilent = true;
    this.#settle(device, { reason: "timeout", isSnapshot: false });
  }

  /** Brings a device's state in line with what is known of it, and then those of its children. */
  #settle(device: Device, cause: Cause): void {
    const state = this.#isConnected ? stateOf(device) : "unknown";
    if (state === device.state) return;
    this.#change(device, state, cause);
    this.#lookAt(device.heads, { reason: "parent", isSnapshot: cause.isSnapshot });
  }

  /** Who reaches these devices may be down, or back: what was silence meanwhile was none of theirs. */
  #lookAt(family: Family | undefined, cause: Cause): void {
    if (family?.look() !== true) return;
    for (const child of family.children) {
      this.#settle(child, cause);
      if (family.isDown) this.#silence.cancel(child);
      else if (child.knownBefore?.state === "online") this.#listen(child);
    }
  }

  #change(device: Device, state: DeviceState, cause: Cause): void {
    const transition = transitionOf(device, state, cause, this.#clock.date());
    const { since, reason } = transition;
    remember(device, state, since, cause);
    if (state !== "removed") this.#roster.move(device, state);
    if (state !== "online") this.#silence.cancel(device);
    else if (!this.#silence.has(device)) this.#listen(device);
    device.since = since;
    device.reason = reason;
    this.#changed(transition);
  }
}
