import type { ReportedState } from "../evidence";
import type { Device, Side } from "./device";

/**
 * Notes what the broker retains of a device that has just said something.
 * @returns the one side that it retains, if that is news
 */
export function noteRetained(device: Device, said: Side, kept: ReportedState): Side | undefined {
  if (kept === said && device.retainsOnly !== said) device.retainsOnly = undefined;
  if (kept === said || (kept !== "online" && kept !== "offline") || device.retainsOnly === kept) return undefined;
  device.retainsOnly = kept;
  return kept;
}
