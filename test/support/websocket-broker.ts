import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { Aedes } from "aedes";
import { createWebSocketStream, WebSocketServer } from "ws";
import { listen } from "./free-port";

/** An MQTT 3.1.1 broker in this process that is reached by WebSocket. */
export interface WebSocketBroker {
  readonly port: number;
  readonly aedes: Aedes;
  /** The handshakes it accepted. */
  readonly handshakes: readonly IncomingMessage[];
  stop(): Promise<void>;
}

/** @param refuses an HTTP status to answer a handshake with, or nothing to accept it */
export async function startWebSocketBroker(
  refuses: (request: IncomingMessage) => number | undefined = () => undefined,
): Promise<WebSocketBroker> {
  const aedes = await Aedes.createBroker();
  const handshakes: IncomingMessage[] = [];
  const server = createServer();
  const webSockets = new WebSocketServer({
    server,
    handleProtocols: (offered) => (offered.has("mqtt") ? "mqtt" : false),
    verifyClient: ({ req }, done) => {
      const status = refuses(req);
      done(status === undefined, status);
    },
  });
  webSockets.on("connection", (socket, request) => {
    handshakes.push(request);
    aedes.handle(createWebSocketStream(socket), request);
  });
  const port = await listen(server);
  const stop = async (): Promise<void> => {
    for (const socket of webSockets.clients) socket.terminate();
    webSockets.close();
    server.close();
    await once(server, "close");
    await new Promise<void>((resolve) => aedes.close(resolve));
  };
  return { port, aedes, handshakes, stop };
}
