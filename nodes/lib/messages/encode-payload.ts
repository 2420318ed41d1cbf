import { MqttNodeError } from "../errors";
import { copyBytes } from "./copy-bytes";

/**
 * Turns `msg.payload` into what is sent: buffers and typed arrays as they are, text as UTF-8, numbers, booleans and
 * bigints as their text, null as an empty text, objects as JSON.
 * @throws MqttNodeError `payload-missing` if undefined, `payload-unserialisable` for functions, symbols and cycles, and
 * for whatever throws while it is read
 */
export function encodePayload(payload: unknown): string | Buffer {
  switch (typeof payload) {
    case "string":
      return payload;
    case "number":
    case "boolean":
    case "bigint":
      return String(payload);
    case "object":
      return payload === null ? "" : encodeObject(payload);
    case "undefined":
      throw new MqttNodeError("payload-missing", {});
    default:
      throw new MqttNodeError("payload-unserialisable", {});
  }
}

function encodeObject(payload: object): string | Buffer {
  const encoded = read(() => copyBytes(payload) ?? stringify(payload));
  if (encoded === undefined) throw new MqttNodeError("payload-unserialisable", {});
  return encoded;
}

/** Undefined where a `toJSON` says so, which TypeScript doesn't know of. */
function stringify(payload: object): string | undefined {
  return JSON.stringify(payload);
}

function read<T>(call: () => T): T {
  try {
    return call();
  } catch (cause) {
    throw new MqttNodeError("payload-unserialisable", {}, cause);
  }
}
