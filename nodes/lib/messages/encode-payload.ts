import { MqttNodeError } from "../errors";

/**
 * Turns `msg.payload` into what is sent: buffers and typed arrays as they are, text as UTF-8, numbers, booleans and
 * bigints as their text, objects as JSON.
 * @throws MqttNodeError `payload-missing` if undefined, `payload-unserialisable` for functions, symbols and cycles
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
      return encodeObject(payload);
    case "undefined":
      throw new MqttNodeError("payload-missing", {});
    default:
      throw new MqttNodeError("payload-unserialisable", {});
  }
}

function encodeObject(payload: object | null): string | Buffer {
  // Copied: a flow may reuse its buffer while the message still waits to be sent.
  if (ArrayBuffer.isView(payload))
    return Buffer.copyBytesFrom(new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength));
  if (payload instanceof ArrayBuffer) return Buffer.copyBytesFrom(new Uint8Array(payload));
  const json = stringify(payload);
  if (json === undefined) throw new MqttNodeError("payload-unserialisable", {});
  return json;
}

/** Undefined where a `toJSON` says so, which TypeScript doesn't know of. */
function stringify(payload: unknown): string | undefined {
  try {
    return JSON.stringify(payload);
  } catch (cause) {
    throw new MqttNodeError("payload-unserialisable", {}, cause);
  }
}
