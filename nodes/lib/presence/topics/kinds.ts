import type { Convention } from "../conventions/convention";
import type { WatchedTopics } from "./watched-topics";

/** How the names of devices begin where several kinds are watched, so that none has the name of another kind's. */
export function kindPrefix({ id }: Convention, base: string): string {
  return `${base || id}/`;
}

/** The family of those that share a base topic. */
export function familyAt({ id }: Convention, base: string): string {
  return `${id}:${base}`;
}

/**
 * Whether devices share their topics with whatever else ends in such a word, as in `washer/status`: a payload there that
 * nobody understands makes no device.
 */
export function isCommonSuffix({ watch, convention }: Pick<WatchedTopics, "watch" | "convention">): boolean {
  return convention.id !== "custom" && watch?.topic.startsWith("+") === true;
}
