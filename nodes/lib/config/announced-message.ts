import { isUserProperties, type UserProperties } from "./user-properties";
import { isPlainObject } from "./plain-object";

/** A message that the connection itself publishes, as it is saved: birth, close or will. */
export interface AnnouncedMessage {
  topic: string;
  payload?: string;
  qos?: 0 | 1 | 2 | "0" | "1" | "2";
  retain?: boolean | "true" | "false";
  properties?: AnnouncedProperties;
}

/** MQTT 5 properties of such a message. */
export interface AnnouncedProperties {
  contentType?: string;
  responseTopic?: string;
  correlationData?: string;
  /** Seconds. */
  messageExpiryInterval?: number | string;
  userProperties?: UserProperties;
  /** Seconds the broker waits before it publishes a will [MQTT 5, 3.1.3.2.2]; of no meaning elsewhere. */
  delay?: number | string;
}

/** What such a message looks like, for error texts. */
export const ANNOUNCED_SHAPE = '{"topic": "a/b", "payload": "text", "qos": 0, "retain": true, "properties": {}}';

/** Tells whether a saved value is such a message. */
export function isAnnouncedMessage(value: unknown): value is AnnouncedMessage {
  if (!isPlainObject(value) || typeof value["topic"] !== "string" || value["topic"] === "") return false;
  const { payload = "", qos = 0, retain = false, properties = {} } = value;
  return (
    typeof payload === "string" &&
    ["0", "1", "2"].includes(String(qos)) &&
    ["true", "false"].includes(String(retain)) &&
    isPlainObject(properties) &&
    isUserProperties(properties["userProperties"] ?? {})
  );
}
