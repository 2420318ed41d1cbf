import type { PeerCertificate } from "node:tls";
import type { TrialCertificate } from "../admin-api/trial-report";
import { dayOf, hostsOf, nameOf, UNKNOWN } from "../connection/diagnosis/certificate-words";

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
  const name = nameOf(subject);
  // What is issued automatically often has its names in their own place only [RFC 6125, 4.1].
  const [firstHost = UNKNOWN] = hostsOf(subjectaltname);
  return {
    subject: name === UNKNOWN ? firstHost : name,
    issuer: nameOf(issuer),
    validTo: dayOf(Date.parse(valid_to)),
    isVerified,
  };
}
