/** Another one with every run, unless `TEST_SEED` names it; tests that use it say it in their title. */
export const SEED = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);

/** Pseudo-random choices that come again with the same seed (a 32 bit xorshift). */
export class SeededRandom {
  #state: number;

  constructor(seed: number = SEED) {
    // Zero would stay zero.
    this.#state = (seed ^ 0x9e3779b9) >>> 0 || 1;
    for (let round = 0; round < 8; round += 1) this.#next();
  }

  /** A whole number from 0 to less than `limit`. */
  below(limit: number): number {
    return this.#next() % limit;
  }

  pick<T>(options: readonly T[]): T {
    return options[this.below(options.length)] as T;
  }

  /** A text of up to `length` of the given pieces. */
  text(pieces: readonly string[], length: number): string {
    return Array.from({ length: this.below(length + 1) }, () => this.pick(pieces)).join("");
  }

  #next(): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state >>> 0;
    return this.#state;
  }
}
