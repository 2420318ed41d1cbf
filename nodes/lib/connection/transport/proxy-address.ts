import { MqttNodeError } from "../../errors";
import { formatHost } from "../../uri/host";

/** A proxy that knows HTTP's CONNECT. */
export interface ProxyAddress {
  /** IPv6 addresses without brackets. */
  readonly host: string;
  readonly port: number;
  /** It is itself spoken to in TLS. */
  readonly secure: boolean;
  /** `host:port`, for people. */
  readonly name: string;
  /** The value of Proxy-Authorization. Secret. */
  readonly authorization: string | undefined;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { "http:": 80, "https:": 443 };

/**
 * Reads the address of a proxy as environment variables hold it: `[http[s]://][user[:password]@]host[:port]`.
 * @param variable where it stands, for the error, which never holds the address itself
 * @throws MqttNodeError `proxy-unsupported` if it is none, or one of another kind, as of SOCKS
 */
export function parseProxyAddress(text: string, variable: string): ProxyAddress {
  try {
    const url = new URL(text.includes("://") ? text : `http://${text}`);
    const defaultPort = DEFAULT_PORTS[url.protocol];
    if (defaultPort === undefined) throw new TypeError("not a proxy for CONNECT");
    const host = url.hostname.replace(/^\[|\]$/g, "");
    const port = url.port === "" ? defaultPort : Number(url.port);
    const secure = url.protocol === "https:";
    return { host, port, secure, name: `${formatHost(host)}:${port}`, authorization: authorizationOf(url) };
  } catch {
    throw new MqttNodeError("proxy-unsupported", { variable });
  }
}

/** The Basic scheme [RFC 7617]. */
function authorizationOf({ username, password }: URL): string | undefined {
  if (username === "" && password === "") return undefined;
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(login).toString("base64")}`;
}
