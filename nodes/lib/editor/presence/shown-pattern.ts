import type { Watch } from "../../presence/conventions/convention";
import type { TopicFilter } from "../../topics/topic-filter";

/** A watched pattern as people read it: `zigbee2mqtt/<device>/availability`. */
export function shownPattern({ topic }: Pick<Watch, "topic">, base: string): string {
  const levels = topic.replace("{base}", () => base).split("/");
  return levels.map((level) => level.replace(/^\+(.*)$/, (_all, name: string) => `<${name || "any"}>`)).join("/");
}

/** A topic name that a filter matches: `plant/device1/state`. */
export function exampleTopic({ pattern, named }: TopicFilter): string {
  const levels = pattern.split("/");
  for (const { name, level } of named) levels[level] = `${name}1`;
  return levels.map((level) => (level === "+" || level === "#" ? "any" : level)).join("/");
}
