import type { EditorNode } from "../red";
import { TopicField, type TopicDialog } from "./topic-field";

/** The topic of an `mqtt-out`, which has no wildcards. */
export function preparePublishedTopic(dialog: TopicDialog, node: EditorNode): TopicField {
  return new TopicField(dialog, node, {
    name: "topic",
    kind: () => "name",
    wildcard: () => undefined,
    takesLevels: () => false,
    suggest: () => undefined,
  });
}
