import { formatHost } from "../../uri/host";
import { Piece } from "../../uri/piece";
import { uriList } from "../../uri/uri-list";
import { protocolOf, PROTOCOLS, type Protocol } from "../../uri/scheme";

/** The text of one broker URI, cut where its delimiters are: put together, it is the same again. */
export interface AddressParts {
  readonly scheme: string;
  /** With its `@`. */
  readonly userInfo: string;
  /** An IPv6 address in brackets. */
  readonly host: string;
  readonly port: string;
  /** With its slash. */
  readonly path: string;
  /** With its question mark. */
  readonly query: string;
}

/** What an empty address is made of. */
export const NO_PARTS: AddressParts = { scheme: "mqtt", userInfo: "", host: "", port: "", path: "", query: "" };

const ADDRESS = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*@)?(\[[^\]]*\]|[^:/?#]*)(?::([^/?#]*))?(\/[^?#]*)?(\?[^#]*)?$/i;

/**
 * Cuts one URI, in which `${NAME}` may stand for anything but the scheme. The parts themselves aren't checked.
 * @returns undefined where there are no such parts
 */
export function cutAddress(text: string): AddressParts | undefined {
  // There is no fragment, and the expression would look for it again and again.
  const found = text.includes("#") ? null : ADDRESS.exec(text.trim());
  if (found === null || uriList(text).length > 1) return undefined;
  const [, scheme = "", userInfo = "", host = "", port = "", path = "", query = ""] = found;
  return { scheme, userInfo, host, port, path, query };
}

/** Puts the parts of a URI together; nothing comes of an address without any. */
export function joinAddress({ scheme, userInfo, host, port, path, query }: AddressParts): string {
  const rest = `${userInfo}${host}${port === "" ? "" : `:${port}`}${path}${query}`;
  return rest === "" ? "" : `${scheme}://${rest}`;
}

/** The protocol of a scheme; undefined if there is none such. */
export function knownProtocol(scheme: string): Protocol | undefined {
  try {
    return protocolOf(new Piece(scheme));
  } catch {
    return undefined;
  }
}

/** Whether a path means something to a protocol. */
export function hasPath(protocol: Protocol | undefined): boolean {
  return protocol !== undefined && PROTOCOLS[protocol].transport === "websocket";
}

/** A host as people write it where it stands alone: an IPv6 address without brackets. */
export function loneHost(host: string): string {
  return /^\[.*\]$/.test(host) ? host.slice(1, -1).replace("%25", "%") : host;
}

/** A host that stands alone, as it stands in a URI. */
export function hostInUri(host: string): string {
  return formatHost(loneHost(host.trim()));
}
