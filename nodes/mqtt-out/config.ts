import { flag, integer, json, text, type ValuesOf } from "../lib/config/field";
import { isUserProperties, USER_PROPERTIES_SHAPE, type UserProperties } from "../lib/messages/user-properties";

/** Seconds: the largest four byte integer [MQTT 5, 1.5.3]. */
export const MAX_EXPIRY = 4_294_967_295;

/** The saved properties of `mqtt-out`. An empty one leaves the choice to the message. */
export const fields = {
  name: text(),
  /** Id of the `broker-config`. */
  broker: text(),
  /** Topic name; empty: `msg.topic`, else `msg.responseTopic`. */
  topic: text(),
  qos: integer(undefined, 0, 2),
  retain: flag(undefined),
  // MQTT 5 properties
  responseTopic: text(),
  contentType: text(),
  correlationData: text(),
  /** Seconds. */
  messageExpiryInterval: integer(undefined, 0, MAX_EXPIRY),
  userProperties: json<UserProperties>({}, isUserProperties, USER_PROPERTIES_SHAPE),
};

export type MqttOutConfig = ValuesOf<typeof fields>;
