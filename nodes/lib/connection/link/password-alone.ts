import type { Writable } from "node:stream";

/** Where the Connect Flags stand in a CONNECT of MQTT 5, after the fixed header [MQTT 5, 3.1.2.3]. */
const FLAGS = 7;
const USER_NAME_FLAG = 0x80;
/** An empty user name: its length. */
const EMPTY_USER_NAME = 2;
/** Bytes that tell how long a field is. */
const LENGTH = 2;

/**
 * Lets the CONNECT that is written next go without its empty user name: MQTT 5 allows a password alone, which
 * mqtt-packet doesn't write [MQTT 5, 3.1.2.9].
 * @param stream on which MQTT.js writes a CONNECT with an empty user name and a password
 */
export function omitUserName(stream: Writable, password: string): void {
  const write = stream.write.bind(stream) as (chunk: Buffer) => boolean;
  const pieces: Buffer[] = [];
  stream.write = (chunk: Buffer | string, encoding?: unknown) => {
    pieces.push(typeof chunk === "string" ? Buffer.from(chunk, encoding as BufferEncoding) : chunk);
    const packet = Buffer.concat(pieces);
    const body = bodyOf(packet);
    if (body === undefined) return true;
    // From here on the stream's own method is found again.
    Reflect.deleteProperty(stream, "write");
    return write(withoutUserName(packet, body, Buffer.byteLength(password)));
  };
}

/** What follows the fixed header, once all of it has come. */
function bodyOf(packet: Buffer): Buffer | undefined {
  let length = 0;
  for (let at = 1; at < packet.length; at += 1) {
    const byte = packet[at] ?? 0;
    length += (byte & 0x7f) * 0x80 ** (at - 1);
    if (byte < 0x80) return packet.length > at + length ? packet.subarray(at + 1, at + 1 + length) : undefined;
  }
  return undefined;
}

function withoutUserName(packet: Buffer, body: Buffer, passwordBytes: number): Buffer {
  const userName = body.length - passwordBytes - LENGTH - EMPTY_USER_NAME;
  const rest = Buffer.concat([body.subarray(0, userName), body.subarray(userName + EMPTY_USER_NAME)]);
  rest[FLAGS] = (rest[FLAGS] ?? 0) & ~USER_NAME_FLAG;
  return Buffer.concat([packet.subarray(0, 1), encodedLength(rest.length), rest]);
}

/** A Variable Byte Integer [MQTT 5, 1.5.5]. */
function encodedLength(length: number): Buffer {
  const bytes: number[] = [];
  for (let left = length; bytes.length === 0 || left > 0; left = Math.floor(left / 0x80)) {
    bytes.push((left % 0x80) | (left >= 0x80 ? 0x80 : 0));
  }
  return Buffer.from(bytes);
}
