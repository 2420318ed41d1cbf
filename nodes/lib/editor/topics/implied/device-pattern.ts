import type { KnownTopic } from "../known/known-topics";

/**
 * A topic of one device as the pattern of all that are like it: `plant/press1/state` becomes `plant/+device/state`. The
 * device stands at the level where most topics differ from this one in nothing else; where none do, before the last.
 */
export function devicePattern(topics: Iterable<KnownTopic>, topic: string): string {
  const levels = topic.split("/");
  const alike = levels.map(() => 0);
  for (const other of topics) {
    const index = onlyDifference(levels, other.topic.split("/"));
    if (index !== undefined) alike[index] = (alike[index] ?? 0) + 1;
  }
  const most = Math.max(...alike);
  const index = most === 0 ? Math.max(0, levels.length - 2) : alike.indexOf(most);
  return levels.map((level, depth) => (depth === index ? "+device" : level)).join("/");
}

/** The one level in which two topics differ; undefined if there are more, or none. */
function onlyDifference(one: readonly string[], other: readonly string[]): number | undefined {
  if (one.length !== other.length) return undefined;
  const first = one.findIndex((level, depth) => level !== other[depth]);
  if (first === -1) return undefined;
  return one.slice(first + 1).every((level, index) => level === other[first + 1 + index]) ? first : undefined;
}
