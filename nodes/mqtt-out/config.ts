import { MAX_FOUR_BYTES } from "../lib/config/limits";
import { choice, flag, integer, json, text, type ValuesOf } from "../lib/config/field";
import { QOS_LEVELS } from "../lib/messages/qos";
import { isUserProperties, USER_PROPERTIES_SHAPE, type UserProperties } from "../lib/config/user-properties";

/** The saved properties of `mqtt-out`. An empty one leaves the choice to the message. */
export const fields = {
  name: text(),
  /** Id of the `broker-config`. */
  broker: text(),
  /** Topic name, or a mustache template of one; empty: `msg.topic`, else `msg.responseTopic`. */
  topic: text(),
  qos: choice(undefined, QOS_LEVELS),
  retain: flag(undefined),
  // MQTT 5 properties
  responseTopic: text(),
  contentType: text(),
  correlationData: text(),
  /** Seconds. */
  messageExpiryInterval: integer(undefined, 0, MAX_FOUR_BYTES),
  userProperties: json<UserProperties>({}, isUserProperties, USER_PROPERTIES_SHAPE),
};

/** The same, as they are read. */
export type MqttOutConfig = ValuesOf<typeof fields>;
