import type { Socket } from "node:net";
import { TLSSocket, type PeerCertificate } from "node:tls";

/** A layer on the way to a broker that is behind us, with what was learnt there. A name may have several addresses. */
export type Passage =
  | { readonly layer: "name"; readonly address: string }
  | { readonly layer: "proxy" | "network" | "websocket" }
  | { readonly layer: "tls"; readonly certificate: PeerCertificate };

/** Is told of each, in order. */
export type PassageListener = (passage: Passage) => void;

/** Tells what a socket passes that has just been made. */
export function tellPassages<T extends Socket>(socket: T, passed: PassageListener | undefined): T {
  if (passed === undefined) return socket;
  socket.on("lookup", (error: Error | null, address: string) => {
    if (error === null) passed({ layer: "name", address });
  });
  socket.once("connect", () => passed({ layer: "network" }));
  if (socket instanceof TLSSocket) {
    socket.once("secureConnect", () => passed({ layer: "tls", certificate: socket.getPeerCertificate(true) }));
  }
  return socket;
}
