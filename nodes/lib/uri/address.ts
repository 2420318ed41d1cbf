import { isPlainObject } from "../config/plain-object";
import { brokerUriOf } from "./broker-parts";
import { parseUriPiece, type BrokerUri } from "./broker-uri";
import { locating, uriError } from "./uri-error";
import { uriList } from "./uri-list";

/** How an address is read. */
export interface AddressOptions {
  /** False: `host[:port]` is `mqtt://host[:port]`. */
  readonly strict?: boolean;
}

/**
 * Reads the address of one or several brokers: a text, which may be a list of URIs; a Buffer with such a text; an object
 * of parts; or an array of these.
 * @returns several only for an array, or for a text that lists several
 * @throws MqttNodeError with a `uri-*` code, or `env-unset`; its cause tells which element of an array it is about
 */
export function readAddress(value: unknown, options: AddressOptions = {}): BrokerUri | readonly BrokerUri[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => locating({ index }, () => readOne(item, options)));
  }
  return readOne(value, options);
}

/**
 * The text in a value that can hold one.
 * @throws MqttNodeError `uri-not-text`
 */
export function textIn(value: unknown): string {
  if (typeof value === "string") return value;
  if (!(value instanceof Uint8Array)) throw notText(value);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(value);
  } catch {
    throw notText(value);
  }
}

function readOne(value: unknown, { strict = true }: AddressOptions): BrokerUri | readonly BrokerUri[] {
  if (isPlainObject(value)) return brokerUriOf(value);
  const uris = uriList(textIn(value)).map((piece) => parseUriPiece(piece, { strict }));
  const [only] = uris;
  return uris.length === 1 && only !== undefined ? only : uris;
}

function notText(value: unknown): Error {
  const isBytes = value instanceof Uint8Array;
  const kind = value === null ? "null" : Array.isArray(value) ? "array" : isBytes ? "binary" : typeof value;
  return uriError("uri-not-text", { kind }, {});
}
