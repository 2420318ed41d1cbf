import type { PeerCertificate } from "node:tls";

/** Where nothing is known of a certificate. */
export const UNKNOWN = "?";

/** Its subject's or issuer's common name, or organisation: a part that occurs more than once comes as an array. */
export function nameOf(subject: Partial<PeerCertificate["subject"]> | undefined): string {
  return [subject?.CN ?? subject?.O ?? ""].flat().join(", ") || UNKNOWN;
}

/** The hosts it is for. @param names of `DNS:a, IP Address:1.2.3.4` */
export function hostsOf(names = ""): string[] {
  return [...names.matchAll(/(?:DNS|IP Address):([^,]+)/g)].flatMap(([, host]) => host ?? []);
}

/** A day, `2027-03-01`. @param time ms epoch, of which nothing is known if it is no finite number */
export function dayOf(time: number): string {
  return Number.isFinite(time) ? new Date(time).toISOString().slice(0, 10) : UNKNOWN;
}
