/** What makes the properties of an `mqtt-in` valid beyond their own types. */
import { fields } from "../../../mqtt-in/config";
import { MqttNodeError } from "../../errors";
import { checkNoLocal } from "../../topics/topic-filter";
import { knownFilter } from "../known-filter";
import type { Validator } from "../red";
import { currentValue, savedText } from "../saved-value";
import { validator } from "../validators";

/** Own messages can be left out, but not of a shared subscription. */
export const noLocalUnlessShared: Validator = validator((saved, node) => {
  const noLocal = fields.noLocal.read("noLocal", saved);
  const filter = knownFilter(savedText(currentValue(node, "topic")));
  if (filter !== undefined) checkNoLocal(filter, noLocal);
}, "noLocal");

/** A flow that acknowledges needs a way back to the node. */
export const acknowledgedWithInput: Validator = validator((saved, node) => {
  const isManual = fields.ack.read("ack", saved) === "manual";
  if (isManual && String(currentValue(node, "inputs")) !== "1") throw new MqttNodeError("ack-needs-input", {});
}, "ack");
