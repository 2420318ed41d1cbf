import type { Clock } from "../../clock";
import { Deadlines } from "./deadlines";
import type { Device } from "./device";
import type { Report } from "../evidence";

/** An offline that counts only if it lasts. */
interface PendingOffline {
  readonly report: Report;
  /** When it was said: milliseconds since 1970. */
  readonly since: number;
}

/** Holds back what devices say of being offline: most come back before anybody needs to know. */
export class Grace {
  readonly #clock: Clock;
  readonly #deadlines: Deadlines<Device>;
  readonly #pending = new Map<Device, PendingOffline>();

  /**
   * @param seconds 0: nothing is held back
   * @param over is told what has lasted, and since when
   */
  constructor(seconds: number, clock: Clock, over: (device: Device, report: Report, since: number) => void) {
    this.#clock = clock;
    this.#deadlines = new Deadlines(seconds, clock, (device) => {
      const pending = this.#pending.get(device);
      this.#pending.delete(device);
      if (pending !== undefined) over(device, pending.report, pending.since);
    });
  }

  /** Whether anything is held back. */
  get isGiven(): boolean {
    return this.#deadlines.areKept;
  }

  /** What is held back of a device. */
  pending(device: Device): Report | undefined {
    return this.#pending.get(device)?.report;
  }

  /** Said again it lasts no longer. */
  hold(device: Device, report: Report): void {
    if (this.#pending.has(device)) return;
    this.#pending.set(device, { report, since: this.#clock.date() });
    this.#deadlines.set(device);
  }

  /** It is no longer so. */
  drop(device: Device): void {
    if (this.#pending.delete(device)) this.#deadlines.cancel(device);
  }

  clear(): void {
    this.#pending.clear();
    this.#deadlines.clear();
  }

  /** Nothing is over until {@link resume}, but time goes on. */
  pause(): void {
    this.#deadlines.pause();
  }

  resume(): void {
    this.#deadlines.resume();
  }
}
