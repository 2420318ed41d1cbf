import type { Duplex } from "node:stream";
import { openSocket, type SocketEvents, type SocketSettings } from "./socket";
import { openWebSocket, type WebSocketSettings } from "./websocket";

/** How to reach one broker. */
export interface TransportSettings extends SocketSettings {
  readonly websocket: WebSocketSettings;
}

/** What a transport reports. `up` comes after the last handshake: of TCP, TLS or the WebSocket. */
export type TransportEvents = SocketEvents;

/** Opens the byte stream to a broker. */
export function openTransport(settings: TransportSettings, events: TransportEvents): Duplex {
  const { broker, websocket } = settings;
  const stream =
    broker.transport === "websocket" ? openWebSocket(settings, websocket, events) : openSocket(settings, events);
  return stream.once("error", (error: Error) => events.failed(error));
}
