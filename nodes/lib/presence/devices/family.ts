import type { Device } from "./device";

/** Devices that are reached by others: when such a parent is offline, nothing is known of the children. */
export class Family {
  readonly name: string;
  readonly parents = new Set<Device>();
  readonly children = new Set<Device>();
  #isDown = false;

  constructor(name: string) {
    this.name = name;
  }

  /** Whether a parent was offline at the last look. */
  get isDown(): boolean {
    return this.#isDown;
  }

  /**
   * Looks whether a parent is offline. One that is somebody's child counts for nothing: no circle of them can have an effect.
   * @returns whether that is new
   */
  look(): boolean {
    const wasDown = this.#isDown;
    this.#isDown = [...this.parents].some(({ state, family }) => state === "offline" && family === undefined);
    return this.#isDown !== wasDown;
  }
}

/** All families, by what their members call them. */
export class Families {
  readonly #families = new Map<string, Family>();

  /** The device reaches others. */
  lead(name: string, device: Device): void {
    if (device.heads?.name === name) return;
    this.#retire(device);
    device.heads = this.#of(name);
    device.heads.parents.add(device);
  }

  /** The device is reached by others. */
  join(name: string, device: Device): void {
    if (device.family?.name === name) return;
    this.leave(device);
    device.family = this.#of(name);
    device.family.children.add(device);
  }

  /** Nobody reaches the device but itself. */
  leave(device: Device): void {
    const { family } = device;
    device.family = undefined;
    family?.children.delete(device);
    this.#forgetIfEmpty(family);
  }

  /** The device is gone. */
  remove(device: Device): void {
    this.leave(device);
    this.#retire(device);
  }

  #retire(device: Device): void {
    const { heads } = device;
    device.heads = undefined;
    heads?.parents.delete(device);
    this.#forgetIfEmpty(heads);
  }

  #of(name: string): Family {
    const known = this.#families.get(name);
    if (known !== undefined) return known;
    const family = new Family(name);
    this.#families.set(name, family);
    return family;
  }

  #forgetIfEmpty(family: Family | undefined): void {
    if (family !== undefined && family.parents.size + family.children.size === 0) this.#families.delete(family.name);
  }
}
