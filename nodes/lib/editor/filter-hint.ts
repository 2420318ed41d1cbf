import type { TopicFilter } from "../topics/topic-filter";
import { exampleTopic } from "./example-topic";
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
function namedExample(filter: TopicFilter): { topic: string; parameters: string } {
  const parameters = filter.named.map(
    ({ name, rest }) => `msg.params.${name} = ${rest ? `["${name}1", "${name}2"]` : `"${name}1"`}`,
  );
  return { topic: exampleTopic(filter), parameters: parameters.join(", ") };
}
