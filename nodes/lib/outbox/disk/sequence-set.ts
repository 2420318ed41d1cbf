/** Numbers of one bit mask. */
const WIDTH = 32;

/** Sequence numbers of which many follow each other: about ten bits each. */
export class SequenceSet {
  readonly #masks = new Map<number, number>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(sequence: number): boolean {
    return (this.#maskOf(sequence) & bitOf(sequence)) !== 0;
  }

  /** @returns whether it is new */
  add(sequence: number): boolean {
    const mask = this.#maskOf(sequence);
    if ((mask & bitOf(sequence)) !== 0) return false;
    this.#masks.set(keyOf(sequence), mask | bitOf(sequence));
    this.#size += 1;
    return true;
  }

  /** @returns whether it was there */
  delete(sequence: number): boolean {
    const mask = this.#maskOf(sequence);
    if ((mask & bitOf(sequence)) === 0) return false;
    const left = mask & ~bitOf(sequence);
    if (left === 0) this.#masks.delete(keyOf(sequence));
    else this.#masks.set(keyOf(sequence), left);
    this.#size -= 1;
    return true;
  }

  #maskOf(sequence: number): number {
    return this.#masks.get(keyOf(sequence)) ?? 0;
  }
}

function keyOf(sequence: number): number {
  return Math.floor(sequence / WIDTH);
}

function bitOf(sequence: number): number {
  return 1 << (sequence % WIDTH);
}
