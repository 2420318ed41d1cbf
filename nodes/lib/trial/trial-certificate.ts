import type { PeerCertificate } from "node:tls";
import type { TrialCertificate } from "../admin-api/trial-report";

/** Where nothing is known of a certificate. */
const UNKNOWN = "?";

/**
 * What of a server's certificate is worth showing.
 * @param shown as Node.js has it: empty if the server showed none
 */
export function trialCertificate(
  shown: PeerCertificate | undefined,
  isVerified: boolean,
): TrialCertificate | undefined {
  if (shown === undefined || !("subject" in shown)) return undefined;
  const { subject, issuer, valid_to, subjectaltname } = shown;
  return {
    // What is issued automatically often has its names in their own place only [RFC 6125, 4.1].
    subject: nameOf(subject) || firstHost(subjectaltname) || UNKNOWN,
    issuer: nameOf(issuer) || UNKNOWN,
    validTo: dateOf(valid_to),
    isVerified,
  };
}

/** A part that occurs more than once comes as an array. */
function nameOf(name: Partial<PeerCertificate["subject"]> | undefined): string {
  return [name?.CN ?? name?.O ?? ""].flat().join(", ");
}

/** Of `DNS:a, IP Address:1.2.3.4`. */
function firstHost(names = ""): string | undefined {
  return /(?:DNS|IP Address):([^,]+)/.exec(names)?.[1];
}

function dateOf(text: string): string {
  const time = Date.parse(text);
  return Number.isFinite(time) ? new Date(time).toISOString().slice(0, 10) : UNKNOWN;
}
