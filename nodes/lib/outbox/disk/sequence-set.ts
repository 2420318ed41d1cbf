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
    this.#put(keyOf(sequence), mask & ~bitOf(sequence));
    this.#size -= 1;
    return true;
  }

  /** Deletes those from one to another, however many numbers lie between. */
  deleteRange(first: number, last: number): void {
    for (const [key, mask] of this.#masks) {
      const from = Math.max(first - key * WIDTH, 0);
      const to = Math.min(last - key * WIDTH, WIDTH - 1);
      if (from > to) continue;
      this.#put(key, mask & ~bitsOf(from, to));
      this.#size -= countOf(mask & bitsOf(from, to));
    }
  }

  #put(key: number, mask: number): void {
    if (mask === 0) this.#masks.delete(key);
    else this.#masks.set(key, mask);
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

/** All bits from one to another. */
function bitsOf(from: number, to: number): number {
  return (-1 << from) & (-1 >>> (WIDTH - 1 - to));
}

function countOf(mask: number): number {
  let count = 0;
  // Each turn takes the lowest bit away.
  for (let left = mask; left !== 0; left &= left - 1) count += 1;
  return count;
}
