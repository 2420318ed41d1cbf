import type { TopicFilter } from "../topics/topic-filter";

/** A topic name that a filter matches: `plant/device1/state` of `plant/+device/state`. A named `#` has two levels. */
export function exampleTopic({ pattern, named }: TopicFilter): string {
  const levels = pattern.split("/");
  for (const { name, level, rest } of named) levels[level] = rest ? `${name}1/${name}2` : `${name}1`;
  return levels.map((level) => (level === "+" || level === "#" ? "any" : level)).join("/");
}
