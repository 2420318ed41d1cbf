import { integer } from "../config/field";
import { isUserProperties, type UserProperties } from "../messages/user-properties";

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
  receiveMaximum: integer(undefined, 1, 65_535),
  maximumPacketSize: integer(undefined, 1, 4_294_967_295),
  topicAliasMaximum: integer(undefined, 0, 65_535),
};

/** Tells whether a saved value holds CONNECT properties; their ranges are checked when they are read. */
export function isConnectProperties(value: unknown): value is ConnectProperties {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return isUserProperties((value as ConnectProperties).userProperties ?? {});
}
