import { expandText, type EnvironmentLookup } from "../config/environment";
import { MqttNodeError } from "../errors";
import { parseUriPiece, type BrokerUri } from "./broker-uri";
import { encode } from "./percent-encoding";
import { SEPARATOR, uriList } from "./uri-list";

/**
 * Parses what `broker-config` saves as `uri`: one or several broker URIs, tried in order. Columns count in the whole
 * text.
 * @throws MqttNodeError with a `uri-*` code; `uri-mixed-credentials` if two URIs have different user names or passwords
 */
export function parseBrokerUris(text: string): readonly BrokerUri[] {
  const uris = uriList(text).map((piece) => parseUriPiece(piece));
  checkCredentials(uris);
  return uris;
}

/**
 * Several brokers of one connection share one user name and password, which may stand in any of their URIs.
 * @throws MqttNodeError `uri-mixed-credentials`
 */
function checkCredentials(uris: readonly BrokerUri[]): void {
  const withCredentials = uris.filter(({ username }) => username !== undefined);
  const [first] = withCredentials;
  if (withCredentials.some((uri) => uri.username !== first?.username || uri.password !== first?.password)) {
    throw new MqttNodeError("uri-mixed-credentials", {});
  }
}

/**
 * Puts environment variables in the place of `${NAME}` in a `uri`: as they are, but percent-encoded in the user info.
 * A variable that is the whole text may hold several complete URIs.
 * @throws MqttNodeError `env-unset`
 */
export function expandBrokerUris(text: string, lookup: EnvironmentLookup): string {
  return text
    .split(SEPARATOR)
    .map((uri) => expandText(uri, lookup, (value, at) => (isInUserInfo(uri, at) ? encode(value) : value)))
    .join(",");
}

/** Whether a place in a URI is between `://` and the last `@` before the path. */
function isInUserInfo(uri: string, at: number): boolean {
  const start = uri.indexOf("://") + "://".length;
  const tail = uri.slice(start).search(/[/?#]/);
  return at >= start && at < uri.lastIndexOf("@", tail === -1 ? uri.length : start + tail);
}
