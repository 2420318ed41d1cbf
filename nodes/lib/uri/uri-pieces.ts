import { parseHost } from "./host";
import { isParameter } from "./parameters";
import type { Piece } from "./piece";
import { isScheme, protocolOf, PROTOCOLS, type Protocol } from "./scheme";
import { uriError } from "./uri-error";
import { SEPARATOR } from "./uri-list";

/** A broker URI cut where its delimiters are; nothing in it is decoded or checked. */
export interface UriPieces {
  /** In lower case. */
  readonly scheme: string;
  readonly protocol: Protocol;
  /** What stands before the last `@` of the authority. */
  readonly userInfo: Piece | undefined;
  /** `host[:port]` */
  readonly host: Piece;
  readonly path: Piece;
  readonly query: Piece;
}

const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;
const SCHEME_ONLY = /^([a-z][a-z0-9+.-]*):\/?/i;
const ENVIRONMENT = /\$\{([a-z_]\w{0,255})\}/i;
const UNWRITABLE = /[\s\p{Cc}\p{Cs}]/u;
const ESCAPES: Readonly<Record<string, string>> = { "/": "%2F", "?": "%3F", "#": "%23" };

/**
 * Cuts a broker URI: `scheme://[user[:password]@]host[:port][/path][?query]`.
 * @param uri without white space around it
 * @throws MqttNodeError with a `uri-*` code; `env-unset` where a `${NAME}` is left
 */
export function cutUri(uri: Piece): UriPieces {
  if (uri.text === "") throw uriError("uri-empty", {}, { column: uri.column() });
  rejectPlaceholder(uri);
  const word = SCHEME.exec(uri.text)?.[1];
  if (word === undefined) throw noScheme(uri);
  const protocol = protocolOf(uri.slice(0, word.length));
  const start = word.length + "://".length;
  const { transport } = PROTOCOLS[protocol];
  const authorityEnd = endOfAuthority(uri, start, transport);
  const at = uri.text.lastIndexOf("@", authorityEnd - 1);
  const hasUser = at >= start;
  const tail = cutTail(uri.slice(authorityEnd), transport);
  return {
    scheme: word.toLowerCase(),
    protocol,
    userInfo: hasUser ? uri.slice(start, at) : undefined,
    host: uri.slice(hasUser ? at + 1 : start, authorityEnd),
    ...tail,
  };
}

/**
 * Cuts a path and a query.
 * @throws MqttNodeError `uri-fragment`, `uri-bad-character`
 */
export function cutTail(tail: Piece, transport: "tcp" | "websocket"): { path: Piece; query: Piece } {
  const hash = tail.text.indexOf("#");
  if (hash !== -1) {
    const column = tail.column(hash);
    throw uriError("uri-fragment", { column }, { column, hint: "%23" });
  }
  rejectUnwritable(tail, transport);
  const mark = tail.text.indexOf("?");
  const pathEnd = mark === -1 ? tail.text.length : mark;
  return { path: tail.slice(0, pathEnd), query: tail.slice(Math.min(pathEnd + 1, tail.text.length)) };
}

/**
 * Whether an `@` behind the host may belong there: in a parameter's value, or in the path of a WebSocket. A path means
 * nothing over TCP, nor does a parameter that isn't ours.
 * @param before from the end of the host to the `@`
 */
export function mayHoldAt(before: string, transport: "tcp" | "websocket"): boolean {
  const mark = before.indexOf("?");
  if (mark === -1) return transport === "websocket" && before.startsWith("/");
  const start = Math.max(mark, before.lastIndexOf("&")) + 1;
  const equals = before.indexOf("=", start);
  return equals !== -1 && (transport === "websocket" || isParameter(before.slice(start, equals)));
}

/** The authority ends at the first `/`, `?` or `#`; one of these before a later `@` was meant for the password. */
function endOfAuthority(uri: Piece, start: number, transport: "tcp" | "websocket"): number {
  const offset = uri.text.slice(start).search(/[/?#]/);
  if (offset === -1) return uri.text.length;
  const end = start + offset;
  const at = uri.text.indexOf("@", end);
  if (at === -1) return end;
  const hostStart = Math.max(start, uri.text.lastIndexOf("@", end - 1) + 1);
  const before = uri.text.slice(end, at);
  // A fragment is an error of its own.
  if (isHost(uri.slice(hostStart, end)) && (before.startsWith("#") || mayHoldAt(before, transport))) return end;
  const character = uri.text.charAt(end);
  const escape = ESCAPES[character] ?? "";
  const column = uri.column(end);
  throw uriError("uri-unescaped", { column, character, escape }, { column, hint: escape });
}

function isHost(piece: Piece): boolean {
  try {
    parseHost(piece, 0);
    return true;
  } catch {
    return false;
  }
}

function rejectPlaceholder(uri: Piece): void {
  const placeholder = ENVIRONMENT.exec(uri.text);
  if (placeholder === null) return;
  const [, name = ""] = placeholder;
  throw uriError("env-unset", { name }, { column: uri.column(placeholder.index) });
}

/** White space and control characters, half characters, and what would begin another URI of a list. */
function rejectUnwritable(tail: Piece, transport: "tcp" | "websocket"): void {
  const found = [tail.text.search(UNWRITABLE), tail.text.search(SEPARATOR)].filter((index) => index !== -1);
  const at = tail.text.indexOf("@");
  if (at !== -1 && !mayHoldAt(tail.text.slice(0, at), transport)) found.push(at);
  if (found.length === 0) return;
  const index = Math.min(...found);
  const column = tail.column(index);
  throw uriError("uri-bad-character", { column }, { column, ...hintFor(tail.text.charAt(index)) });
}

function hintFor(character: string): { hint?: string } {
  return /\p{Cs}/u.test(character) ? {} : { hint: encodeURIComponent(character) };
}

/** `mqtt:host` and `mqtt:/host` lack slashes, `host` lacks the scheme. */
function noScheme(uri: Piece): Error {
  const [begun = "", word = ""] = SCHEME_ONLY.exec(uri.text) ?? [];
  if (!isScheme(word)) return uriError("uri-no-scheme", {}, { column: uri.column(), hint: "mqtt://" });
  return uriError("uri-no-scheme", {}, { column: uri.column(begun.length), hint: `${word.toLowerCase()}://` });
}
