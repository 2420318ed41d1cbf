import { parseHost } from "./host";
import { parseParameters, type UriParameters } from "./parameters";
import { Piece } from "./piece";
import { isScheme, PROTOCOLS, type Protocol } from "./scheme";
import { uriError } from "./uri-error";
import { cutUri } from "./uri-pieces";
import { parseUserInfo } from "./user-info";

export { PROTOCOLS, type Protocol } from "./scheme";

/** The address of one broker, taken apart. An absent user name or password is absent, not empty. */
export interface BrokerUri {
  /** As written, in lower case. */
  readonly scheme: string;
  readonly protocol: Protocol;
  readonly secure: boolean;
  readonly transport: "tcp" | "websocket";
  readonly username?: string;
  readonly password?: string;
  /** IPv6 addresses without brackets, a zone after `%`; international names in punycode. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  /** As written, with the leading slash; empty if absent. */
  readonly path: string;
  /** As written, without the question mark. */
  readonly query: string;
  readonly parameters: UriParameters;
}

/**
 * Parses a broker URI: `scheme://[user[:password]@]host[:port][/path][?query]`. An unknown scheme is an error, never
 * plaintext. The user info ends at the last `@` and splits at the first `:` before it is decoded.
 * @throws MqttNodeError with a `uri-*` code, or `env-unset`; its cause tells the column. No error holds any of the user
 * name or the password
 */
export function parseBrokerUri(text: string): BrokerUri {
  return parseUriPiece(new Piece(text));
}

/**
 * The same for a URI that stands in a longer text.
 * @param options `strict: false` takes `host[:port]` for `mqtt://host[:port]`
 */
export function parseUriPiece(piece: Piece, { strict = true } = {}): BrokerUri {
  const uri = piece.trim();
  if (!strict && isBareHost(uri.text)) return assemble("mqtt", "mqtt", uri);
  const { scheme, protocol, userInfo, host, path, query } = cutUri(uri);
  const address = assemble(scheme, protocol, host);
  return {
    ...address,
    ...(userInfo !== undefined && parseUserInfo(userInfo)),
    path: path.text,
    query: query.text,
    parameters: parseParameters(query),
  };
}

/** Whether a text can only be meant as `host[:port]`: there is nothing else of a URI in it. */
export function isBareHost(text: string): boolean {
  if (text.trim() === "" || /[/?#@]|\$\{/.test(text)) return false;
  const colon = text.indexOf(":");
  // A host may be called mqtt, as a container often is: only a port can follow it.
  return colon === -1 || /^\d+\s*$/.test(text.slice(colon + 1)) || !isScheme(text.slice(0, colon).trim());
}

function assemble(scheme: string, protocol: Protocol, hostAndPort: Piece): BrokerUri {
  const { secure, transport, defaultPort } = PROTOCOLS[protocol];
  const { host, port } = parseHost(hostAndPort, defaultPort);
  // A WebSocket's URL has no place for a zone.
  if (transport === "websocket" && host.includes("%")) {
    const column = hostAndPort.column(hostAndPort.text.indexOf("%"));
    throw uriError("uri-bad-host", { column }, { column });
  }
  return { scheme, protocol, secure, transport, host, port, path: "", query: "", parameters: {} };
}
