const SCHEMES = ["mqtt:", "mqtts:", "ws:", "wss:"];

/**
 * Tells whether a text is the URI of one broker.
 * @param {string} text
 */
export function isBrokerUri(text) {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return SCHEMES.includes(protocol) && hostname !== "";
}

/**
 * The URI as fields for the MQTT client, with user name and password decoded.
 * @param {string} uri
 */
export function clientAddress(uri) {
  const { protocol, hostname, port, pathname, search, username, password } = new URL(uri);
  return {
    protocol: protocol.slice(0, -1),
    host: hostname.replace(/^\[|\]$/g, ""),
    ...(port === "" ? {} : { port: Number(port) }),
    ...(protocol.startsWith("ws") ? { path: pathname + search } : {}),
    ...(username === "" ? {} : { username: decodeURIComponent(username) }),
    ...(password === "" ? {} : { password: decodeURIComponent(password) }),
  };
}

/**
 * The URI as it may be shown: without user name, password and query, which may hold a token.
 * @param {string} uri
 */
export function shownUri(uri) {
  const { protocol, host } = new URL(uri);
  return `${protocol}//${host}`;
}
