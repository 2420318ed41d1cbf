import { Dialog } from "../lib/editor/dialog";
import { labelStyle, topicLabel } from "../lib/editor/node-label";
import { isNew, onlyBroker } from "../lib/editor/only-broker";
import { offerConventions } from "../lib/editor/presence/convention-choice";
import { prepareOwnPattern } from "../lib/editor/presence/own-pattern";
import { prepareSilence } from "../lib/editor/presence/silence";
import { prepareTopicField } from "../lib/editor/presence/topic-field";
import { distinctPayloads, optionalActivity, topicOfConvention } from "../lib/editor/presence/validators";
import { prepareWatchedTopics } from "../lib/editor/presence/watched-topics";
import type { SavedNode } from "../lib/editor/red";
import { savedText } from "../lib/editor/saved-text";
import { text } from "../lib/editor/texts";
import { RosterLine } from "../lib/editor/topics/roster/roster-line";
import { prepareWatchedFields } from "../lib/editor/topics/watched-fields";
import { readable, usableBroker } from "../lib/editor/validators";
import { conventionOf } from "../lib/presence/conventions/conventions";
import { fields } from "./config";

let dialog: Dialog<typeof fields> | undefined;

RED.nodes.registerType<typeof fields>("will-monitor", {
  category: "MQTT",
  paletteLabel: "mqtt will monitor",
  color: "#3FADB5",
  icon: "will-monitor.svg",
  inputs: 1,
  outputs: 2,
  defaults: {
    name: { value: "" },
    broker: { value: "", type: "broker-config", validate: usableBroker },
    convention: { value: "auto", validate: readable(fields, "convention") },
    topic: { value: "", validate: topicOfConvention },
    online: { value: [], validate: distinctPayloads },
    offline: { value: [], validate: readable(fields, "offline") },
    field: { value: "" },
    grace: { value: 0, validate: readable(fields, "grace") },
    heartbeat: { value: 0, validate: readable(fields, "heartbeat") },
    activity: { value: "", validate: optionalActivity },
    keepRoster: { value: false, validate: readable(fields, "keepRoster") },
  },
  label() {
    return savedText(this.name) || devicesLabel(this);
  },
  labelStyle() {
    return labelStyle(this.name);
  },
  inputLabels() {
    return text("will-monitor", "port.actions");
  },
  outputLabels(index) {
    return text("will-monitor", index === 0 ? "port.change" : "port.roster");
  },
  onadd() {
    if (isNew(this) && this.broker === "") this.broker = onlyBroker(this) ?? "";
  },
  oneditprepare() {
    offerConventions($("#node-input-convention"));
    dialog = new Dialog(this, fields);
    prepareTopicField(dialog);
    prepareWatchedTopics(dialog);
    prepareOwnPattern(dialog);
    prepareSilence(dialog);
    prepareWatchedFields(dialog, this);
    new RosterLine(dialog);
  },
  oneditsave() {
    dialog?.save();
  },
});

/** Whose state the node tells. */
function devicesLabel(node: SavedNode<typeof fields>): string {
  const id = savedText(node.convention) || "auto";
  if (id === "auto") return text("will-monitor", "label.allDevices");
  const ownTopic = topicLabel(savedText(node.topic) || savedText(node.activity));
  if (id === "custom") return ownTopic || text("will-monitor", "label.noTopic");
  return text("will-monitor", "label.devices", { name: conventionOf(id)?.name ?? id });
}
