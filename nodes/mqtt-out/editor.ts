import { Dialog } from "../lib/editor/dialog";
import type { Hint } from "../lib/editor/hint-line";
import { KeyValueList } from "../lib/editor/key-value-list";
import { labelStyle, topicLabel } from "../lib/editor/node-label";
import { isNew, onlyBroker } from "../lib/editor/only-broker";
import type { SavedNode } from "../lib/editor/red";
import { savedText } from "../lib/editor/saved-text";
import { text } from "../lib/editor/texts";
import { lastValueHint } from "../lib/editor/topics/last-value-hint";
import { preparePublishedTopic } from "../lib/editor/topics/published-topic";
import { optionalTopicTemplate, templateValues } from "../lib/editor/topic-template";
import { optionalTopicName, readable, usableBroker } from "../lib/editor/validators";
import { fields } from "./config";

let dialog: Dialog<typeof fields> | undefined;

RED.nodes.registerType<typeof fields>("mqtt-out", {
  category: "MQTT",
  paletteLabel: "mqtt out",
  color: "#3FADB5",
  icon: "mqtt-out.svg",
  align: "right",
  inputs: 1,
  outputs: 0,
  defaults: {
    name: { value: "" },
    broker: { value: "", type: "broker-config", validate: usableBroker },
    topic: { value: "", validate: optionalTopicTemplate },
    qos: { value: "", validate: readable(fields, "qos") },
    retain: { value: "", validate: readable(fields, "retain") },
    responseTopic: { value: "", validate: optionalTopicName },
    contentType: { value: "" },
    correlationData: { value: "" },
    messageExpiryInterval: { value: "", validate: readable(fields, "messageExpiryInterval") },
    userProperties: { value: {}, validate: readable(fields, "userProperties") },
  },
  label() {
    return savedText(this.name) || topicLabel(savedText(this.topic)) || text("mqtt-out", "label.byMessage");
  },
  labelStyle() {
    return labelStyle(this.name);
  },
  inputLabels() {
    return text("mqtt-out", "port.message");
  },
  onadd() {
    if (isNew(this) && this.broker === "") this.broker = onlyBroker(this) ?? "";
  },
  oneditprepare() {
    dialog = new Dialog(this, fields);
    showProperties(dialog);
    prepareTopic(dialog, this);
  },
  oneditsave() {
    dialog?.save();
  },
});

/** What is said of a topic: where it comes from, what is wrong with it, or what the broker has on it. */
function prepareTopic(dialog: Dialog<typeof fields>, node: SavedNode<typeof fields>): void {
  const field = preparePublishedTopic(dialog, node);
  dialog.hint("topic", (topic) => topicHint(topic) ?? dialog.problem("topic") ?? lastValueHint(field.known, topic));
}

/** Where the topic of a message comes from, if not from the field alone. */
function topicHint(topic: string): Hint | undefined {
  if (topic === "") return { level: "info", text: text("mqtt-out", "hint.byMessage") };
  const values = templateValues(topic);
  return values === "" ? undefined : { level: "info", text: text("mqtt-out", "hint.template", { values }) };
}

const PROPERTIES = ["contentType", "responseTopic", "correlationData", "messageExpiryInterval"] as const;

/** The MQTT 5 properties, folded: the summary names those that are set. */
function showProperties(dialog: Dialog<typeof fields>): void {
  const list = new KeyValueList(dialog.input("userPropertyList"), dialog.saved("userProperties"));
  dialog.compose("userProperties", () => list.value);
  dialog.fold("m2m-out-properties", () => {
    const set: string[] = PROPERTIES.filter((property) => dialog.shown(property) !== "");
    if (Object.keys(list.value).length > 0) set.push("userProperties");
    return set.map((property) => text("mqtt-out", `label.${property}`)).join(", ") || text("mqtt-out", "summary.none");
  });
}
