import { isUtf8 } from "node:buffer";

/** The beginning of a payload as people can read it. */
export interface PayloadExcerpt {
  readonly text: string;
  /** The text is hex digits, since the payload isn't UTF-8. */
  readonly isBinary: boolean;
  /** Of the text as UTF-8. */
  readonly textBytes: number;
}

const DIGITS_PER_BYTE = 2;

/** @param most bytes of text; no character is cut in two */
export function payloadExcerpt(payload: Buffer, most: number): PayloadExcerpt {
  if (!isUtf8(payload)) {
    const text = payload.toString("hex", 0, Math.floor(most / DIGITS_PER_BYTE));
    return { text, isBinary: true, textBytes: text.length };
  }
  const end = characterEnd(payload, most);
  return { text: payload.toString("utf8", 0, end), isBinary: false, textBytes: end };
}

/** Where the last character ends that ends within the first bytes. */
function characterEnd(payload: Buffer, most: number): number {
  if (payload.length <= most) return payload.length;
  let end = most;
  while (isContinuation(payload[end])) end -= 1;
  return end;
}

/** Whether a byte of UTF-8 goes on with a character. */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
