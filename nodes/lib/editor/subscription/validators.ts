/** What makes the properties of an `mqtt-in` valid beyond their own types. */
import { fields } from "../../../mqtt-in/config";
import { MqttNodeError } from "../../errors";
import { checkNoLocal } from "../../topics/topic-filter";
import { SavedBroker } from "../broker/saved-broker";
import { knownFilter } from "../known-filter";
import type { Validator } from "../red";
import { savedText } from "../saved-text";
import { currentValue } from "../saved-value";
import { validator } from "../validators";

/** Own messages can be left out, but not of a shared subscription. */
export const noLocalUnlessShared: Validator = validator((saved, node) => {
  const noLocal = fields.noLocal.read("noLocal", saved);
  const filter = knownFilter(savedText(currentValue(node, "topic")));
  if (filter !== undefined) checkNoLocal(filter, noLocal);
}, "noLocal");

/** A flow that acknowledges needs a way back to the node, and a broker that sends again what it doesn't acknowledge. */
export const acknowledgedWithInput: Validator = validator((saved, node) => {
  if (fields.ack.read("ack", saved) !== "manual") return;
  if (String(currentValue(node, "inputs")) !== "1") throw new MqttNodeError("ack-needs-input", {});
  const broker = SavedBroker.find(savedText(currentValue(node, "broker")));
  if (broker?.session === "discarded") throw new MqttNodeError("ack-needs-session", {});
}, "ack");
