import { choice, flag, integer, text, type ValuesOf } from "../config/field";
import { MAX_FOUR_BYTES, MAX_TWO_BYTES } from "../config/limits";
import { MqttNodeError } from "../errors";
import { nearest } from "./near-miss";
import { decode } from "./percent-encoding";
import type { Piece } from "./piece";
import { uriError } from "./uri-error";

/** Settings that a broker URI may carry as query parameters; times are seconds, `clean` is Clean Start in MQTT 5. */
const FIELDS = {
  clientId: text(),
  keepalive: integer(undefined, 0, MAX_TWO_BYTES),
  clean: flag(undefined),
  sessionExpiry: integer(undefined, 0, MAX_FOUR_BYTES),
  protocolVersion: choice(undefined, ["5", "4", "3"]),
  connectTimeout: integer(undefined, 1, 3_600),
};

/** The settings in one URI; they win over the fields of `broker-config`. */
export type UriParameters = Partial<ValuesOf<typeof FIELDS>>;

/** Other names in use for them, in lower case and without separators. */
const MEANT: ReadonlyMap<string, keyof UriParameters> = new Map([
  ["client", "clientId"],
  ["cleansession", "clean"],
  ["cleanstart", "clean"],
  ["sessionexpiryinterval", "sessionExpiry"],
  ["version", "protocolVersion"],
  ["timeout", "connectTimeout"],
  ["connecttimeoutseconds", "connectTimeout"],
]);
const PLAIN_NAMES: ReadonlyMap<string, keyof UriParameters> = new Map(
  (Object.keys(FIELDS) as (keyof UriParameters)[]).map((name) => [name.toLowerCase(), name]),
);

/** One `name=value` of a query. */
export interface QueryItem {
  /** As written, and where. */
  readonly name: Piece;
  /** As written; empty without `=`. */
  readonly value: Piece;
}

/** Takes a query apart at its `&`s. */
export function* queryItems(query: Piece): Generator<QueryItem> {
  let start = 0;
  for (const item of query.text.split("&")) {
    const equals = item.indexOf("=");
    const end = start + item.length;
    const nameEnd = equals === -1 ? end : start + equals;
    yield { name: query.slice(start, nameEnd), value: query.slice(Math.min(nameEnd + 1, end), end) };
    start = end + 1;
  }
}

/** Whether a name is one of a parameter of ours. */
export function isParameter(name: string): name is keyof UriParameters {
  return Object.hasOwn(FIELDS, name);
}

/** The parameter that someone most likely meant by a name that is none. */
export function meantParameter(name: string): keyof UriParameters | undefined {
  const plain = name.toLowerCase().replaceAll(/[-_.]/g, "");
  return MEANT.get(plain) ?? PLAIN_NAMES.get(plain) ?? PLAIN_NAMES.get(nearest(plain, PLAIN_NAMES.keys()) ?? "");
}

/**
 * Reads the query of a broker URI. Unknown names are left alone: a WebSocket server may want them. Of a name that comes
 * twice the last one counts.
 * @throws MqttNodeError `uri-bad-parameter`, `uri-bad-escape`, `uri-bad-character`
 */
export function parseParameters(query: Piece): UriParameters {
  const found: Record<string, unknown> = {};
  if (query.text === "") return found;
  for (const { name, value } of queryItems(query)) {
    if (isParameter(name.text)) found[name.text] = read(name.text, value);
  }
  return found;
}

function read(parameter: keyof UriParameters, value: Piece): unknown {
  const decoded = decode(value);
  try {
    // A field that is empty has its default, but nobody writes `keepalive=` for that.
    return FIELDS[parameter].read(parameter, decoded === "" && parameter !== "clientId" ? " " : decoded);
  } catch (error) {
    const hint = allowed(MqttNodeError.from(error));
    const column = value.column();
    throw uriError("uri-bad-parameter", { parameter, allowed: hint, column }, { column, hint });
  }
}

/** What the setting's own error allows, in no language. */
function allowed({ values }: MqttNodeError): string {
  if ("options" in values) return values.options;
  return "min" in values ? `${values.min}-${values.max}` : "true, false";
}
