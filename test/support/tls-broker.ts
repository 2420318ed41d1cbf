import { once } from "node:events";
import https from "node:https";
import tls, { type TlsOptions, type TLSSocket } from "node:tls";
import { Aedes } from "aedes";
import { createWebSocketStream, WebSocketServer } from "ws";
import { listen } from "./free-port";
import { Journal } from "./journal";

/** An MQTT 3.1.1 broker in this process behind TLS, which sees more of a handshake than mosquitto tells. */
export interface TlsBroker {
  readonly port: number;
  /** The sockets whose handshake is over, with the server name and the protocol that were agreed. */
  readonly secured: Journal<TLSSocket>;
  stop(): Promise<void>;
}

/** @param scheme `wss` puts a WebSocket between TLS and MQTT */
export async function startTlsBroker(scheme: "mqtts" | "wss", options: TlsOptions): Promise<TlsBroker> {
  const aedes = await Aedes.createBroker();
  const secured = new Journal<TLSSocket>("TLS handshakes");
  const server = scheme === "mqtts" ? tls.createServer(options) : https.createServer(options);
  server.on("secureConnection", (socket: TLSSocket) => {
    socket.on("error", () => socket.destroy());
    secured.add(socket);
    if (scheme === "mqtts") aedes.handle(socket);
  });
  if (server instanceof https.Server) {
    const webSockets = new WebSocketServer({ server, handleProtocols: () => "mqtt" });
    webSockets.on("connection", (socket) => aedes.handle(createWebSocketStream(socket)));
  }
  const port = await listen(server);
  const stop = async (): Promise<void> => {
    server.close();
    for (const socket of secured.all) socket.destroy();
    await once(server, "close");
    await new Promise<void>((resolve) => aedes.close(resolve));
  };
  return { port, secured, stop };
}
