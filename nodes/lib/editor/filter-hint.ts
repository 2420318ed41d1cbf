import type { TopicFilter } from "../topics/topic-filter";
import type { Hint } from "./hint-line";
import { knownFilter } from "./known-filter";
import { text as catalogueText } from "./texts";

/** What will come of a topic filter that isn't plain; nothing about an invalid one. */
export function filterHint(text: string): Hint | undefined {
  const filter = knownFilter(text);
  if (filter === undefined) return undefined;
  const group = /^\$share\/([^/]+)\//.exec(filter.wire)?.[1];
  const words = [
    group !== undefined && catalogueText("mqtt-in", "hint.shared", { group }),
    filter.named.length > 0 && catalogueText("mqtt-in", "hint.named", namedExample(filter)),
  ].filter((sentence) => typeof sentence === "string");
  return words.length > 0 ? { level: "ok", text: words.join(" ") } : undefined;
}

/** An example topic of the user's own filter, and where its named levels go. */
function namedExample({ pattern, named }: TopicFilter): { topic: string; parameters: string } {
  const levels = pattern.split("/");
  for (const { name, level, rest } of named) levels[level] = rest ? `${name}1/${name}2` : `${name}1`;
  const topic = levels.map((level) => (level === "+" || level === "#" ? "any" : level)).join("/");
  const parameters = named.map(
    ({ name, rest }) => `msg.params.${name} = ${rest ? `["${name}1", "${name}2"]` : `"${name}1"`}`,
  );
  return { topic, parameters: parameters.join(", ") };
}
