import { AddressField } from "../lib/editor/broker/address-field";
import { addressLabel } from "../lib/editor/broker/address-label";
import { prepareParameters } from "../lib/editor/broker/address-parameters";
import { prepareAnnouncement } from "../lib/editor/broker/announcement";
import { prepareAway } from "../lib/editor/broker/away";
import { prepareEncryption } from "../lib/editor/broker/encryption";
import { prepareLimits } from "../lib/editor/broker/limits";
import { prepareSession } from "../lib/editor/broker/session";
import { TrialPanel } from "../lib/editor/broker/trial-panel";
import { announced, brokerUris, clientIdOfSession } from "../lib/editor/broker/validators";
import { offerConversion } from "../lib/editor/conversion/action";
import { Dialog } from "../lib/editor/dialog";
import { labelStyle } from "../lib/editor/node-label";
import { isNew } from "../lib/editor/only-broker";
import { savedText } from "../lib/editor/saved-text";
import { confirmBroker, registerTopicSource } from "../lib/editor/topics/known/topic-source";
import { readable } from "../lib/editor/validators";
import { fields, type BrokerCredentials } from "./config";

let dialog: Dialog<typeof fields> | undefined;
let address: AddressField | undefined;
let trial: TrialPanel | undefined;

registerTopicSource();
offerConversion();

RED.nodes.registerType<typeof fields, BrokerCredentials>("broker-config", {
  category: "config",
  paletteLabel: "mqtt broker",
  color: "#3FADB5",
  icon: "broker-config.svg",
  defaults: {
    name: { value: "" },
    uri: { value: "mqtt://localhost:1883", validate: brokerUris },
    protocolVersion: { value: "auto", validate: readable(fields, "protocolVersion") },
    clientId: { value: "", validate: clientIdOfSession },
    keepalive: { value: 60, validate: readable(fields, "keepalive") },
    connectTimeout: { value: 30, validate: readable(fields, "connectTimeout") },
    cleanSession: { value: true, validate: readable(fields, "cleanSession") },
    sessionExpiry: { value: "", validate: readable(fields, "sessionExpiry") },
    autoConnect: { value: true, validate: readable(fields, "autoConnect") },
    tls: { value: "", type: "tls-config", required: false },
    verifyServer: { value: true, validate: readable(fields, "verifyServer") },
    birth: { value: [], validate: announced("birth") },
    close: { value: null, validate: announced("close") },
    will: { value: null, validate: announced("will") },
    queue: { value: "memory", validate: readable(fields, "queue") },
    queueLimit: { value: 10000, validate: readable(fields, "queueLimit") },
    queueBytes: { value: 104857600, validate: readable(fields, "queueBytes") },
    queueOverflow: { value: "reject", validate: readable(fields, "queueOverflow") },
    queueQos0: { value: false, validate: readable(fields, "queueQos0") },
    messageTtl: { value: 0, validate: readable(fields, "messageTtl") },
    drainRate: { value: 0, validate: readable(fields, "drainRate") },
    subscribeBatch: { value: 0, validate: readable(fields, "subscribeBatch") },
    reconnectMin: { value: 1, validate: readable(fields, "reconnectMin") },
    reconnectMax: { value: 60, validate: readable(fields, "reconnectMax") },
    properties: { value: {}, validate: readable(fields, "properties") },
    websocket: { value: {}, validate: readable(fields, "websocket") },
  },
  credentials: {
    username: { type: "text" },
    password: { type: "password" },
    websocketHeaders: { type: "password" },
  },
  label() {
    return savedText(this.name) || addressLabel(savedText(this.uri) || fields.uri.fallback);
  },
  labelStyle() {
    return labelStyle(this.name);
  },
  oneditprepare() {
    dialog = new Dialog(this, fields);
    address = new AddressField(dialog);
    prepareEncryption(dialog);
    prepareAnnouncement(dialog);
    prepareAway(dialog);
    prepareSession(dialog);
    prepareLimits(dialog);
    prepareParameters(dialog);
    trial = new TrialPanel(dialog, address);
    if (isNew(this)) focusWhenShown(dialog.input("uri"));
  },
  oneditsave() {
    address?.finish();
    // Later the dialog has no longer all its inputs.
    if (dialog !== undefined) confirmBroker(dialog.id, dialog.shown("uri"));
    dialog?.save();
    trial?.close();
  },
  oneditcancel() {
    trial?.close();
  },
});

/** The editor puts the focus on the first field when the tray has slid in. */
function focusWhenShown(input: JQuery): void {
  const focus = (): unknown => input.trigger("focus").trigger("select");
  input.closest(".red-ui-tray-body").one("focusin", () => setTimeout(focus));
}
