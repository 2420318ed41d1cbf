import type { PeerCertificate, TLSSocket } from "node:tls";

/** What a TLS socket knew when it failed, most of which Node.js leaves out of the error. */
export interface TlsEvidence {
  /** What the server showed, with the certificates of its issuers as far as they are known. */
  readonly certificate: PeerCertificate | undefined;
  /** Whether both sides had agreed on a version and a cipher. */
  readonly agreed: boolean;
  /** Whether the handshake was over, on our side at least. */
  readonly secure: boolean;
}

const evidence = new WeakMap<object, TlsEvidence>();

/** Gathers evidence of a socket that has just been made, before it is connected. */
export function gatherEvidence<T extends TLSSocket>(socket: T): T {
  let certificate: PeerCertificate | undefined;
  let agreed = false;
  let secure = false;
  // The first secrets are logged when version and cipher are chosen.
  socket.once("keylog", () => {
    agreed = true;
  });
  // Node.js verifies in a listener of its own, and destroys the socket with all that it knows. Only this way of
  // asking leaves what is asked in place: getPeerX509Certificate() takes it away from the verification.
  socket.prependOnceListener("secure", () => {
    certificate = socket.getPeerCertificate(true);
  });
  socket.once("secureConnect", () => {
    secure = true;
  });
  return socket.prependOnceListener("error", (error: Error) => {
    evidence.set(error, { certificate, agreed, secure });
  });
}

/** What is known of the socket that failed with this error. */
export function evidenceOf(error: unknown): TlsEvidence | undefined {
  return typeof error === "object" && error !== null ? evidence.get(error) : undefined;
}
