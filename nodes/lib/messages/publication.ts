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

/** Fixed header, lengths and packet identifier: never more than this. */
const OVERHEAD = 16;
/** An identifier and at most two lengths. */
const PROPERTY_OVERHEAD = 5;

/** How many bytes a publication takes on the wire at most, within a few. */
export function publicationBytes({ topic, payload, properties }: Publication): number {
  const bytes = OVERHEAD + Buffer.byteLength(topic) + Buffer.byteLength(payload);
  return properties === undefined ? bytes : bytes + propertiesBytes(properties);
}

function propertiesBytes(properties: PublishProperties): number {
  const { responseTopic = "", contentType = "", correlationData, userProperties = {} } = properties;
  const fixed = Buffer.byteLength(responseTopic) + Buffer.byteLength(contentType) + (correlationData?.length ?? 0);
  return Object.entries(userProperties)
    .flatMap(([name, values]) => [values].flat().map((value) => Buffer.byteLength(name) + Buffer.byteLength(value)))
    .reduce((sum, length) => sum + length + PROPERTY_OVERHEAD, fixed + 6 * PROPERTY_OVERHEAD);
}
