import type { BrokerUri } from "./broker-uri";
import { formatBrokerUri } from "./format";
import { parseLoneHost, parsePort } from "./host";
import { parseParameters } from "./parameters";
import { Piece } from "./piece";
import { redact } from "./redact";
import { protocolOf, PROTOCOLS, type Protocol } from "./scheme";
import { locating, uriError } from "./uri-error";
import { cutTail } from "./uri-pieces";

/** What `uri-parser` makes of a broker URI: its parts, and the whole with and without its secrets. */
export interface BrokerParts extends Omit<BrokerUri, "parameters"> {
  /** All of it in its shortest form. */
  readonly uri: string;
  readonly redacted: string;
}

/** The parts of a broker URI, for a flow. */
export function partsOf({ parameters, ...parts }: BrokerUri): BrokerParts {
  const uri = formatBrokerUri({ parameters, ...parts });
  return { ...parts, uri, redacted: redact(uri) };
}

type Given = Readonly<Record<string, unknown>>;
type Transport = BrokerUri["transport"];

/** An empty piece: a part that is absent. */
const NOTHING = new Piece("");

/**
 * Makes a broker's address of its parts, as `uri-parser` gives them or as a flow puts them together: `host`, and where
 * wanted `scheme` or `protocol` (else `secure` and `transport` decide, else it is `mqtt`), `port` (a number or its text),
 * `username`, `password`, `path`, `query`. Other properties don't count, so a flow may change a part and leave `uri`.
 * @throws MqttNodeError with a `uri-*` code; its cause names the part, and the column counts in the part
 */
export function brokerUriOf(given: Given): BrokerUri {
  const scheme = schemeOf(given);
  const protocol = checkedProtocol(given, scheme);
  const { secure, transport, defaultPort } = PROTOCOLS[protocol];
  return {
    scheme: scheme.text.toLowerCase(),
    protocol,
    secure,
    transport,
    ...userInfoOf(given),
    host: hostOf(given, transport),
    port: locating({ part: "port" }, () => parsePort(textOf(given, "port", "1-65535") ?? NOTHING, defaultPort)),
    ...tailOf(given, transport),
  };
}

function schemeOf(given: Given): Piece {
  const named = textOf(given, "scheme") ?? textOf(given, "protocol");
  if (named?.text === "") throw uriError("uri-no-scheme", {}, { part: "scheme" });
  if (named !== undefined) return named;
  const secure = oneOf(given, "secure", [true, false]) ?? false;
  const transport = oneOf(given, "transport", ["tcp", "websocket"]) ?? "tcp";
  const names = Object.keys(PROTOCOLS) as Protocol[];
  const name = names.find((name) => PROTOCOLS[name].secure === secure && PROTOCOLS[name].transport === transport);
  return new Piece(name ?? "mqtt");
}

/** Parts that contradict the scheme would mean plaintext where encryption is wanted, or the reverse. */
function checkedProtocol(given: Given, scheme: Piece): Protocol {
  const protocol = locating({ part: "scheme" }, () => protocolOf(scheme));
  const other = textOf(given, "protocol");
  const { secure, transport } = PROTOCOLS[protocol];
  const agrees = {
    protocol: other === undefined || locating({ part: "protocol" }, () => protocolOf(other)) === protocol,
    secure: (oneOf(given, "secure", [true, false]) ?? secure) === secure,
    transport: (oneOf(given, "transport", ["tcp", "websocket"]) ?? transport) === transport,
  };
  for (const [part, isSo] of Object.entries(agrees)) {
    if (!isSo) throw uriError("uri-parts-disagree", { part, scheme: scheme.text.toLowerCase() }, { part });
  }
  return protocol;
}

/** A password without a user name has an empty one, as in `:password@host`. */
function userInfoOf(given: Given): Pick<BrokerUri, "username" | "password"> {
  const password = loginText(given, "password");
  const username = loginText(given, "username") ?? (password === undefined ? undefined : "");
  return { ...(username !== undefined && { username }), ...(password !== undefined && { password }) };
}

function loginText(given: Given, part: "username" | "password"): string | undefined {
  const piece = textOf(given, part);
  const column = (piece?.text.search(/\u0000|\p{Cs}/u) ?? -1) + 1;
  if (column > 0) throw uriError("uri-bad-character", { column }, { column, part });
  return piece?.text;
}

function hostOf(given: Given, transport: Transport): string {
  return locating({ part: "host" }, () => {
    const piece = textOf(given, "host") ?? NOTHING;
    const host = parseLoneHost(piece);
    // A WebSocket's URL has no place for a zone.
    const column = host.indexOf("%") + 1;
    if (column > 0 && transport === "websocket") throw uriError("uri-bad-host", { column }, { column });
    return host;
  });
}

function tailOf(given: Given, transport: Transport): Pick<BrokerUri, "path" | "query" | "parameters"> {
  const { path } = locating({ part: "path" }, () => pathOf(textOf(given, "path") ?? NOTHING, transport));
  return locating({ part: "query" }, () => {
    const written = textOf(given, "query")?.text ?? "";
    // With the path, so that an `@` is judged as in a URI; the column counts in the query.
    const before = `${path.text}?`;
    const { query } = cutTail(new Piece(before + written, -before.length), transport);
    return { path: path.text, query: query.text, parameters: parseParameters(query) };
  });
}

function pathOf(given: Piece, transport: Transport): { path: Piece } {
  const path = given.text === "" || given.text.startsWith("/") ? given : new Piece(`/${given.text}`, -1);
  const mark = path.text.indexOf("?");
  if (mark === -1) return cutTail(path, transport);
  const column = path.column(mark);
  throw uriError("uri-bad-character", { column }, { column, hint: "%3F" });
}

/** A part that is a text, or a number, which is taken as one; undefined and null are absent. */
function textOf(given: Given, part: string, expected = "text"): Piece | undefined {
  const value = given[part] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value === "string" || typeof value === "number") return new Piece(String(value));
  throw uriError("uri-bad-part", { part, expected }, { part, hint: expected });
}

function oneOf<T>(given: Given, part: string, options: readonly T[]): T | undefined {
  const value = given[part] ?? undefined;
  if (value === undefined) return undefined;
  if (options.includes(value as T)) return value as T;
  const expected = options.join(", ");
  throw uriError("uri-bad-part", { part, expected }, { part, hint: expected });
}
