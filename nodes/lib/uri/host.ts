import type { Piece } from "./piece";
import { uriError } from "./uri-error";

/** Where to dial. */
export interface HostAndPort {
  /** IPv6 addresses without brackets, a zone after `%`; international names in punycode. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

/** What an IPv6 address looks like; whether it is one the URL parser knows. */
const IPV6 = /^[0-9a-f:.]+$/i;
const ZONE = /^[\w.~-]{1,64}$/;
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
/** An ASCII character that no name has. */
const NOT_IN_A_NAME = /[\u0000-,/:-@[-^`{-\u007f]/;
/** A name whose last label is a number is one of the spellings of an IPv4 address. */
const NUMERIC = /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/;
const IPV4_NUMBER = /^(?:0|[1-9]\d{0,2})$/;
/** Characters of a whole name [RFC 1035, 2.3.4]. */
const LONGEST_NAME = 253;
const LARGEST_PORT = 65_535;

/**
 * Parses the `host[:port]` of a broker URI.
 * @throws MqttNodeError `uri-no-host`, `uri-bad-host`, `uri-ipv6-brackets`, `uri-bad-port`
 */
export function parseHost(piece: Piece, defaultPort: number): HostAndPort {
  if (piece.text.startsWith("[")) return parseBrackets(piece, defaultPort);
  const comma = piece.text.indexOf(",");
  if (comma !== -1) throw badHost(piece, comma, ",mqtt://");
  const colon = piece.text.indexOf(":");
  if (colon === -1) return { host: parseName(piece), port: defaultPort };
  if (piece.text.includes(":", colon + 1)) {
    const column = piece.column();
    throw uriError("uri-ipv6-brackets", { column }, { column, hint: "[::1]" });
  }
  return { host: parseName(piece.slice(0, colon)), port: parsePort(piece.slice(colon + 1), defaultPort) };
}

/**
 * Checks a host that stands alone: a name, an IPv4 or an IPv6 address, the latter with or without brackets.
 * @throws MqttNodeError `uri-no-host`, `uri-bad-host`
 */
export function parseLoneHost(piece: Piece): string {
  const { text } = piece;
  if (text.startsWith("[") && text.endsWith("]")) return parseIpv6(piece.slice(1, text.length - 1), "%25");
  return text.includes(":") ? parseIpv6(piece, "%") : parseName(piece);
}

/** Writes a host as it stands in a URI. */
export function formatHost(host: string): string {
  return host.includes(":") ? `[${host.replace("%", "%25")}]` : host;
}

/**
 * Parses a port; an empty one is the default.
 * @throws MqttNodeError `uri-bad-port`
 */
export function parsePort(piece: Piece, defaultPort: number): number {
  if (piece.text === "") return defaultPort;
  const isShort = /^\d{1,5}$/.test(piece.text);
  const port = isShort ? Number(piece.text) : 0;
  if (port >= 1 && port <= LARGEST_PORT) return port;
  // Where someone forgot the host, a password stands here: only what can be a port is quoted.
  const column = piece.column();
  throw uriError("uri-bad-port", { port: isShort ? piece.text : "…", column }, { column, hint: "1-65535" });
}

function parseBrackets(piece: Piece, defaultPort: number): HostAndPort {
  const end = piece.text.indexOf("]");
  if (end === -1) throw badHost(piece, piece.text.length);
  const tail = piece.slice(end + 1);
  if (tail.text !== "" && !tail.text.startsWith(":")) throw badHost(tail);
  const host = parseIpv6(piece.slice(1, end), "%25");
  return { host, port: tail.text === "" ? defaultPort : parsePort(tail.slice(1), defaultPort) };
}

/** The URL parser, the same in Node.js and browsers, knows IPv6 addresses and international names. */
function parseIpv6(piece: Piece, percent: "%" | "%25"): string {
  const zoneStart = piece.text.indexOf("%");
  const address = piece.slice(0, zoneStart === -1 ? piece.text.length : zoneStart).text.toLowerCase();
  if (!IPV6.test(address) || !URL.canParse(`http://[${address}]/`)) throw badHost(piece);
  if (zoneStart === -1) return address;
  const zone = piece.slice(zoneStart + percent.length);
  if (!piece.text.startsWith(percent, zoneStart) || !ZONE.test(zone.text)) throw badHost(piece, zoneStart);
  return `${address}%${zone.text}`;
}

function parseName(piece: Piece): string {
  if (piece.text === "") {
    const column = piece.column();
    throw uriError("uri-no-host", { column }, { column });
  }
  const wrong = piece.text.search(NOT_IN_A_NAME);
  if (wrong !== -1) throw badHost(piece, wrong);
  const host = piece.text.length > LONGEST_NAME ? "" : toAscii(piece.text.toLowerCase());
  if (!isName(host)) throw badHost(piece);
  return host;
}

function isName(host: string): boolean {
  const labels = (host.endsWith(".") ? host.slice(0, -1) : host).split(".");
  if (host.length > LONGEST_NAME || !labels.every((label) => LABEL.test(label))) return false;
  return !NUMERIC.test(labels.join(".")) || isIpv4(host);
}

function isIpv4(host: string): boolean {
  const numbers = host.split(".");
  return numbers.length === 4 && numbers.every((number) => IPV4_NUMBER.test(number) && Number(number) <= 255);
}

/** International names in punycode; nothing for one that has none. */
function toAscii(name: string): string {
  if (!/[^\u0000-\u007f]/.test(name)) return name;
  const url = `http://${name}/`;
  return URL.canParse(url) ? new URL(url).hostname : "";
}

function badHost(piece: Piece, index = 0, hint?: string): Error {
  const column = piece.column(index);
  return uriError("uri-bad-host", { column }, { column, ...(hint !== undefined && { hint }) });
}
