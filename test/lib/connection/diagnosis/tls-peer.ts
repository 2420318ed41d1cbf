import { once } from "node:events";
import { readFileSync } from "node:fs";
import net, { type Socket } from "node:net";
import tls, { type ConnectionOptions, type TlsOptions } from "node:tls";
import { gatherEvidence } from "../../../../nodes/lib/connection/diagnosis/tls-evidence";
import type { KeyPair } from "../../../support/certificates";
import { listen } from "../../../support/free-port";

/** How a client's attempt ended: connected, or with the error of its socket. */
export type Outcome = "secure" | Error;

/** Starts a TLS server and lets a socket that gathers evidence connect to it. */
export async function attempt(server: TlsOptions, client: ConnectionOptions): Promise<Outcome> {
  const peer = tls.createServer(server, (socket) => {
    socket.on("error", () => socket.destroy());
    socket.resume().write("CONNACK");
  });
  peer.on("tlsClientError", (_error, socket) => socket.destroy());
  return dial(peer, client);
}

/** The same with a peer that speaks something else. */
export async function attemptPlain(answer: (socket: Socket) => void, client: ConnectionOptions = {}): Promise<Outcome> {
  const peer = net.createServer((socket) => {
    socket.on("error", () => socket.destroy());
    answer(socket.resume());
  });
  return dial(peer, client);
}

/** The options of a pair. */
export function identity({ certificate, key }: KeyPair): { cert: Buffer; key: Buffer } {
  return { cert: readFileSync(certificate), key: readFileSync(key) };
}

async function dial(peer: net.Server, client: ConnectionOptions): Promise<Outcome> {
  const port = await listen(peer);
  const socket = gatherEvidence(tls.connect({ host: "localhost", servername: "localhost", port, ...client }));
  // In TLS 1.3 the server's verdict on the client comes after the handshake, with the first bytes.
  socket.once("secureConnect", () => socket.write("CONNECT"));
  const outcome = await new Promise<Outcome>((resolve) => {
    socket.once("error", resolve);
    socket.once("data", () => resolve("secure"));
  });
  socket.destroy();
  peer.close();
  await once(peer, "close");
  return outcome;
}
