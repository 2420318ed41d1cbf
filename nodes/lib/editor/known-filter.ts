import { parseTopicFilter, type TopicFilter } from "../topics/topic-filter";
import { hasPlaceholder } from "./placeholder";

/** A topic filter taken apart; undefined if it is empty or invalid, or if the environment has a part in it. */
export function knownFilter(text: string): TopicFilter | undefined {
  if (text === "" || hasPlaceholder(text)) return undefined;
  try {
    return parseTopicFilter(text);
  } catch {
    return undefined;
  }
}
