const LOOK_EVERY_MS = 20;

/** What this process has in memory: the heap and what is outside of it. Needs `--expose-gc`. */
export class Memory {
  #most = 0;

  /** Bytes after a collection of garbage. */
  used() {
    // What is only freed when its owner is collected takes a second one.
    for (let times = 0; times < 2; times++) globalThis.gc();
    return inUse();
  }

  /** The most bytes since the first call, garbage included. */
  peak() {
    if (this.#most === 0) setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#look();
    return this.#most;
  }

  #look() {
    this.#most = Math.max(this.#most, inUse());
  }
}

function inUse() {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
