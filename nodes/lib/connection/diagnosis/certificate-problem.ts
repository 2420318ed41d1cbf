import type { PeerCertificate } from "node:tls";
import { MqttNodeError } from "../../errors";
import { dayOf, hostsOf, nameOf } from "./certificate-words";
import { evidenceOf } from "./tls-evidence";

/** How Node.js calls what is wrong with a server's certificate; all other names of its list mean "not trusted". */
const EXPIRED = "CERT_HAS_EXPIRED";
const NOT_YET_VALID = "CERT_NOT_YET_VALID";
const WRONG_HOST: ReadonlySet<string> = new Set(["ERR_TLS_CERT_ALTNAME_INVALID", "HOSTNAME_MISMATCH"]);
const UNTRUSTED: ReadonlySet<string> = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_CHAIN_TOO_LONG",
  "CERT_REVOKED",
  "INVALID_CA",
  "PATH_LENGTH_EXCEEDED",
  "INVALID_PURPOSE",
  "CERT_UNTRUSTED",
  "CERT_REJECTED",
  "CERT_SIGNATURE_FAILURE",
  "EE_KEY_TOO_SMALL",
  "CA_KEY_TOO_SMALL",
  "CA_MD_TOO_WEAK",
  "UNSPECIFIED",
]);

/** Host names that are worth showing. */
const MOST_NAMES = 5;

/** Names what is wrong with the certificate that a server showed, if that is what an error of a TLS socket says. */
export function certificateProblem(error: NodeJS.ErrnoException, address: string): MqttNodeError | undefined {
  const { code = "" } = error;
  const certificate = evidenceOf(error)?.certificate;
  if (code === EXPIRED) {
    return new MqttNodeError("certificate-expired", { address, date: expiry(certificate) }, error);
  }
  if (code === NOT_YET_VALID) {
    return new MqttNodeError("certificate-not-yet-valid", { address, date: beginning(certificate) }, error);
  }
  if (WRONG_HOST.has(code)) {
    return new MqttNodeError("certificate-wrong-host", { address, names: hostNames(certificate) }, error);
  }
  if (!UNTRUSTED.has(code)) return undefined;
  return new MqttNodeError("certificate-untrusted", { address, issuer: nameOf(certificate?.issuer) }, error);
}

/** The earliest end in the chain: it may be an issuer's certificate that has expired. */
function expiry(certificate: PeerCertificate | undefined): string {
  return dayOf(Math.min(...chain(certificate).map(({ valid_to }) => Date.parse(valid_to))));
}

/** The latest beginning in the chain. */
function beginning(certificate: PeerCertificate | undefined): string {
  return dayOf(Math.max(...chain(certificate).map(({ valid_from }) => Date.parse(valid_from))));
}

/** From the server's certificate to its authority's, which is issued by itself. */
function chain(certificate: PeerCertificate | undefined): PeerCertificate[] {
  const found: PeerCertificate[] = [];
  for (let next = certificate; next?.subject !== undefined && !found.includes(next); next = issuerOf(next)) {
    found.push(next);
  }
  return found;
}

function issuerOf(certificate: PeerCertificate): PeerCertificate | undefined {
  return (certificate as { issuerCertificate?: PeerCertificate }).issuerCertificate;
}

/** Before hosts had a place of their own they were in the subject [RFC 6125, 6.4.4]. */
function hostNames(certificate: PeerCertificate | undefined): string {
  const hosts = hostsOf(certificate?.subjectaltname);
  if (hosts.length > MOST_NAMES) hosts.splice(MOST_NAMES, Infinity, "...");
  return hosts.join(", ") || nameOf(certificate?.subject);
}
