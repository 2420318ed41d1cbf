/** What makes the properties of a `broker-config` valid beyond their own types. */
import { fields } from "../../../broker-config/config";
import { checkTopicName } from "../../topics/topic-name";
import { parseBrokerUris } from "../../uri/broker-uris";
import type { Validator } from "../red";
import { holdsPassword } from "./address";
import { reason, sharedText } from "../texts";
import { validator } from "../validators";
import { MqttNodeError } from "../../errors";

const parsable = validator((saved) => void parseBrokerUris(fields.uri.read("uri", saved)));

/** One or several broker URIs without a password: that would stand in the flow file for all to read. */
export const brokerUris: Validator = function (saved, options) {
  if (typeof saved === "string" && holdsPassword(saved)) return sharedText("hint.uriPassword");
  return parsable.call(this, saved, options);
};

/** A client ID is needed where the broker keeps a session under it. */
export const clientIdOfSession: Validator = validator((saved, node) => {
  const clientId = fields.clientId.read("clientId", saved);
  const clean = $("#node-config-input-cleanSession");
  const isOpen = clean.length > 0;
  const cleanSession = isOpen
    ? clean.prop("checked") === true
    : readFlag((node as { cleanSession?: unknown }).cleanSession);
  return cleanSession || clientId !== "" || reason(new MqttNodeError("client-id-required", {}));
});

/** A message, or several, each with a topic that can be published to. */
export function announced(property: "birth" | "close" | "will"): Validator {
  return validator((saved) => {
    for (const message of [fields[property].read(property, saved)].flat()) {
      if (message !== null) checkTopicName(message.topic);
    }
  }, property);
}

function readFlag(saved: unknown): boolean {
  try {
    return fields.cleanSession.read("cleanSession", saved);
  } catch {
    return fields.cleanSession.fallback;
  }
}
