import type { ReceivedProperties } from "./received-message";
import type { UserProperties } from "../config/user-properties";

/** The MQTT 5 properties as they appear on a flow's message, under the names of the built-in nodes. */
export type FlowProperties = {
  -readonly [P in Exclude<keyof ReceivedProperties, "subscriptionIdentifier">]?: ReceivedProperties[P];
};

/**
 * Puts the MQTT 5 properties of a received message on a flow's message. Each node gets its own objects, and only
 * properties that the PUBLISH has.
 */
export function setFlowProperties(msg: FlowProperties, properties: ReceivedProperties): void {
  const { payloadFormatIndicator, messageExpiryInterval, responseTopic, contentType, correlationData } = properties;
  if (payloadFormatIndicator !== undefined) msg.payloadFormatIndicator = payloadFormatIndicator;
  if (messageExpiryInterval !== undefined) msg.messageExpiryInterval = messageExpiryInterval;
  if (responseTopic !== undefined) msg.responseTopic = responseTopic;
  if (contentType !== undefined) msg.contentType = contentType;
  if (correlationData !== undefined) msg.correlationData = Buffer.from(correlationData);
  if (properties.userProperties !== undefined) msg.userProperties = copyUserProperties(properties.userProperties);
}

/** `fromEntries` defines properties, so that a name such as `__proto__` stays a name. */
function copyUserProperties(properties: UserProperties): UserProperties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, typeof value === "string" ? value : [...value]]),
  );
}
