import { checkTopicName } from "../topics/topic-name";
import type { Hint } from "./hint-line";
import { hasPlaceholder } from "./placeholder";
import { reason } from "./texts";

/** What is wrong with a topic to publish to; an empty one is left to others. */
export function topicHint(topic: string): Hint | undefined {
  if (topic === "" || hasPlaceholder(topic)) return undefined;
  try {
    checkTopicName(topic);
    return undefined;
  } catch (error) {
    return { level: "error", text: reason(error) };
  }
}
