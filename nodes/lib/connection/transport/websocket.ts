import type { Duplex } from "node:stream";
import WebSocket, { createWebSocketStream } from "ws";
import { MqttNodeError } from "../../errors";
import type { BrokerUri } from "../../uri/broker-uri";
import { formatHost } from "../../uri/host";
import { openSocket, type SocketEvents, type SocketSettings } from "./socket";
import { WebSocketRefusal } from "../diagnosis/websocket-refusal";

/** What the handshake carries beside the address. */
export interface WebSocketSettings {
  readonly subprotocol: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Bytes: the largest MQTT packet [MQTT 5, 2.1.4], in one WebSocket message. */
const MAX_MESSAGE = 268_435_460;

/** Opens the byte stream to a broker that is reached by WebSocket, over a socket of ours. */
export function openWebSocket(
  settings: SocketSettings,
  { subprotocol, headers }: WebSocketSettings,
  events: SocketEvents,
): Duplex {
  const { broker } = settings;
  const socket = new WebSocket(webSocketUrl(broker), [subprotocol], {
    headers,
    maxPayload: MAX_MESSAGE,
    // Compression costs a zlib context a connection and a turn a packet, and MQTT's packets are small.
    perMessageDeflate: false,
    // A redirect would carry the headers' tokens elsewhere: it is refused as any other status but 101.
    followRedirects: false,
    createConnection: () =>
      openSocket(settings, { up: () => undefined, failed: (error) => events.failed(error), passed: events.passed }),
  });
  // A frame of any other kind must end the connection [MQTT-6.0.0-1]: heard before the stream's listener would read it.
  socket.on("message", (_data, isBinary) => {
    if (!isBinary) stream.destroy(new Error("a WebSocket frame with text"));
  });
  const stream = createWebSocketStream(socket);
  watchHandshake(socket, stream, subprotocol, events);
  return stream;
}

function watchHandshake(socket: WebSocket, stream: Duplex, subprotocol: string, events: SocketEvents): void {
  socket.once("open", () => {
    events.passed?.({ layer: "websocket" });
    events.up();
  });
  socket.once("upgrade", ({ headers: { "sec-websocket-protocol": answer } }) => {
    // Without it the peer speaks another protocol [MQTT 5, 6.0]; ws then fails without saying so in a code.
    if (answer !== subprotocol) events.failed(new MqttNodeError("websocket-subprotocol", { subprotocol }));
  });
  socket.once("unexpected-response", (_request, { statusCode = 0 }) => {
    // ws ends a stream that is destroyed during the handshake with an error of its own, which says less.
    events.failed(new WebSocketRefusal(statusCode));
    stream.destroy();
  });
}

function webSocketUrl(broker: BrokerUri): string {
  const { protocol, host, port, path, query } = broker;
  return `${protocol}://${formatHost(host)}:${port}${path}${query === "" ? "" : `?${query}`}`;
}
