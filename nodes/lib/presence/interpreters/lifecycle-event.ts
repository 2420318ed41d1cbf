import type { ReportReason } from "../evidence";

/** A client's coming or going, as a broker tells it. */
export interface LifecycleEvent {
  readonly isConnected: boolean;
  readonly reason: ReportReason;
  /** Which of the client's connections it begins or ends: a number that grows. Undefined if the broker doesn't tell. */
  readonly connection: number | undefined;
  /** When it happened, on the broker's clock. Undefined if the broker doesn't tell. */
  readonly time: number | undefined;
}

/**
 * Whether an event happened before another, though it came later. What can't be told is taken as it comes.
 * @param resetAfter how far apart in time two events may be whose connections are still to be compared
 */
export function isBefore(event: LifecycleEvent, other: LifecycleEvent, resetAfter: number): boolean {
  const elapsed = difference(event.time, other.time);
  if (elapsed !== undefined && Math.abs(elapsed) > resetAfter) return elapsed < 0;
  const connections = difference(event.connection, other.connection);
  if (connections !== undefined && connections !== 0) return connections < 0;
  // A connection ends after it has begun, whatever two clocks say.
  if (connections === 0 && event.isConnected !== other.isConnected) return event.isConnected;
  return elapsed !== undefined && elapsed < 0;
}

function difference(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one - other;
}
