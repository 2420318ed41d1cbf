import { isUtf8 } from "node:buffer";
import type { QoS } from "./qos";
import type { Receipt } from "./receipt";
import type { UserProperties } from "../config/user-properties";

/** The MQTT 5 properties of a PUBLISH that are used here [MQTT 5, 3.3.2.3]. */
export interface ReceivedProperties {
  readonly payloadFormatIndicator?: boolean;
  /** Seconds left. */
  readonly messageExpiryInterval?: number;
  readonly responseTopic?: string;
  readonly correlationData?: Buffer;
  readonly userProperties?: UserProperties;
  readonly contentType?: string;
  /** Of the subscriptions the message comes for; a list if there are several. Never reaches a flow. */
  readonly subscriptionIdentifier?: number | readonly number[];
}

/** One PUBLISH from the broker, shared by all nodes that get it. */
export class ReceivedMessage {
  readonly topic: string;
  /** A view into the socket's buffer: a node that hands it on copies it. */
  readonly payload: Buffer;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly properties: ReceivedProperties | undefined;
  /** Of a QoS 1 message. */
  readonly receipt: Receipt | undefined;
  #text: string | undefined | null = null;

  constructor(
    topic: string,
    payload: Buffer,
    qos: QoS,
    retain: boolean,
    properties?: ReceivedProperties,
    receipt?: Receipt,
  ) {
    this.topic = topic;
    this.payload = payload;
    this.qos = qos;
    this.retain = retain;
    this.properties = properties;
    this.receipt = receipt;
  }

  /** The payload as text, decoded once for all nodes; undefined if it isn't UTF-8. */
  get text(): string | undefined {
    if (this.#text === null) this.#text = isUtf8(this.payload) ? this.payload.toString("utf8") : undefined;
    return this.#text;
  }
}
