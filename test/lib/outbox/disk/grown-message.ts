import type { StoreRecord } from "../../../../nodes/lib/outbox/disk/record-store";
import { message } from "./store-bench";

/** A message that follows from its sequence number, of up to 15 kB. */
export function grown(sequence: number): StoreRecord & { kind: "message" } {
  return message(sequence, { payload: `${sequence} `.repeat((sequence * 7_919) % 2_500) });
}
