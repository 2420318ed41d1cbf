/** The number of a filter's level `+`. */
export const ANY_LEVEL = -1;

/** The number of a level that no filter names. */
const UNKNOWN_LEVEL = 0;

interface NumberedLevel {
  readonly number: number;
  /** How often filters name it. */
  uses: number;
}

/**
 * Numbers the levels that filters name: a look-up walks many branches, and compares a number sooner than a text. A level
 * is forgotten with the last filter that names it, since filters of replies come and go.
 */
export class LevelNumbers {
  readonly #levels = new Map<string, NumberedLevel>();
  #last = UNKNOWN_LEVEL;

  /** The numbers of a filter's levels, which are kept until they are given back. */
  take(levels: readonly string[]): number[] {
    return levels.map((level) => (level === "+" ? ANY_LEVEL : this.#take(level)));
  }

  /** Gives back what {@link take} has kept, once. */
  giveBack(levels: readonly string[]): void {
    for (const level of levels) {
      const known = this.#levels.get(level);
      if (known === undefined) continue;
      known.uses -= 1;
      if (known.uses === 0) this.#levels.delete(level);
    }
  }

  /** The numbers of a filter's levels, as they were taken. */
  ofFilter(levels: readonly string[]): number[] {
    return levels.map((level) => (level === "+" ? ANY_LEVEL : this.#numberOf(level)));
  }

  /** The numbers of a topic name's levels. */
  ofTopic(topic: string): number[] {
    const numbers: number[] = [];
    let start = 0;
    for (let end = topic.indexOf("/"); end !== -1; end = topic.indexOf("/", start)) {
      numbers.push(this.#numberOf(topic.slice(start, end)));
      start = end + 1;
    }
    numbers.push(this.#numberOf(topic.slice(start)));
    return numbers;
  }

  #take(level: string): number {
    const known = this.#levels.get(level);
    if (known !== undefined) {
      known.uses += 1;
      return known.number;
    }
    this.#last += 1;
    this.#levels.set(level, { number: this.#last, uses: 1 });
    return this.#last;
  }

  #numberOf(level: string): number {
    return this.#levels.get(level)?.number ?? UNKNOWN_LEVEL;
  }
}
