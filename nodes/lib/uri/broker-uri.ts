import { MqttNodeError } from "../errors";
import { parseHost } from "./host";
import { parseParameters, type UriParameters } from "./parameters";

/** What a scheme stands for, by its canonical name. */
export const PROTOCOLS = {
  mqtt: { secure: false, transport: "tcp", defaultPort: 1883 },
  mqtts: { secure: true, transport: "tcp", defaultPort: 8883 },
  ws: { secure: false, transport: "websocket", defaultPort: 80 },
  wss: { secure: true, transport: "websocket", defaultPort: 443 },
} as const;

export type Protocol = keyof typeof PROTOCOLS;

/** Schemes in use, each with the protocol it is another name for. */
const SCHEMES: ReadonlyMap<string, Protocol> = new Map([
  ["mqtt", "mqtt"],
  ["tcp", "mqtt"],
  ["mqtts", "mqtts"],
  ["ssl", "mqtts"],
  ["tls", "mqtts"],
  ["mqtt+ssl", "mqtts"],
  ["mqtt+tls", "mqtts"],
  ["tcps", "mqtts"],
  ["ws", "ws"],
  ["wss", "wss"],
]);

/** The address of one broker, taken apart. An absent user name or password is absent, not empty. */
export interface BrokerUri {
  /** As written, in lower case. */
  readonly scheme: string;
  readonly protocol: Protocol;
  readonly secure: boolean;
  readonly transport: "tcp" | "websocket";
  readonly username?: string;
  readonly password?: string;
  /** IPv6 addresses without brackets, international names in punycode. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  /** As written, with the leading slash; empty if absent. */
  readonly path: string;
  /** As written, without the question mark. */
  readonly query: string;
  readonly parameters: UriParameters;
}

const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;

/**
 * Parses a broker URI: `scheme://[user[:password]@]host[:port][/path][?query]`. An unknown scheme is an error, never
 * plaintext. The user info ends at the last `@` and splits at the first `:` before it is decoded.
 * @throws MqttNodeError with a `uri-*` code; no error holds the user name or the password
 */
export function parseBrokerUri(input: string): BrokerUri {
  const uri = input.trim();
  if (uri === "") throw new MqttNodeError("uri-empty", {});
  const scheme = SCHEME.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined) throw new MqttNodeError("uri-no-scheme", {});
  const protocol = SCHEMES.get(scheme);
  if (protocol === undefined) throw new MqttNodeError("uri-unknown-scheme", { scheme });

  const start = scheme.length + "://".length;
  const { authorityEnd, path, query } = splitTail(uri, start, PROTOCOLS[protocol].transport);
  const at = uri.lastIndexOf("@", authorityEnd - 1);
  const hostStart = at < start ? start : at + 1;
  const { secure, transport, defaultPort } = PROTOCOLS[protocol];
  const address = parseHost(uri.slice(hostStart, authorityEnd), defaultPort);
  // A WebSocket's URL has no place for a zone.
  if (transport === "websocket" && address.host.includes("%"))
    throw new MqttNodeError("uri-bad-host", { host: address.host });
  return {
    scheme,
    protocol,
    secure,
    transport,
    ...(at < start ? {} : parseUserInfo(uri, start, at)),
    ...address,
    path,
    query,
    parameters: parseParameters(query),
  };
}

interface UriTail {
  readonly authorityEnd: number;
  readonly path: string;
  readonly query: string;
}

/** The authority ends at the first `/`, `?` or `#`; one of these before a later `@` was meant for the password. */
function splitTail(uri: string, start: number, transport: BrokerUri["transport"]): UriTail {
  const offset = uri.slice(start).search(/[/?#]/);
  const authorityEnd = offset === -1 ? uri.length : start + offset;
  rejectUnescaped(uri, start, authorityEnd, transport);
  const hash = uri.indexOf("#", authorityEnd);
  if (hash !== -1) throw new MqttNodeError("uri-fragment", { column: hash + 1 });
  const mark = uri.indexOf("?", authorityEnd);
  const pathEnd = mark === -1 ? uri.length : mark;
  return { authorityEnd, path: uri.slice(authorityEnd, pathEnd), query: mark === -1 ? "" : uri.slice(mark + 1) };
}

const ESCAPES: Readonly<Record<string, string>> = { "/": "%2F", "?": "%3F", "#": "%23" };

/**
 * `user:p/w@host`: a later `@` tells that the `/` was meant for the user name or the password, unless what stands
 * before it is a host. Over TCP no path has an `@`, since it would mean nothing.
 */
function rejectUnescaped(uri: string, start: number, authorityEnd: number, transport: BrokerUri["transport"]): void {
  const at = uri.indexOf("@", authorityEnd);
  if (at === -1) return;
  const hostStart = Math.max(start, uri.lastIndexOf("@", authorityEnd - 1) + 1);
  const isPath = /^\/[^?#]*$/.test(uri.slice(authorityEnd, at));
  if (isHost(uri.slice(hostStart, authorityEnd)) && !(isPath && transport === "tcp")) return;
  const character = uri.charAt(authorityEnd);
  throw new MqttNodeError("uri-unescaped", {
    column: authorityEnd + 1,
    character,
    escape: ESCAPES[character] ?? "",
  });
}

function isHost(text: string): boolean {
  try {
    parseHost(text, 0);
    return true;
  } catch {
    return false;
  }
}

function parseUserInfo(uri: string, start: number, end: number): { username: string; password?: string } {
  const colon = uri.indexOf(":", start);
  if (colon === -1 || colon >= end) return { username: decode(uri.slice(start, end), start) };
  return { username: decode(uri.slice(start, colon), start), password: decode(uri.slice(colon + 1, end), colon + 1) };
}

function decode(text: string, start: number): string {
  try {
    return decodeURIComponent(text);
  } catch {
    const wrong = text.search(/%(?![0-9a-f]{2})/i);
    throw new MqttNodeError("uri-bad-escape", { column: start + Math.max(wrong, 0) + 1 });
  }
}
