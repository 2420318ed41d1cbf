/** What OpenSSL reports. */
export interface OpensslError {
  /** Of the TLS protocol, or of reading keys and certificates. */
  readonly isTls: boolean;
  /** `wrong version number`; of an alert its name. */
  readonly reason: string;
  /** The number of the alert that the peer sent [RFC 8446, 6]. */
  readonly alert: number | undefined;
}

/**
 * error:<packed code>:<library>:<function>:<reason>, where the reason may be an alert after the name of the protocol,
 * which differs between versions of OpenSSL: "sslv3 alert handshake failure", "ssl/tls alert handshake failure".
 */
const PATTERN = /error:([0-9A-F]{8}):[^:]*:[^:]*:(?:[^:\n]* alert )?([^:\n]+)/;

/** ERR_LIB_SSL: the part of OpenSSL that speaks TLS. */
const TLS_LIBRARY = 20;

/** SSL_AD_REASON_OFFSET: what an alert's number has added to make it a reason. */
const ALERTS_FROM = 1_000;

/**
 * Reads what OpenSSL says from the text of an error. Its codes in Node.js can't be relied on: they are made of
 * OpenSSL's words, and `EPROTO` where the error came while something was written.
 */
export function opensslError(message: string): OpensslError | undefined {
  const [, packed, reason] = PATTERN.exec(message) ?? [];
  if (packed === undefined || reason === undefined) return undefined;
  const code = Number.parseInt(packed, 16);
  const isTls = code >>> 23 === TLS_LIBRARY;
  const number = code & 0x7fffff;
  return { isTls, reason, alert: isTls && number >= ALERTS_FROM ? number - ALERTS_FROM : undefined };
}
