import { topicFilterOrInput, readable, usableBroker } from "../lib/editor/validators";
import { Dialog } from "../lib/editor/dialog";
import { filterHint } from "../lib/editor/filter-hint";
import { joinHints } from "../lib/editor/hint-line";
import { labelStyle, topicLabel } from "../lib/editor/node-label";
import { isNew, onlyBroker } from "../lib/editor/only-broker";
import type { SavedNode } from "../lib/editor/red";
import { savedText } from "../lib/editor/saved-text";
import { prepareDelivery } from "../lib/editor/subscription/delivery";
import { NeighbouringTopics } from "../lib/editor/subscription/neighbouring-topics";
import { overlapHint } from "../lib/editor/subscription/overlap-hint";
import { acknowledgedWithInput, noLocalUnlessShared } from "../lib/editor/subscription/validators";
import { lastValueHint } from "../lib/editor/topics/last-value-hint";
import { prepareReceivedTopic } from "../lib/editor/topics/received-topic";
import { text } from "../lib/editor/texts";
import { fields } from "./config";

let dialog: Dialog<typeof fields> | undefined;

RED.nodes.registerType<typeof fields>("mqtt-in", {
  category: "MQTT",
  paletteLabel: "mqtt in",
  color: "#3FADB5",
  icon: "mqtt-in.svg",
  inputs: 0,
  outputs: 1,
  defaults: {
    name: { value: "" },
    broker: { value: "", type: "broker-config", validate: usableBroker },
    topic: { value: "", validate: topicFilterOrInput },
    qos: { value: 1, validate: readable(fields, "qos") },
    datatype: { value: "auto-detect", validate: readable(fields, "datatype") },
    retained: { value: "always", validate: readable(fields, "retained") },
    noLocal: { value: false, validate: noLocalUnlessShared },
    retainAsPublished: { value: false, validate: readable(fields, "retainAsPublished") },
    ack: { value: "auto", validate: acknowledgedWithInput },
    ackTimeout: { value: 30, validate: readable(fields, "ackTimeout") },
    maxUnacked: { value: 10, validate: readable(fields, "maxUnacked") },
    persistSubscriptions: { value: false, validate: readable(fields, "persistSubscriptions") },
    inputs: { value: 0 },
  },
  label() {
    const isDynamic = String(this.inputs) === "1";
    const byMessage = isDynamic ? text("mqtt-in", "label.byMessage") : "mqtt in";
    return savedText(this.name) || topicLabel(savedText(this.topic)) || byMessage;
  },
  labelStyle() {
    return labelStyle(this.name);
  },
  inputLabels() {
    return text("mqtt-in", this.ack === "manual" ? "port.acknowledge" : "port.control");
  },
  outputLabels() {
    return text("mqtt-in", "port.message");
  },
  onadd() {
    if (isNew(this) && this.broker === "") this.broker = onlyBroker(this) ?? "";
  },
  oneditprepare() {
    dialog = new Dialog(this, fields);
    prepareTopic(dialog, this);
    prepareDelivery(dialog);
  },
  oneditsave() {
    dialog?.save();
  },
});

/** What is said of a topic depends on the broker, too, and on what the other nodes ask of it. */
function prepareTopic(dialog: Dialog<typeof fields>, node: SavedNode<typeof fields>): void {
  const neighbours = new NeighbouringTopics(node);
  const field = prepareReceivedTopic(dialog, node);
  dialog.hint("topic", (topic) =>
    joinHints([
      filterHint(topic),
      lastValueHint(field.known, topic),
      overlapHint(neighbours, dialog.shown("broker"), topic),
    ]),
  );
  dialog.input("broker").on("change", () => dialog.updateHint("topic"));
}
