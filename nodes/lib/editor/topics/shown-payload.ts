import { sharedText } from "../texts";
import type { KnownTopic } from "./known/known-topics";

/**
 * A last value in one line, with a mark where it goes on.
 * @param most characters
 */
export function shownPayload({ payload, form, isCut }: KnownTopic, most: number): string {
  if (form === "empty") return sharedText("topics.emptyPayload");
  const line = payload.replace(/\s+/g, " ").trim();
  const isLong = isCut || line.length > most;
  return (form === "binary" ? "0x" : "") + line.slice(0, most) + (isLong ? "..." : "");
}
