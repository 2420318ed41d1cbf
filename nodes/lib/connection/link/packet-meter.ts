/** Bytes of the longest fixed header: the type, and a length of up to four [MQTT-2.1.4]. */
const LONGEST_HEADER = 5;

/**
 * Reads how long the packets in a stream of bytes are, so that one that is too large is noticed by its header and not
 * when all of it is in memory.
 */
export class PacketMeter {
  readonly #limit: number;
  /** Bytes of the fixed header that have come. */
  #headerBytes = 0;
  #length = 0;
  /** Bytes of the packet that are still to come. */
  #left = 0;

  /** @param limit bytes a packet may have, its header included */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @returns the size of a packet that begins here and is too large, 0 if there is none */
  excess(chunk: Buffer): number {
    for (let at = 0; at < chunk.length; at += 1) {
      const skipped = Math.min(this.#left, chunk.length - at);
      this.#left -= skipped;
      at += skipped;
      const byte = chunk[at];
      if (byte === undefined) return 0;
      const size = this.#readHeader(byte);
      if (size > this.#limit) return size;
    }
    return 0;
  }

  /** @returns the packet's size if its header ends with this byte, else 0 */
  #readHeader(byte: number): number {
    this.#headerBytes += 1;
    if (this.#headerBytes === 1) {
      this.#length = 0;
      return 0;
    }
    this.#length += (byte & 0x7f) * 0x80 ** (this.#headerBytes - 2);
    // A length of more than four bytes is malformed: that is the parser's to find.
    if (byte >= 0x80 && this.#headerBytes < LONGEST_HEADER) return 0;
    const size = this.#headerBytes + this.#length;
    this.#headerBytes = 0;
    this.#left = this.#length;
    return size;
  }
}
