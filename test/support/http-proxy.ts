import { once } from "node:events";
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { connect, type Socket } from "node:net";
import type { KeyPair } from "./certificates";
import { listen } from "./free-port";
import { Journal } from "./journal";

/** What a client asked a proxy for. */
export interface TunnelRequest {
  /** `host:port` */
  readonly target: string;
  readonly headers: http.IncomingHttpHeaders;
  /** By which it asked for the proxy itself, in TLS. */
  readonly serverName: unknown;
}

/** How a proxy behaves. */
export interface HttpProxyOptions {
  /** The port of 127.0.0.1 where all tunnels lead, whatever is asked for; without it nobody is reached. */
  readonly leadsTo?: number;
  /** `name:password` that it wants to be told; else it answers with 407. */
  readonly login?: string;
  /** It is itself spoken to in TLS. */
  readonly tls?: KeyPair;
  /** What it does instead of opening a tunnel. */
  readonly answer?: (client: Socket) => void;
  /** 0 lets the system choose. */
  readonly port?: number;
}

/** A proxy on 127.0.0.1 that opens tunnels for CONNECT. */
export interface HttpProxy {
  readonly port: number;
  /** `127.0.0.1:<port>` */
  readonly name: string;
  readonly requests: Journal<TunnelRequest>;
  /** Resolves when no client is connected. */
  deserted(): Promise<void>;
  stop(): Promise<void>;
}

/** Answers with a status other than 200 and closes. */
export function refusingWith(status: number): (client: Socket) => void {
  return (client) => client.end(`HTTP/1.1 ${status} ${http.STATUS_CODES[status] ?? ""}\r\n\r\n`);
}

/** Starts a proxy. */
export async function startHttpProxy(options: HttpProxyOptions = {}): Promise<HttpProxy> {
  const { tls, answer, login, leadsTo } = options;
  const requests = new Journal<TunnelRequest>("requests for a tunnel");
  const clients = new Set<Socket>();
  const server = tls === undefined ? http.createServer() : https.createServer(read(tls));
  server.on("connection", (socket: Socket) => clients.add(socket.once("close", () => clients.delete(socket))));
  server.on("connect", ({ url: target = "", headers }, client: Socket) => {
    client.on("error", () => client.destroy());
    requests.add({ target, headers, serverName: "servername" in client ? client.servername : undefined });
    client.on("end", () => client.end());
    if (answer !== undefined) return answer(client.resume());
    if (login !== undefined && headers["proxy-authorization"] !== basic(login)) return refusingWith(407)(client);
    if (leadsTo === undefined) return refusingWith(502)(client);
    openTunnel(client, leadsTo);
  });
  const port = await listen(server, options.port);
  return {
    port,
    name: `127.0.0.1:${port}`,
    requests,
    deserted: async () => {
      for (const socket of clients) await once(socket, "close");
    },
    stop: async () => {
      server.close();
      for (const socket of clients) socket.destroy();
      await once(server, "close");
    },
  };
}

function openTunnel(client: Socket, port: number): void {
  const broker = connect({ host: "127.0.0.1", port }, () => {
    client.write("HTTP/1.1 200 Connection established\r\n\r\n");
    client.pipe(broker).pipe(client);
  });
  broker.on("error", () => refusingWith(502)(client));
  client.on("close", () => broker.destroy());
}

function basic(login: string): string {
  return `Basic ${Buffer.from(login).toString("base64")}`;
}

function read({ certificate, key }: KeyPair): { cert: Buffer; key: Buffer } {
  return { cert: readFileSync(certificate), key: readFileSync(key) };
}
