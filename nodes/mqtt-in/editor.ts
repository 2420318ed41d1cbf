import { topicFilterOrInput, readable, usableBroker } from "../lib/editor/validators";
import { Dialog } from "../lib/editor/dialog";
import { filterHint } from "../lib/editor/filter-hint";
import { labelStyle, topicLabel } from "../lib/editor/node-label";
import { isNew, onlyBroker } from "../lib/editor/only-broker";
import { savedText } from "../lib/editor/saved-value";
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
    inputs: { value: 0 },
  },
  label() {
    return savedText(this.name) || topicLabel(savedText(this.topic)) || "mqtt in";
  },
  labelStyle() {
    return labelStyle(this.name);
  },
  inputLabels() {
    return text("mqtt-in", "port.control");
  },
  outputLabels() {
    return text("mqtt-in", "port.message");
  },
  onadd() {
    if (isNew(this) && this.broker === "") this.broker = onlyBroker(this) ?? "";
  },
  oneditprepare() {
    dialog = new Dialog(this, fields);
    dialog.hint("topic", filterHint);
    prepareInput(dialog);
  },
  oneditsave() {
    dialog?.save();
  },
});

/** The checkbox stands for the number of inputs, out of which the editor makes the port. */
function prepareInput(dialog: Dialog<typeof fields>): void {
  const inputs = dialog.input("inputs");
  const control = dialog.input("control").prop("checked", dialog.saved("inputs") === 1);
  const isWanted = (): boolean => control.prop("checked") === true;
  control.on("change", () => {
    inputs.val(isWanted() ? "1" : "0");
    dialog.updateHint("topic");
  });
  dialog.hint("control", () => (isWanted() ? { level: "info", text: text("mqtt-in", "hint.control") } : undefined));
  dialog.fold("m2m-delivery", () => text("mqtt-in", isWanted() ? "summary.control" : "summary.noControl"));
}
