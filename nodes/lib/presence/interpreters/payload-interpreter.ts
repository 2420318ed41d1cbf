import type { Reading } from "../conventions/convention";
import type { Evidence } from "../evidence";
import type { Interpreter } from "./interpreter";
import { readPayload } from "../payload/payload-reader";

const SIGN: Evidence = { kind: "sign" };

/** Reads payloads of which each says all there is to know; undefined of a kind that needs to remember others. */
export function payloadInterpreter(reading: Reading): Interpreter | undefined {
  switch (reading.kind) {
    case "rules":
    case "common-words":
      return { read: ({ text }, { device }) => [{ device, evidence: evidenceOf(readPayload(reading, text)) }] };
    case "sign":
      // What the broker has kept tells nothing of today.
      return { read: ({ retain }, { device }) => (retain ? [] : [{ device, evidence: SIGN }]) };
    default:
      return undefined;
  }
}

function evidenceOf(read: ReturnType<typeof readPayload>): Evidence {
  return typeof read === "string" ? { kind: read } : { kind: "report", ...read };
}
