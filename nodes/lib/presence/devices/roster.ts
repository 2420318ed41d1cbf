import type { Device, Side } from "./device";
import type { DeviceState, TransitionReason } from "./transition";

/** The states that a device in a roster can have: who is removed is in none. */
export type PresentState = Exclude<DeviceState, "removed">;

/** How many devices stand how. */
export type DeviceCounts = Readonly<Record<PresentState, number>>;

/** A device as a flow gets it. */
export interface RosterEntry {
  readonly state: DeviceState;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly reason: TransitionReason;
  readonly topic: string;
  /** Id of the convention. */
  readonly convention: string;
  /** What the broker retains of the device, where it retains only that: after a restart it may look so, and not be. */
  readonly retainsOnly?: Side;
}

/** All devices, as a flow gets them. */
export type RosterList = { readonly devices: Readonly<Record<string, RosterEntry>> } & DeviceCounts;

/** All devices that are known. */
export class Roster {
  readonly #devices = new Map<string, Device>();
  readonly #counts: Record<PresentState, number> = { online: 0, offline: 0, unknown: 0, sleeping: 0, stale: 0 };

  get size(): number {
    return this.#devices.size;
  }

  get counts(): DeviceCounts {
    return this.#counts;
  }

  get(name: string): Device | undefined {
    return this.#devices.get(name);
  }

  add(device: Device): void {
    this.#devices.set(device.name, device);
    this.#count(device.state, 1);
  }

  remove(device: Device): void {
    if (this.#devices.delete(device.name)) this.#count(device.state, -1);
  }

  /** The device stands otherwise from now on. */
  move(device: Device, state: DeviceState): void {
    this.#count(device.state, -1);
    device.state = state;
    this.#count(state, 1);
  }

  [Symbol.iterator](): IterableIterator<Device> {
    return this.#devices.values();
  }

  /** Made anew each time: a flow may do with it what it likes. */
  list(): RosterList {
    const devices = Object.fromEntries(Array.from(this, (device) => [device.name, entryOf(device)]));
    return { devices, ...this.#counts };
  }

  #count(state: DeviceState, change: number): void {
    if (state !== "removed") this.#counts[state] += change;
  }
}

function entryOf({ state, since, reason, topic, convention, retainsOnly }: Device): RosterEntry {
  const entry = { state, since, reason, topic, convention };
  return retainsOnly === undefined ? entry : { ...entry, retainsOnly };
}
