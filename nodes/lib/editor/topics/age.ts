import { sharedText } from "../texts";

const MINUTE = 60_000;
const HOUR = 3_600_000;

/**
 * How long ago something was, in words; no more exact than it stays true for a while.
 * @param milliseconds may be below 0
 */
export function age(milliseconds: number): string {
  if (milliseconds < MINUTE) return sharedText("topics.justNow");
  if (milliseconds < HOUR) return sharedText("topics.minutesAgo", { minutes: Math.floor(milliseconds / MINUTE) });
  return sharedText("topics.hoursAgo", { hours: Math.floor(milliseconds / HOUR) });
}
