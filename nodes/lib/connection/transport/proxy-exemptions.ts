import { BlockList, isIP } from "node:net";

/** `host`, `.domain`, `*.domain`, `address/bits`, `[IPv6]`, with or without `:port`; or an IPv6 address alone. */
const ENTRY = /^(?:\*?\.)?(\[[^\]]+\]|[^:]+)(?::(\d+))?$/;

const LOOPBACK = ["localhost", "127.0.0.0/8", "::1"];

const NETWORK = /^([^/]+)(?:\/(\d+))?$/;

/**
 * Whether a host is to be reached without a proxy.
 * @param list what `no_proxy` holds: `*`, or names, each with all below it, addresses and networks (192.168.0.0/16),
 *   separated by commas or spaces
 */
export function isExempt(host: string, port: number, list: string): boolean {
  const entries = list.toLowerCase().split(/[\s,]+/);
  return entries.some((entry) => entry === "*" || (entry !== "" && covers(entry, host, port)));
}

/** Whether a host is this machine, as far as its name or address tells. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.some((entry) => covers(entry, host, 0));
}

function covers(entry: string, host: string, port: number): boolean {
  const [, name = entry, onlyPort] = ENTRY.exec(entry) ?? [];
  if (onlyPort !== undefined && Number(onlyPort) !== port) return false;
  if (isIP(host) !== 0) return isInNetwork(host, name.replace(/[[\]]/g, ""));
  return host === name || host.endsWith(`.${name}`);
}

function isInNetwork(host: string, network: string): boolean {
  const [, address = "", length] = NETWORK.exec(network) ?? [];
  const family = isIP(host);
  if (isIP(address) !== family) return false;
  const longest = family === 6 ? 128 : 32;
  const bits = Number(length ?? longest);
  if (bits > longest) return false;
  const range = new BlockList();
  const type = family === 6 ? "ipv6" : "ipv4";
  range.addSubnet(address, bits, type);
  return range.check(host, type);
}
