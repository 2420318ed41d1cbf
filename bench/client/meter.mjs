import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";

/** Between two samples of the event loop; a sample is how late its timer was beyond that. */
const RESOLUTION_MS = 5;
const NS_PER_MS = 1e6;

/** Takes the CPU time of this process from the call of `measure` to the last of its messages. */
export class Meter {
  #left = Infinity;
  #settle;

  /**
   * Resolves when so many messages have been counted, with the figures of a message: `cpu` (microseconds), `rate`
   * (a second), and of all: `milliseconds`, `loopDelay` (the 99th percentile, ms), `stall` (the longest delay, ms). Rejects if one is reported as failed.
   * `others`: what is counted beside the messages.
   */
  async measure(messages, others = 0) {
    const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    this.#left = messages + others;
    delay.enable();
    const began = performance.now();
    const cpuBefore = process.cpuUsage();
    await new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    const { user, system } = process.cpuUsage(cpuBefore);
    const milliseconds = performance.now() - began;
    await setTimeout(2 * RESOLUTION_MS); // else a stall at the end, or one that lasted throughout, is not seen
    delay.disable();
    return {
      cpu: (user + system) / messages,
      milliseconds,
      rate: (messages / milliseconds) * 1000,
      loopDelay: Math.max(0, delay.percentile(99) / NS_PER_MS - RESOLUTION_MS),
      stall: Math.max(0, delay.max / NS_PER_MS - RESOLUTION_MS),
    };
  }

  count() {
    this.#left -= 1;
    if (this.#left === 0) this.#settle.resolve();
  }

  fail(error) {
    this.#settle?.reject(error);
  }
}
