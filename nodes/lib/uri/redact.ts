import { isParameter, queryItems } from "./parameters";
import { Piece } from "./piece";
import { uriList } from "./uri-list";
import { mayHoldAt } from "./uri-pieces";

/** What stands in place of a secret; never its length. */
const HIDDEN = "***";
const SCHEME = /^\s*[a-z][a-z0-9+.-]*:\/\//i;
/** What may follow a host: a port, then the rest. */
const PORT_AND_REST = /^(?:\d{0,5})(?:[/?#]|$)/;

/**
 * Hides what is secret in one or several broker URIs, or in any text that may hold some:
 * - the password;
 * - a user name without a password, since that is how access tokens are written;
 * - in the query, the values of all parameters that aren't ours, since they are tokens and signatures.
 *
 * The text needn't be a valid URI: what can't be told from a password is hidden, so everything up to the last `@` counts
 * as user info, though a WebSocket's path may have one too. Takes time linear in the text.
 */
export function redact(text: string): string {
  return uriList(text)
    .map((uri) => redactOne(uri.text))
    .join(",");
}

function redactOne(uri: string): string {
  const start = SCHEME.exec(uri)?.[0].length ?? 0;
  const at = lastAtOfUserInfo(uri, start);
  if (at === -1) return start === 0 ? redactQuery(uri) : uri.slice(0, start) + redactLostPassword(uri.slice(start));
  return uri.slice(0, start) + redactUserInfo(uri.slice(start, at)) + redactQuery(uri.slice(at));
}

/** The last `@` that isn't in the value of one of our parameters. */
function lastAtOfUserInfo(uri: string, start: number): number {
  const last = uri.lastIndexOf("@");
  if (last < start) return -1;
  const end = start + uri.slice(start).search(/[/?#]/);
  if (end < start || last < end) return last;
  // Over TCP the grammar allows least.
  const first = uri.indexOf("@", end);
  return mayHoldAt(uri.slice(end, first), "tcp") ? uri.lastIndexOf("@", end) : last;
}

function redactUserInfo(userInfo: string): string {
  const colon = userInfo.indexOf(":");
  return colon === -1 ? HIDDEN : `${userInfo.slice(0, colon)}:${HIDDEN}`;
}

/** `mqtt://user:password` without a host: what follows the colon is no port. */
function redactLostPassword(rest: string): string {
  const host = rest.startsWith("[") ? rest.indexOf("]") + 1 : 0;
  const colon = rest.indexOf(":", host);
  const tail = rest.slice(host).search(/[/?#]/);
  const isInHost = colon !== -1 && (tail === -1 || colon < host + tail);
  if (!isInHost || PORT_AND_REST.test(rest.slice(colon + 1))) return redactQuery(rest);
  return `${rest.slice(0, colon)}:${HIDDEN}`;
}

function redactQuery(text: string): string {
  const mark = text.indexOf("?");
  if (mark === -1 || mark === text.length - 1) return text;
  const hidden = [...queryItems(new Piece(text.slice(mark + 1)))].map(({ name, value }) =>
    isParameter(name.text) ? `${name.text}=${value.text}` : hideValue(name.text, value.text),
  );
  return `${text.slice(0, mark)}?${hidden.join("&")}`;
}

/** What has no name may be all secret. */
function hideValue(name: string, value: string): string {
  return value.replaceAll("=", "") === "" ? HIDDEN : `${name}=${HIDDEN}`;
}
