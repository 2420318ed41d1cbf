import { formatHost, parseLoneHost } from "../../uri/host";
import { isBareHost, type BrokerUri } from "../../uri/broker-uri";
import { parseBrokerUris } from "../../uri/broker-uris";
import { Piece } from "../../uri/piece";
import { protocolOf } from "../../uri/scheme";
import { uriList } from "../../uri/uri-list";
import { hasPlaceholder, withoutPlaceholders } from "../placeholder";
import { cutAddress, joinAddress } from "./address-parts";

/** A password in an address that may have a path. */
const IN_AUTHORITY = /:\/\/[^/?#:]*:([^/?#]*)@/;
/** Over TCP there is no path: an unescaped `/` or `#` is the password's. */
const AHEAD_OF_QUERY = /:\/\/[^/?#:]*:([^?]*)@/;

/** A user name and a password that stood in an address, and the address without them. */
export interface SplitAddress {
  readonly uri: string;
  readonly username: string;
  readonly password?: string;
}

/** A host name or address that someone typed instead of a URI, as the URI it stands for. */
export function completedUri(text: string): string | undefined {
  const host = text.trim();
  if (hasPlaceholder(host) || /[\s,]/.test(host)) return undefined;
  if (isIpv6(host)) return `mqtt://${formatHost(host)}`;
  return isBareHost(host) && !/:\D|:$|:.*:/.test(host) ? `mqtt://${host}` : undefined;
}

/** Whether a password stands between `:` and the last `@`, beside what the environment will put there. */
export function holdsPassword(uris: string): boolean {
  const passwords = uriList(uris).map(
    ({ text }) => (mayHavePath(text) ? IN_AUTHORITY : AHEAD_OF_QUERY).exec(text)?.[1],
  );
  return passwords.some((password) => withoutPlaceholders(password ?? "") !== "");
}

function mayHavePath(uri: string): boolean {
  return !/^\s*(mqtt|tcp|ssl|tls)[^:]*:/i.test(uri);
}

/**
 * Takes user name and password out of an address.
 * @returns undefined if there are none, if the address is invalid, or if they come from the environment
 */
export function splitCredentials(text: string): SplitAddress | undefined {
  if (hasPlaceholder(text)) return splitBesidePlaceholders(text);
  const [first] = parsedUris(text).filter(({ username }) => username !== undefined);
  if (first === undefined || !hasFields(first)) return undefined;
  return { uri: withoutUserInfo(text), ...loginOf(first) };
}

/**
 * Checks what the environment leaves to the address: an unknown protocol would never be plaintext.
 * @throws MqttNodeError `uri-unknown-scheme`
 */
export function checkSchemes(text: string): void {
  for (const piece of uriList(text)) {
    const uri = piece.trim();
    const [scheme] = /^[a-z][a-z0-9+.-]*(?=:\/\/)/i.exec(uri.text) ?? [];
    if (scheme !== undefined) protocolOf(uri.slice(0, scheme.length));
  }
}

/** Whether a TLS connection, or a WebSocket, may come of an address; the environment may make it one. */
export function mayBe(kind: "secure" | "websocket", text: string): boolean {
  if (hasPlaceholder(text) && !/^\s*(mqtt|tcp):\/\//i.test(text)) return true;
  const wanted = kind === "secure" ? /(mqtts|ssl|tls|tcps|wss):\/\//i : /wss?:\/\//i;
  return wanted.test(text);
}

/** The brokers of an address; none of an invalid one. */
export function parsedUris(text: string): readonly BrokerUri[] {
  try {
    return parseBrokerUris(text);
  } catch {
    return [];
  }
}

/** The environment may give the host and leave the login to the address. */
function splitBesidePlaceholders(text: string): SplitAddress | undefined {
  const parts = cutAddress(text);
  if (parts === undefined || parts.userInfo === "" || hasPlaceholder(parts.userInfo)) return undefined;
  const [login] = parsedUris(`mqtt://${parts.userInfo}host`);
  if (login === undefined || !hasFields(login)) return undefined;
  return { uri: joinAddress({ ...parts, userInfo: "" }), ...loginOf(login) };
}

/** An empty field is an absent one: an empty password, and a login that is explicitly none, stay in the address. */
function hasFields({ username, password }: BrokerUri): boolean {
  return password === undefined ? username !== "" : password !== "";
}

function loginOf({ username = "", password }: BrokerUri): Pick<SplitAddress, "username" | "password"> {
  return { username, ...(password !== undefined && { password }) };
}

/** Addresses without what stands before the last `@` ahead of the path. */
export function withoutUserInfo(text: string): string {
  return text.replace(/((?:^|,)[^/?#@,]*:\/\/)[^/?#]*@/g, "$1");
}

function isIpv6(host: string): boolean {
  try {
    return /:.*:/.test(host) && parseLoneHost(new Piece(host)) !== "";
  } catch {
    return false;
  }
}
