import type { Finding, ReportedState, ReportReason } from "../evidence";

/** That a device is reported to be in a state. */
export function reportFinding(device: string, state: ReportedState, reason: ReportReason): Finding {
  return { device, evidence: { kind: "report", state, reason } };
}
