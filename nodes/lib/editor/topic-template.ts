import { TopicTemplate } from "../topics/topic-template";
import { savedText } from "./saved-text";
import type { Validator } from "./red";
import { validator } from "./validators";

/** A topic to publish to, filled from messages or not, or nothing: then the message decides. */
export const optionalTopicTemplate: Validator = validator((value) =>
  savedText(value) === "" ? undefined : new TopicTemplate(savedText(value)),
);

/** What a topic is filled with, as a flow writes it: `msg.params.room`; nothing of one that can't be read. */
export function templateValues(topic: string): string {
  try {
    return new TopicTemplate(topic).names.map((name) => `msg.${name}`).join(", ");
  } catch {
    return "";
  }
}
