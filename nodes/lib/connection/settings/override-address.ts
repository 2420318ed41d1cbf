import { MqttNodeError } from "../../errors";
import { brokerUriOf } from "../../uri/broker-parts";
import { PROTOCOLS, type BrokerUri } from "../../uri/broker-uri";
import { parseBrokerUris } from "../../uri/broker-uris";
import { isParameter } from "../../uri/parameters";

type Parts = Readonly<Record<string, unknown>>;

/**
 * The brokers that a message asks for: those of its `uri`, or else the first saved one, with the parts it names in the
 * place of theirs. The saved login goes with them only where each is a saved server: brokers share one login.
 * @param address by the names of a broker URI's parts; `uri` is the whole, and so is a `host` with a scheme
 * @param saved with their login
 * @throws MqttNodeError `uri-*`
 */
export function overriddenUris(address: Parts, saved: readonly BrokerUri[]): readonly BrokerUri[] {
  const { username, password, ...server } = address;
  const uris = servers(server, saved);
  const isKept = areSaved(uris, saved) && !uris.some(hasLogin);
  const login = { ...(isKept && loginOf({ ...saved.find(hasLogin) })), ...loginOf({ username, password }) };
  return uris.map((uri) => brokerUriOf({ ...uri, ...login }));
}

/** Whether all of some URIs lead to servers that are saved. */
export function areSaved(uris: readonly BrokerUri[], saved: readonly BrokerUri[]): boolean {
  return uris.every((uri) => saved.some((other) => isSameServer(uri, other)));
}

/** With the login that the message's `uri` holds, if any. */
function servers(server: Parts, saved: readonly BrokerUri[]): readonly BrokerUri[] {
  const { uri, ...parts } = hostAsUri(server);
  if (uri !== undefined) return parseBrokerUris(uriText(uri)).map((base) => withParts(base, parts));
  if (Object.keys(parts).length === 0) return saved.map(withoutLogin);
  return saved.slice(0, 1).map((base) => foreign(base, withParts(withoutLogin(base), parts), parts));
}

function withParts(base: BrokerUri, parts: Parts): BrokerUri {
  return brokerUriOf({ ...remaining(base, parts), ...parts });
}

/** What a WebSocket server is sent with a saved address may be a token, which is no other server's business. */
function foreign(base: BrokerUri, uri: BrokerUri, parts: Parts): BrokerUri {
  if ("query" in parts || isSameServer(base, uri)) return uri;
  const items = uri.query.split("&").filter((item) => isParameter(item.split("=", 1)[0] ?? ""));
  return { ...uri, query: items.join("&") };
}

/** Whether two URIs lead to the same listener of the same server. */
function isSameServer(a: BrokerUri, b: BrokerUri): boolean {
  return a.protocol === b.protocol && a.host === b.host && a.port === b.port;
}

/** The built-in nodes take a whole address for their `broker`. */
function hostAsUri({ host, ...parts }: Parts): Parts {
  if (host === undefined) return parts;
  return typeof host === "string" && host.includes("://") ? { uri: host, ...parts } : { ...parts, host };
}

function uriText(uri: unknown): string {
  if (typeof uri === "string") return uri;
  throw new MqttNodeError("uri-not-text", { kind: typeof uri });
}

const SCHEME_PARTS = ["scheme", "protocol", "secure", "transport"] as const;

/** What stays of an address when some parts are replaced: no part may contradict another. */
function remaining(base: BrokerUri, parts: Parts): Parts {
  if (!SCHEME_PARTS.some((part) => part in parts)) return { ...base };
  const rest: Record<string, unknown> = { ...base };
  for (const part of SCHEME_PARTS) Reflect.deleteProperty(rest, part);
  if (base.port === PROTOCOLS[base.protocol].defaultPort) delete rest["port"];
  // `secure` alone turns ws into wss, and mqtt into mqtts.
  const isSecureAlone = "secure" in parts && !("scheme" in parts) && !("protocol" in parts);
  return isSecureAlone ? { ...rest, transport: base.transport } : rest;
}

function withoutLogin({ username: _username, password: _password, ...rest }: BrokerUri): BrokerUri {
  return rest;
}

function hasLogin({ username, password }: BrokerUri): boolean {
  return username !== undefined || password !== undefined;
}

function loginOf({ username, password }: Parts): Parts {
  return { ...(username !== undefined && { username }), ...(password !== undefined && { password }) };
}
