import type { BrokerUri, Protocol } from "../../uri/broker-uri";
import { parseProxyAddress, type ProxyAddress } from "./proxy-address";
import { isExempt, isLoopback } from "./proxy-exemptions";

/**
 * Where the proxy for a protocol stands; the first variable that is set counts. A WebSocket is web traffic and goes
 * where that goes. MQTT is not: where `http_proxy` is set for browsers, brokers are mostly inside the same network,
 * and such a proxy opens no other port than 443.
 */
const VARIABLES: Readonly<Record<Protocol, readonly string[]>> = {
  mqtt: ["mqtt_proxy", "all_proxy"],
  mqtts: ["mqtts_proxy", "all_proxy"],
  ws: ["ws_proxy", "http_proxy", "all_proxy"],
  wss: ["wss_proxy", "https_proxy", "all_proxy"],
};

/**
 * The proxy through which a broker is to be reached, if any. What is only here is reached by none.
 * @param environment its variables may be in lower case, which wins, or upper case
 * @throws MqttNodeError `proxy-unsupported`
 */
export function proxyFor(
  { protocol, host, port }: Pick<BrokerUri, "protocol" | "host" | "port">,
  environment: NodeJS.ProcessEnv,
): ProxyAddress | undefined {
  const variable = VARIABLES[protocol].find((name) => read(environment, name) !== "");
  if (variable === undefined || isLoopback(host) || isExempt(host, port, read(environment, "no_proxy")))
    return undefined;
  return parseProxyAddress(read(environment, variable), variable);
}

function read(environment: NodeJS.ProcessEnv, name: string): string {
  return (environment[name] || environment[name.toUpperCase()] || "").trim();
}
