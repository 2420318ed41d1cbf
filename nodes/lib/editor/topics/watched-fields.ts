import { isCustom, type WillMonitorDialog } from "../presence/will-monitor-dialog";
import type { EditorNode } from "../red";
import { sharedText } from "../texts";
import type { BrokerTopics } from "./known/broker-topics";
import { devicePattern } from "./implied/device-pattern";
import { impliedConvention } from "./implied/implied-convention";
import type { Suggestion } from "./browser/topic-browser";
import { TopicField } from "./topic-field";

/** What marks the device in a pattern. */
const DEVICE = "+device";

/** The fields of a `will-monitor` that hold topics: a pattern or a base topic, and signs of life. */
export function prepareWatchedFields(dialog: WillMonitorDialog, node: EditorNode): void {
  const topic = new TopicField(dialog, node, {
    name: "topic",
    kind: () => (isCustom(dialog) ? "filter" : "base"),
    wildcard: () => (isCustom(dialog) ? DEVICE : undefined),
    takesLevels: () => !isCustom(dialog),
    suggest: (chosen, broker) => (isCustom(dialog) ? ownPattern(dialog, chosen, broker) : undefined),
  });
  dialog.input("convention").on("change", () => topic.close());
  new TopicField(dialog, node, {
    name: "activity",
    kind: () => "filter",
    wildcard: () => DEVICE,
    takesLevels: () => false,
    suggest: (chosen, { topics }) => patternOf(dialog, "activity", chosen, topics),
  });
}

/** A topic of one device: the ecosystem it is of, or else the pattern of all that are like it. */
function ownPattern(dialog: WillMonitorDialog, topic: string, { topics }: BrokerTopics): Suggestion | undefined {
  const known = topics.get(topic);
  const implied = known && impliedConvention(known);
  if (implied === undefined) return patternOf(dialog, "topic", topic, topics);
  const { convention, base } = implied;
  return {
    text: sharedText("topics.impliedConvention", { name: convention.name }),
    action: sharedText("topics.choose", { name: convention.name }),
    apply: () => {
      // Which closes the browser.
      dialog.input("convention").val(convention.id).trigger("change").trigger("focus");
      if (convention.base !== undefined) dialog.input("topic").val(base).trigger("change");
    },
  };
}

function patternOf(
  dialog: WillMonitorDialog,
  name: string,
  topic: string,
  topics: BrokerTopics["topics"],
): Suggestion | undefined {
  if (topics.get(topic) === undefined) return undefined;
  const pattern = devicePattern(topics, topic);
  return {
    text: sharedText("topics.impliedPattern", { pattern }),
    action: sharedText("topics.apply"),
    apply: () => dialog.input(name).val(pattern).trigger("change"),
  };
}
