import { cutAddress, joinAddress, knownProtocol, NO_PARTS } from "../../broker/address-parts";
import { hasPlaceholder } from "../../placeholder";
import { savedText } from "../../saved-text";
import { parseBrokerUri } from "../../../uri/broker-uri";
import { parseBrokerUris } from "../../../uri/broker-uris";
import { formatHost, parseLoneHost } from "../../../uri/host";
import { Piece } from "../../../uri/piece";
import { PROTOCOLS } from "../../../uri/scheme";
import { environmentName, type SavedFlowNode } from "./core-value";
import type { Note } from "../note";

/** A user name and a password that stood in an address. */
export interface AddressLogin {
  readonly username: string;
  readonly password?: string;
}

/** Where a built-in broker node connects to, as a `broker-config` saves it. */
export interface ConvertedAddress {
  readonly uri: string;
  /** Whether it is encrypted, as far as the scheme tells. */
  readonly isSecure: boolean;
  readonly login?: AddressLogin;
  readonly notes: readonly Note[];
}

const CORE_PORT = "1883";

/** Makes a URI of the address of a built-in broker node: a host with a port, or a whole URI. */
export function convertAddress(core: SavedFlowNode): ConvertedAddress {
  const written = savedText(core["broker"]).trim();
  if (written.includes("://")) return wholeUri(written, Boolean(core["usetls"]));
  const scheme = core["usetls"] ? "mqtts" : "mqtt";
  const port = written === "" ? CORE_PORT : savedText(core["port"]).trim() || CORE_PORT;
  const host = written === "" ? "localhost" : hostInUri(written);
  const isDefault = port === String(PROTOCOLS[scheme].defaultPort);
  const uri = joinAddress({ ...NO_PARTS, scheme, host, port: isDefault ? "" : port });
  return { uri, isSecure: scheme === "mqtts", notes: [...invalidNotes(uri), ...environmentNotes(written)] };
}

/** An IPv6 address gets brackets; what can't be read stays as it is, for the user to see. */
function hostInUri(host: string): string {
  if (!host.includes(":")) return host;
  try {
    return formatHost(parseLoneHost(new Piece(host)));
  } catch {
    return host;
  }
}

/** Its scheme decides, whatever the box beside it says; a password in it belongs into the credentials. */
function wholeUri(written: string, isTicked: boolean): ConvertedAddress {
  const parts = cutAddress(written);
  const login = parts && loginIn(parts.userInfo);
  const uri = parts && login ? joinAddress({ ...parts, userInfo: "" }) : written;
  const protocol = knownProtocol(parts?.scheme ?? "");
  const isSecure = protocol !== undefined && PROTOCOLS[protocol].secure;
  const notes = invalidNotes(uri);
  if (isTicked && protocol !== undefined && !isSecure) notes.push({ code: "encryption-ignored", values: {} });
  return { uri, isSecure, notes, ...(login !== undefined && { login }) };
}

/** What stands before the host; nothing of what can't be read, or comes from the environment: it stays where it is. */
function loginIn(userInfo: string): AddressLogin | undefined {
  if (userInfo === "" || hasPlaceholder(userInfo)) return undefined;
  try {
    const { username = "", password } = parseBrokerUri(`mqtt://${userInfo}host`);
    return { username, ...(password !== undefined && { password }) };
  } catch {
    return undefined;
  }
}

function invalidNotes(uri: string): Note[] {
  if (hasPlaceholder(uri)) return [];
  try {
    parseBrokerUris(uri);
    return [];
  } catch {
    return [{ code: "address-invalid", values: {} }];
  }
}

/** A variable may hold a whole URI there, and here only a host, if it stands for the host. */
function environmentNotes(host: string): Note[] {
  const name = environmentName(host);
  return name === undefined ? [] : [{ code: "address-environment", values: { name } }];
}
