const MOST_LENGTH_BYTES = 4;

/** Cuts a byte stream into MQTT control packets by their remaining length [MQTT 5, 1.5.5], without parsing them. */
export class PacketSplitter {
  #rest = Buffer.alloc(0);
  #onPacket;

  /** `onPacket(bytes, start, bodyStart, end)` is called for each whole packet; `bodyStart` is after the fixed header. */
  constructor(onPacket) {
    this.#onPacket = onPacket;
  }

  push(chunk) {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let start = 0;
    for (;;) {
      const bodyStart = bodyStartOf(bytes, start);
      if (bodyStart === undefined) break;
      const end = bodyStart + remainingLength(bytes, start + 1, bodyStart);
      if (end > bytes.length) break;
      this.#onPacket(bytes, start, bodyStart, end);
      start = end;
    }
    this.#rest = bytes.subarray(start);
  }
}

/** Undefined while the fixed header is not complete. */
function bodyStartOf(bytes, start) {
  for (let at = start + 1; at < bytes.length && at <= start + MOST_LENGTH_BYTES; at++) {
    if (bytes[at] < 0x80) return at + 1;
  }
  return undefined;
}

function remainingLength(bytes, from, to) {
  let length = 0;
  for (let at = to - 1; at >= from; at--) length = length * 128 + (bytes[at] & 0x7f);
  return length;
}
