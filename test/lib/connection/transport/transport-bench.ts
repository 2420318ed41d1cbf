import { readFileSync } from "node:fs";
import { createServer as createHttpServer, type IncomingMessage } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { createServer, type Socket } from "node:net";
import { once } from "node:events";
import { createServer as createTlsServer, type ConnectionOptions, type TlsOptions, type TLSSocket } from "node:tls";
import { WebSocketServer, type ServerOptions, type WebSocket } from "ws";
import { GatheringStream } from "../../../../nodes/lib/connection/transport/gathering-stream";
import { openTransport } from "../../../../nodes/lib/connection/transport/transport";
import { parseBrokerUri, type Protocol } from "../../../../nodes/lib/uri/broker-uri";
import { certificates } from "../../../support/certificates";
import { listen } from "../../../support/free-port";
import { Journal } from "../../../support/journal";

/** The server's end of a connection, and what TLS agreed on. */
export interface Peer {
  readonly remotePort?: number | undefined;
  readonly servername?: string | false | null;
  readonly alpnProtocol?: string | false | null;
  /** Whether the client's certificate is good. */
  readonly authorized?: boolean;
}

/** A server that sends back what it gets, by any of the four transports. */
export interface EchoServer {
  readonly port: number;
  /** Of connections whose handshake, if any, is over. */
  readonly peers: Journal<Peer>;
  /** WebSocket handshakes. */
  readonly handshakes: Journal<IncomingMessage>;
  stop(): Promise<void>;
}

/** What a WebSocket server does first. */
export type Greeting = (socket: WebSocket) => void;

/** Starts an echo server on 127.0.0.1. @param websocket what ws is to do otherwise */
export async function startEcho(
  protocol: Protocol,
  tls: TlsOptions = {},
  websocket: ServerOptions = {},
  greet: Greeting = () => undefined,
): Promise<EchoServer> {
  const peers = new Journal<Peer>("connections");
  const handshakes = new Journal<IncomingMessage>("handshakes");
  const echo = (socket: Socket): void => {
    peers.add(socket);
    socket.on("error", () => socket.destroy());
    socket.pipe(socket);
  };
  const all = new Set<Socket>();
  const server = {
    mqtt: () => createServer(echo),
    mqtts: () => createTlsServer(tls, echo),
    ws: () => createHttpServer(),
    wss: () => createHttpsServer(tls),
  }[protocol]();
  server.on("connection", (socket: Socket) => all.add(socket));
  server.on("secureConnection", (socket: TLSSocket) => all.add(socket));
  if (protocol.startsWith("ws")) {
    const webSockets = new WebSocketServer({ server: server as ReturnType<typeof createHttpServer>, ...websocket });
    webSockets.on("connection", (socket, request) => {
      peers.add(request.socket);
      handshakes.add(request);
      greet(socket);
      socket.on("message", (data: Buffer) => socket.send(data));
    });
  }
  const port = await listen(server);
  const stop = async (): Promise<void> => {
    server.close();
    for (const socket of all) socket.destroy();
    await once(server, "close");
  };
  return { port, peers, handshakes, stop };
}

/** What a server shows of itself: the certificate for `localhost`, or one of the others. */
export async function identity(name: "server" | "otherHost" = "server"): Promise<TlsOptions> {
  const { certificate, key } = (await certificates())[name];
  return { cert: readFileSync(certificate), key: readFileSync(key) };
}

/** What makes a client trust the authority of the tests. */
export async function trust(): Promise<ConnectionOptions> {
  return { ca: readFileSync((await certificates()).ca), rejectUnauthorized: true };
}

/** How a transport is opened. */
export interface DialOptions {
  readonly tls?: ConnectionOptions;
  readonly websocket?: { readonly subprotocol?: string; readonly headers?: Readonly<Record<string, string>> };
}

/** A transport under the stream that stands between it and MQTT.js, as in a link, and what it reports. */
export class DialledTransport {
  readonly stream: GatheringStream;
  readonly reports = new Journal<"up" | Error>("reports of a transport");

  constructor(uri: string, { tls = {}, websocket = {} }: DialOptions = {}) {
    const socket = openTransport(
      { broker: parseBrokerUri(uri), tls, websocket: { subprotocol: "mqtt", headers: {}, ...websocket } },
      { up: () => this.reports.add("up"), failed: (error) => this.reports.add(error) },
    );
    this.stream = new GatheringStream(socket);
    this.stream.on("error", () => undefined);
  }

  /** Writes a text, before anything is up, and resolves when as much has come back. */
  async echo(text: string): Promise<string> {
    this.stream.write(text);
    let received = "";
    for await (const chunk of this.stream.iterator({ destroyOnReturn: false })) {
      received += String(chunk);
      if (received.length >= text.length) break;
    }
    return received;
  }

  /** The first cause of its failure. */
  async failure(): Promise<Error & { code?: unknown; values?: unknown; status?: unknown }> {
    return (await this.reports.next((report) => report !== "up")) as Error;
  }
}
