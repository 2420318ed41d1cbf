import type { BrokerUri } from "./broker-uri";
import { formatHost } from "./host";
import { PROTOCOLS } from "./scheme";
import { formatUserInfo } from "./user-info";

/**
 * Writes a broker URI: user name and password percent-encoded, the port only where it isn't the protocol's own. Parsed,
 * it is the same again.
 */
export function formatBrokerUri(uri: BrokerUri): string {
  const { scheme, protocol, host, port, path, query } = uri;
  const shownPort = port === PROTOCOLS[protocol].defaultPort ? "" : `:${port}`;
  const shownQuery = query === "" ? "" : `?${query}`;
  return `${scheme}://${formatUserInfo(uri)}${formatHost(host)}${shownPort}${path}${shownQuery}`;
}
