import type { ErrorCode } from "../../errors";

/** The input of the dialog in which a failure can be mended; `trial.open-<place>` is what the way there is called. */
export type TrialPlace = "uri" | "username" | "password" | "tls" | "protocolVersion" | "clientId" | "subprotocol";

/** What can be done about a failed trial, beside what its sentence says. */
export interface TrialRemedy {
  /** There is more to be said: `trial.hint-<code>`. */
  readonly hasHint: boolean;
  /** Absent: nothing in the dialog mends it. */
  readonly place?: TrialPlace;
}

/** Failures that have a hint, each with the place that mends it; null: none in the dialog. */
const HINTED: Partial<Record<ErrorCode, TrialPlace | null>> = {
  "env-unset": null,
  "tls-config-missing": "tls",
  "host-not-found": "uri",
  "connection-refused": "uri",
  "host-unreachable": "uri",
  "connect-timeout": "uri",
  "connack-timeout": "uri",
  "connection-lost": "uri",
  "certificate-untrusted": "tls",
  "certificate-expired": null,
  "certificate-wrong-host": "uri",
  "certificate-unusable": "tls",
  "client-certificate-required": "tls",
  "client-certificate-refused": "tls",
  "tls-not-spoken": "uri",
  "tls-mismatch": null,
  "websocket-refused": "uri",
  "websocket-subprotocol": "subprotocol",
  "websocket-not-spoken": "uri",
  "proxy-unreachable": null,
  "proxy-timeout": null,
  "proxy-refused": null,
  "proxy-failed": null,
  "bad-credentials": "username",
  "not-authorised": "username",
  "client-id-refused": "clientId",
  "protocol-unsupported": "protocolVersion",
  "trial-timeout": null,
};

/** Failures whose sentences say it all. */
const CLEAR: Partial<Record<ErrorCode, TrialPlace>> = {
  "client-id-required": "clientId",
  "passphrase-wrong": "tls",
  "secret-elsewhere": "password",
};

/** The codes that `trial.hint-<code>` is about. */
export const HINTED_CODES = Object.keys(HINTED);

/** What can be done about a failure. */
export function trialRemedy(code: ErrorCode): TrialRemedy {
  const hinted = HINTED[code];
  const place = hinted ?? CLEAR[code] ?? (code.startsWith("uri-") ? "uri" : undefined);
  return { hasHint: hinted !== undefined, ...(place !== undefined && { place }) };
}
