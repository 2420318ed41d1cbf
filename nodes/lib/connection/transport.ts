import net from "node:net";
import type { Duplex } from "node:stream";
import tls from "node:tls";
import WebSocket, { createWebSocketStream } from "ws";
import type { BrokerUri } from "../uri/broker-uri";
import { WebSocketRefusal } from "./websocket-refusal";

/** How to reach one broker. */
export interface TransportSettings {
  readonly broker: BrokerUri;
  /** Node.js TLS options, as core's `tls-config` gives them. */
  readonly tls: tls.ConnectionOptions;
  readonly websocket: { readonly subprotocol: string; readonly headers: Readonly<Record<string, string>> };
}

/** What a transport reports. */
export interface TransportEvents {
  /** Bytes can flow: the TCP, TLS or WebSocket handshake is over. */
  up(): void;
  /** The first of possibly several errors is the cause. */
  failed(error: Error): void;
}

/**
 * Opens the byte stream to a broker. Every socket sends at once (TCP_NODELAY): with Nagle's algorithm a QoS 1 round
 * trip waits 40 ms for the peer's delayed acknowledgement.
 */
export function openTransport(settings: TransportSettings, events: TransportEvents): Duplex {
  const stream = open(settings, events);
  return stream.once("error", (error: Error) => events.failed(error));
}

function open(settings: TransportSettings, events: TransportEvents): Duplex {
  const { secure, transport } = settings.broker;
  if (transport === "websocket") return openWebSocket(settings, events);
  const up = (): void => events.up();
  return secure ? openTls(settings, up) : openTcp(settings, up);
}

function openTcp({ broker }: TransportSettings, up: () => void): Duplex {
  return net.connect({ host: broker.host, port: broker.port, noDelay: true }, up);
}

function openTls({ broker, tls: options }: TransportSettings, up: () => void): Duplex {
  const { host, port } = broker;
  return tls.connect({ ...serverName(host), ...options, host, port }, up).setNoDelay(true);
}

/** Server name indication carries names only [RFC 6066, section 3]. */
function serverName(host: string): tls.ConnectionOptions {
  return net.isIP(host) === 0 ? { servername: host } : {};
}

function openWebSocket({ broker, tls: options, websocket }: TransportSettings, events: TransportEvents): Duplex {
  const clientOptions: WebSocket.ClientOptions = { headers: websocket.headers };
  // ws hands its options on to node:https, which takes all of tls.connect's; ws declares only some of them.
  if (broker.secure) Object.assign(clientOptions, serverName(broker.host), options);
  const socket = new WebSocket(webSocketUrl(broker), [websocket.subprotocol], clientOptions);
  const stream = createWebSocketStream(socket);
  socket.once("open", () => events.up());
  socket.once("unexpected-response", (_request, { statusCode = 0 }) => {
    // ws ends a stream that is destroyed during the handshake with an error of its own, which says less.
    events.failed(new WebSocketRefusal(statusCode));
    stream.destroy();
  });
  return stream;
}

function webSocketUrl({ protocol, host, port, path, query }: BrokerUri): string {
  const authority = net.isIPv6(host) ? `[${host}]` : host;
  return `${protocol}://${authority}:${port}${path || "/"}${query === "" ? "" : `?${query}`}`;
}
