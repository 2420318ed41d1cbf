import type { QoS } from "./qos";
import type { UserProperties } from "../config/user-properties";

/** The MQTT 5 properties of a PUBLISH that a flow can set [MQTT 5, 3.3.2.3]; not sent to older brokers. */
export interface PublishProperties {
  payloadFormatIndicator?: boolean;
  /** Seconds, 0 to 4294967295. */
  messageExpiryInterval?: number;
  responseTopic?: string;
  correlationData?: Buffer;
  userProperties?: UserProperties;
  contentType?: string;
}

/** A validated message on its way to the broker: nothing in it can make the client fail later. */
export interface Publication {
  readonly topic: string;
  /** A text is sent as UTF-8. */
  readonly payload: string | Buffer;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly properties: PublishProperties | undefined;
}

/** The most bytes that can follow a fixed header [MQTT 5, 2.1.4]. */
export const MAX_REMAINING_LENGTH = 268_435_455;

/**
 * Bytes beside topic, payload and properties [MQTT 5, 3.3.1 and 3.3.2]: packet type 1, remaining length 4, length of the
 * topic 2, packet identifier 2, length of the properties 4, topic alias 3. Smaller packets have up to 11 less.
 */
const OVERHEAD = 16;
/** Bytes of a property beside its text: an identifier, and a length for each of its texts. */
const TEXT_OVERHEAD = 3;
const PAIR_OVERHEAD = 5;

/** How many bytes a publication takes on the wire at most, within a few. */
export function publicationBytes({ topic, payload, properties }: Publication): number {
  const bytes = OVERHEAD + Buffer.byteLength(topic) + Buffer.byteLength(payload);
  return properties === undefined ? bytes : bytes + propertiesBytes(properties);
}

function propertiesBytes(properties: PublishProperties): number {
  const { payloadFormatIndicator, messageExpiryInterval, userProperties = {} } = properties;
  const fixed = (payloadFormatIndicator === undefined ? 0 : 2) + (messageExpiryInterval === undefined ? 0 : 5);
  const texts = [properties.responseTopic, properties.contentType, properties.correlationData];
  return fixed + texts.reduce((sum, text) => sum + textBytes(text), 0) + pairsBytes(userProperties);
}

function textBytes(text: string | Buffer | undefined): number {
  return text === undefined ? 0 : TEXT_OVERHEAD + Buffer.byteLength(text);
}

function pairsBytes(userProperties: UserProperties): number {
  let bytes = 0;
  for (const [name, values] of Object.entries(userProperties)) {
    const each = PAIR_OVERHEAD + Buffer.byteLength(name);
    for (const value of [values].flat()) bytes += each + Buffer.byteLength(value);
  }
  return bytes;
}
