import { MqttNodeError } from "../errors";

/** Where to dial. */
export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

const IPV6 = /^\[([0-9a-f:.]+)(?:%25([\w.~-]+))?\](.*)$/i;
const NAME = /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?$/i;
const DOTTED_NUMBERS = /^[\d.]+$/;

/**
 * Parses the `host[:port]` of a broker URI.
 * @throws MqttNodeError `uri-no-host`, `uri-bad-host`, `uri-bad-port`
 */
export function parseHost(text: string, defaultPort: number): HostAndPort {
  if (text.startsWith("[")) return parseIpv6(text, defaultPort);
  const colon = text.indexOf(":");
  const name = colon === -1 ? text : text.slice(0, colon);
  if (text.includes(":", colon + 1)) throw new MqttNodeError("uri-bad-host", { host: text });
  if (name === "") throw new MqttNodeError("uri-no-host", {});
  return { host: checkName(name), port: parsePort(colon === -1 ? "" : text.slice(colon + 1), defaultPort) };
}

function parseIpv6(text: string, defaultPort: number): HostAndPort {
  const [, address = "", zone, tail = ""] = IPV6.exec(text) ?? [];
  if (!isIpv6(address) || (tail !== "" && !tail.startsWith(":")))
    throw new MqttNodeError("uri-bad-host", { host: text });
  const host = zone === undefined ? address.toLowerCase() : `${address.toLowerCase()}%${zone}`;
  return { host, port: parsePort(tail.slice(1), defaultPort) };
}

function parsePort(text: string, defaultPort: number): number {
  if (text === "") return defaultPort;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new MqttNodeError("uri-bad-port", { port: text });
  return port;
}

/** The URL parser, the same in Node.js and browsers, knows international names and IPv6; it is asked for nothing else. */
function checkName(name: string): string {
  const host = /[^\u0000-\u007f]/.test(name) ? toAscii(name) : name.toLowerCase();
  const isNumbers = DOTTED_NUMBERS.test(host);
  if (!NAME.test(host) || (isNumbers && !isIpv4(host))) throw new MqttNodeError("uri-bad-host", { host: name });
  return host;
}

function isIpv4(host: string): boolean {
  const numbers = host.split(".");
  return numbers.length === 4 && numbers.every((number) => /^\d{1,3}$/.test(number) && Number(number) <= 255);
}

function isIpv6(address: string): boolean {
  return URL.canParse(`http://[${address}]/`);
}

function toAscii(name: string): string {
  const url = `http://${name}/`;
  return URL.canParse(url) ? new URL(url).hostname : "";
}
