import { expandText, type EnvironmentLookup } from "../config/environment";
import { MqttNodeError } from "../errors";
import { parseBrokerUri, type BrokerUri } from "./broker-uri";

/** A comma separates two URIs only where a scheme follows. */
const SEPARATOR = /,(?=\s*[a-z][a-z0-9+.-]*:\/\/)/i;

/**
 * Parses what `broker-config` saves as `uri`: one or several broker URIs, tried in order.
 * @throws MqttNodeError with a `uri-*` code; `uri-mixed-credentials` if two URIs have different user names or passwords
 */
export function parseBrokerUris(text: string): readonly BrokerUri[] {
  const uris = text.split(SEPARATOR).map(parseBrokerUri);
  const withCredentials = uris.filter(({ username }) => username !== undefined);
  const [first] = withCredentials;
  if (withCredentials.some((uri) => uri.username !== first?.username || uri.password !== first?.password)) {
    throw new MqttNodeError("uri-mixed-credentials", {});
  }
  return uris;
}

/**
 * Puts environment variables in the place of `${NAME}` in a `uri`: as they are, but percent-encoded in the user info.
 * A variable that is the whole text may hold several complete URIs.
 * @throws MqttNodeError `env-unset`
 */
export function expandBrokerUris(text: string, lookup: EnvironmentLookup): string {
  return text
    .split(SEPARATOR)
    .map((uri) => expandText(uri, lookup, (value, at) => (at < userInfoEnd(uri) ? encodeURIComponent(value) : value)))
    .join(",");
}

/** Where the user info of a URI ends: at the last `@` before the path. */
function userInfoEnd(uri: string): number {
  const start = uri.indexOf("://") + "://".length;
  const tail = uri.slice(start).search(/[/?#]/);
  return uri.lastIndexOf("@", tail === -1 ? uri.length : start + tail);
}
