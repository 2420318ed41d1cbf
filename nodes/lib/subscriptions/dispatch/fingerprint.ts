import { createHash } from "node:crypto";

/** Shorter payloads are their own fingerprint. */
const SHORT = 64;

/** Tells payloads apart without keeping them: two different ones never have the same in practice. */
export function fingerprint(payload: Buffer): string {
  if (payload.length <= SHORT) return payload.toString("latin1");
  return createHash("sha256").update(payload).digest("base64");
}
