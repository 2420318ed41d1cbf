import { integer } from "./field";
import { MAX_FOUR_BYTES, MAX_TWO_BYTES } from "./limits";
import { isPlainObject } from "./plain-object";
import { isUserProperties, type UserProperties } from "./user-properties";

/** MQTT 5 CONNECT properties, as they are saved [MQTT 5, 3.1.2.11]. */
export interface ConnectProperties {
  /** QoS 1 and 2 messages the broker may have in flight towards us, 1 to 65535. */
  receiveMaximum?: number | string;
  /** Bytes, 1 to 4294967295. */
  maximumPacketSize?: number | string;
  /** Topic aliases the broker may use, 0 to 65535. */
  topicAliasMaximum?: number | string;
  userProperties?: UserProperties;
}

/** What they look like, for error texts. */
export const CONNECT_PROPERTIES_SHAPE = '{"receiveMaximum": 20, "userProperties": {"name": "value"}}';

/** The numbers among them; absent is unlimited, or none in the case of topic aliases. */
export const CONNECT_NUMBERS = {
  receiveMaximum: integer(undefined, 1, MAX_TWO_BYTES),
  maximumPacketSize: integer(undefined, 1, MAX_FOUR_BYTES),
  topicAliasMaximum: integer(undefined, 0, MAX_TWO_BYTES),
};

/** Tells whether a saved value holds CONNECT properties; their ranges are checked when they are read. */
export function isConnectProperties(value: unknown): value is ConnectProperties {
  return isPlainObject(value) && isUserProperties(value["userProperties"] ?? {});
}
