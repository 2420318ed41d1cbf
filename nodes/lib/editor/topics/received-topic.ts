import { covers } from "../../topics/filter-relation";
import { knownFilter } from "../known-filter";
import type { EditorNode } from "../red";
import type { MqttInDialog } from "../subscription/mqtt-in-dialog";
import { sharedText } from "../texts";
import type { BrokerTopics } from "./known/broker-topics";
import { impliedSettings, type ImpliedSettings } from "./implied/implied-settings";
import type { Suggestion } from "./browser/topic-browser";
import { TopicField } from "./topic-field";

/** The topic of an `mqtt-in`, which tells how its messages are best received. */
export function prepareReceivedTopic(dialog: MqttInDialog, node: EditorNode): TopicField {
  return new TopicField(dialog, node, {
    name: "topic",
    kind: () => "filter",
    wildcard: () => "+",
    takesLevels: () => false,
    suggest: (topic, broker) => suggestion(dialog, impliedOf(topic, broker)),
  });
}

function impliedOf(topic: string, { topics }: BrokerTopics): ImpliedSettings | undefined {
  const pattern = knownFilter(topic)?.pattern;
  if (pattern === undefined) return undefined;
  return impliedSettings([...topics].filter((known) => covers(pattern, known.topic)));
}

/** What isn't set yet. */
function suggestion(dialog: MqttInDialog, implied: ImpliedSettings | undefined): Suggestion | undefined {
  if (implied === undefined) return undefined;
  const { datatype = dialog.shown("datatype") } = implied;
  // Who has asked for more keeps it.
  const qos = dialog.shown("qos") === "2" ? "2" : implied.qos;
  if (datatype === dialog.shown("datatype") && qos === dialog.shown("qos")) return undefined;
  const words = [
    ...(implied.datatype === undefined ? [] : [sharedText(`topics.as-${implied.datatype}`)]),
    sharedText("topics.qos", { qos }),
  ];
  return {
    text: sharedText("topics.implied", { settings: words.join(", ") }),
    action: sharedText("topics.apply"),
    apply: () => {
      dialog.input("datatype").val(datatype).trigger("change");
      dialog.input("qos").val(qos).trigger("change");
    },
  };
}
