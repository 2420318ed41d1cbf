import { MqttNodeError, type ErrorCode } from "../../errors";
import { certificateProblem } from "./certificate-problem";
import { opensslError, type OpensslError } from "./openssl-error";
import { evidenceOf } from "./tls-evidence";

/** Alerts that a server sends [RFC 8446, 6.2]. */
const ALERTS: Readonly<Record<number, ErrorCode>> = {
  42: "client-certificate-refused",
  43: "client-certificate-refused",
  44: "client-certificate-refused",
  45: "client-certificate-refused",
  46: "client-certificate-refused",
  48: "client-certificate-refused",
  49: "client-certificate-refused",
  70: "tls-mismatch",
  71: "tls-mismatch",
  116: "client-certificate-required",
};

/** TLS 1.2 has one alert for "no cipher in common" and for "no client certificate" [RFC 5246, 7.2.2]. */
const HANDSHAKE_FAILURE = 40;

/** What OpenSSL finds out by itself, in its words. */
const REASONS: ReadonlyMap<string, ErrorCode> = new Map([
  ["wrong version number", "tls-not-spoken"],
  ["packet length too long", "tls-not-spoken"],
  ["http request", "tls-not-spoken"],
  ["bad record type", "tls-not-spoken"],
  ["unsupported protocol", "tls-mismatch"],
  ["no protocols available", "tls-mismatch"],
  ["version too low", "tls-mismatch"],
  // Of an encrypted key, with no passphrase or a wrong one.
  ["bad decrypt", "passphrase-wrong"],
  ["interrupted or cancelled", "passphrase-wrong"],
  ["bad password read", "passphrase-wrong"],
]);

/** Of a PKCS #12 file Node.js gives OpenSSL's words alone. */
const PFX_MESSAGES: ReadonlyMap<string, ErrorCode> = new Map([
  ["mac verify failure", "passphrase-wrong"],
  ["header too long", "certificate-unusable"],
  ["not enough data", "certificate-unusable"],
  ["wrong tag", "certificate-unusable"],
]);

/** Names what went wrong with TLS, if that is what an error says. */
export function tlsProblem(error: NodeJS.ErrnoException, address: string): MqttNodeError | undefined {
  const problem = certificateProblem(error, address);
  if (problem !== undefined) return problem;
  const openssl = opensslError(error.message);
  const code = openssl === undefined ? codeWithoutOpenssl(error) : codeOf(openssl, error);
  if (code === undefined) return undefined;
  return new MqttNodeError(code, { address, detail: openssl?.reason ?? error.message }, error);
}

function codeOf({ isTls, reason, alert }: OpensslError, error: Error): ErrorCode {
  if (alert === HANDSHAKE_FAILURE) {
    return evidenceOf(error)?.agreed === false ? "tls-mismatch" : "client-certificate-required";
  }
  const known = alert === undefined ? REASONS.get(reason) : ALERTS[alert];
  return known ?? (isTls ? "tls-failed" : "certificate-unusable");
}

function codeWithoutOpenssl({ code = "", message }: NodeJS.ErrnoException): ErrorCode | undefined {
  return code === "EPROTO" || /^ERR_(SSL|TLS)_/.test(code) ? "tls-failed" : PFX_MESSAGES.get(message);
}
