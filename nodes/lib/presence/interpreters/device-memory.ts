import { MOST_DEVICES } from "../limits";

/** What is remembered of devices, by their names. */
export class DeviceMemory<T> {
  readonly #known = new Map<string, T>();

  get(device: string): T | undefined {
    return this.#known.get(device);
  }

  /** @returns whether there was room for it */
  set(device: string, known: T): boolean {
    if (this.#known.size >= MOST_DEVICES && !this.#known.has(device)) return false;
    this.#known.set(device, known);
    return true;
  }

  delete(device: string): void {
    this.#known.delete(device);
  }

  clear(): void {
    this.#known.clear();
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.#known.values();
  }
}
