import net from "node:net";
import type { Duplex } from "node:stream";
import tls from "node:tls";
import type { BrokerUri } from "../../uri/broker-uri";
import { gatherEvidence } from "../diagnosis/tls-evidence";
import { tellPassages, type PassageListener } from "./passage";
import { proxyFor } from "./proxy-choice";
import { openTunnel } from "./proxy-tunnel";

/** Where a socket leads to. */
export interface SocketSettings {
  readonly broker: BrokerUri;
  /** Node.js TLS options, as core's `tls-config` gives them. */
  readonly tls: tls.ConnectionOptions;
}

/** What a socket reports. */
export interface SocketEvents {
  /** Bytes can flow: the handshake is over. */
  up(): void;
  /** Each layer on the way there; connections that nobody watches do without. */
  readonly passed?: PassageListener | undefined;
  /** The first of possibly several errors is the cause. */
  failed(error: Error): void;
}

/**
 * Dials a broker over TCP or TLS, through a proxy if the environment names one. Every socket sends at once
 * (TCP_NODELAY): with Nagle's algorithm a QoS 1 round trip waits 40 ms for the peer's delayed acknowledgement.
 * @throws MqttNodeError `proxy-unsupported`
 */
export function openSocket({ broker, tls: options }: SocketSettings, events: SocketEvents): Duplex {
  const { host, port, secure } = broker;
  const { passed } = events;
  const up = (): void => events.up();
  const proxy = proxyFor(broker, process.env);
  if (proxy === undefined) {
    const direct = { host, port, noDelay: true };
    return tellPassages(secure ? openTls(host, { ...options, ...direct }, up) : net.connect(direct, up), passed);
  }
  const enter = (tunnel: net.Socket): Duplex => {
    passed?.({ layer: "proxy" });
    if (secure) return tellPassages(openTls(host, { ...options, host, socket: tunnel }, up), passed);
    up();
    return tunnel;
  };
  return openTunnel(proxy, broker, enter, events);
}

/** It is the broker's certificate that is verified, for the broker's name, whatever is between. */
function openTls(host: string, options: tls.ConnectionOptions, up: () => void): tls.TLSSocket {
  return gatherEvidence(tls.connect({ ...serverName(host), ...options }, up)).setNoDelay(true);
}

/** Server name indication carries names only [RFC 6066, section 3]. */
function serverName(host: string): tls.ConnectionOptions {
  return net.isIP(host) === 0 ? { servername: host } : {};
}
