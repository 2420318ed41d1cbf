/** What makes the properties of a `broker-config` valid beyond their own types. */
import { MqttNodeError } from "../../errors";
import { fields } from "../../../broker-config/config";
import { checkTopicName } from "../../topics/topic-name";
import { parseBrokerUris } from "../../uri/broker-uris";
import type { UriParameters } from "../../uri/parameters";
import type { Validator } from "../red";
import { checkSchemes, holdsPassword, parsedUris } from "./address";
import { hasPlaceholder } from "../placeholder";
import { savedText } from "../saved-text";
import { currentValue } from "../saved-value";
import { reason, sharedText } from "../texts";
import { validator } from "../validators";

/** One or several broker URIs without a password: that would stand in the flow file for all to read. */
export const brokerUris: Validator = function (saved, _options) {
  try {
    const uri = fields.uri.read("uri", saved);
    if (holdsPassword(uri)) return sharedText("hint.uriPassword");
    if (hasPlaceholder(uri)) checkSchemes(uri);
    else parseBrokerUris(uri);
    return true;
  } catch (error) {
    return reason(error);
  }
};

/** A client ID is needed where the broker keeps a session under it; parameters in an address win over both. */
export const clientIdOfSession: Validator = validator((saved, node) => {
  const uris = parsedUris(savedText(currentValue(node, "uri")));
  const clientId = fields.clientId.read("clientId", saved);
  const cleanSession = readFlag(currentValue(node, "cleanSession"));
  const isMissing = ({ clean, clientId: own }: UriParameters): boolean =>
    !(clean ?? cleanSession) && (own || clientId) === "";
  const isAnyMissing = uris.length === 0 ? isMissing({}) : uris.some(({ parameters }) => isMissing(parameters));
  return !isAnyMissing || reason(new MqttNodeError("client-id-required", {}));
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
