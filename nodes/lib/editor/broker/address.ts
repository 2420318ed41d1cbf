import { PROTOCOLS, type BrokerUri } from "../../uri/broker-uri";
import { parseBrokerUris } from "../../uri/broker-uris";
import type { Hint } from "../hint-line";
import { hasPlaceholder, withoutPlaceholders } from "../placeholder";
import { sharedText } from "../texts";

const BARE_HOST = /^[^\s:/@,]+(:\d{1,5})?$/;

/** A host name someone typed instead of a URI, as the URI it stands for. */
export function completedUri(text: string): string | undefined {
  if (hasPlaceholder(text) || !BARE_HOST.test(text.trim())) return undefined;
  return `mqtt://${text.trim()}`;
}

/** What the `uri` of a broker will do; nothing about an invalid one. */
export function addressHint(text: string): Hint | undefined {
  if (text.trim() === "") return info("hint.uriEmpty");
  const completed = completedUri(text);
  if (completed !== undefined) return info("hint.uriBare", { uri: completed });
  if (holdsPassword(text)) return undefined;
  if (hasPlaceholder(text)) return info("hint.uriEnvironment", { names: placeholderNames(text) });
  const uris = parsed(text);
  const [uri] = uris;
  if (uri === undefined) return undefined;
  if (uris.length > 1) return ok("hint.uriSeveral", { count: uris.length });
  return ok("hint.uriOne", { host: uri.host, port: uri.port, transport: sharedText(`transport.${uri.protocol}`) });
}

/** Whether a password stands between `:` and the last `@`, beside what the environment will put there. */
export function holdsPassword(uris: string): boolean {
  const passwords = [...uris.matchAll(/:\/\/[^/?#@:]*:([^/?#]*)@/g)].map(([, password = ""]) => password);
  return passwords.some((password) => withoutPlaceholders(password) !== "");
}

/** The address without its user name and password, and these; nothing if there are none, or if it is invalid. */
export function splitCredentials(text: string): { uri: string; username: string; password?: string } | undefined {
  if (hasPlaceholder(text)) return undefined;
  const [first] = parsed(text).filter(({ username }) => username !== undefined);
  if (first?.username === undefined) return undefined;
  const { username, password } = first;
  return { uri: withoutUserInfo(text), username, ...(password !== undefined && { password }) };
}

/** A broker's label: where it is, and never who logs in. */
export function addressLabel(text: string): string {
  if (hasPlaceholder(text)) return withoutUserInfo(text);
  const uris = parsed(text);
  const [uri] = uris;
  if (uri === undefined) return sharedText("label.noAddress");
  const port = uri.port === PROTOCOLS[uri.protocol].defaultPort ? "" : `:${uri.port}`;
  const host = `${uri.host.includes(":") ? `[${uri.host}]` : uri.host}${port}`;
  return uris.length === 1 ? host : sharedText("label.severalBrokers", { count: uris.length, host });
}

/** Whether a TLS connection, or a WebSocket, may come of an address; the environment may make it one. */
export function mayBe(kind: "secure" | "websocket", text: string): boolean {
  if (hasPlaceholder(text) && !/^\s*(mqtt|tcp):\/\//i.test(text)) return true;
  const wanted = kind === "secure" ? /(mqtts|ssl|tls|tcps|wss):\/\//i : /wss?:\/\//i;
  return wanted.test(text);
}

function parsed(text: string): readonly BrokerUri[] {
  try {
    return parseBrokerUris(text);
  } catch {
    return [];
  }
}

/** In each of the addresses, what stands before the last `@` ahead of the path. */
function withoutUserInfo(text: string): string {
  return text.replace(/:\/\/[^/?#]*@/g, "://");
}

function placeholderNames(text: string): string {
  return [...text.matchAll(/\$\{([^{}]+)\}|\$\(([^()]+)\)/g)].map(([, braces, round]) => braces ?? round).join(", ");
}

function info(key: string, values?: Readonly<Record<string, unknown>>): Hint {
  return { level: "info", text: sharedText(key, values) };
}

function ok(key: string, values: Readonly<Record<string, unknown>>): Hint {
  return { level: "ok", text: sharedText(key, values) };
}
