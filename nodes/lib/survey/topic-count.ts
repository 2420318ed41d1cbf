/** Bits, a power of 2. With as many topics the count is right to a few in a thousand. */
const BITS = 1 << 20;

/**
 * About how many different topics there were, though none of them is kept: each sets one bit of a table, and the bits
 * that are left say how many have met on one. Exact enough to be shown: a few are counted to the last, some millions
 * to a few per cent.
 */
export class TopicCount {
  readonly #table = new Uint8Array(BITS / 8);
  #unset = BITS;

  /** About how many. */
  get value(): number {
    return Math.round(BITS * Math.log((BITS + 1) / (this.#unset + 1)));
  }

  add(topic: string): void {
    const bit = hashOf(topic) % BITS;
    const mask = 1 << (bit & 7);
    const byte = this.#table[bit >> 3] ?? 0;
    if ((byte & mask) !== 0) return;
    this.#table[bit >> 3] = byte | mask;
    this.#unset -= 1;
  }
}

/** FNV-1a of the text's units, mixed once more, since topics often differ in their last digits only. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
