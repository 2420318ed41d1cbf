import { isPlainObject } from "../config/plain-object";
import { MqttNodeError } from "../errors";
import { checkTopicName } from "../topics/topic-name";
import { encodePayload } from "./encode-payload";
import { encodeProperties } from "./encode-properties";
import { MAX_REMAINING_LENGTH, publicationBytes, type Publication, type PublishProperties } from "./publication";
import { isPresent } from "./present";
import type { QoS } from "./qos";
import type { UserProperties } from "../config/user-properties";

/** What an `mqtt-out` node sets; empty or undefined leaves the choice to the message. */
export interface PublishSettings {
  readonly topic: string;
  readonly qos: QoS | undefined;
  readonly retain: boolean | undefined;
  readonly responseTopic: string;
  readonly contentType: string;
  readonly correlationData: string;
  /** Seconds. */
  readonly messageExpiryInterval: number | undefined;
  readonly userProperties: UserProperties;
}

/** Settings that leave everything to the message. */
export const MESSAGE_DECIDES: PublishSettings = {
  topic: "",
  qos: undefined,
  retain: undefined,
  responseTopic: "",
  contentType: "",
  correlationData: "",
  messageExpiryInterval: undefined,
  userProperties: {},
};

/** What a flow may put in a message; all of it is checked. */
export type FlowMessage = Readonly<Record<string, unknown>>;

/**
 * Makes a publication of a flow's message, which is not modified. Where both are set the node wins over the message;
 * user properties are merged, the message's winning.
 * @throws MqttNodeError naming what is wrong with the message
 */
export function encodeMessage(settings: PublishSettings, msg: FlowMessage): Publication {
  const publication = {
    topic: topicOf(settings, msg),
    payload: encodePayload(msg["payload"]),
    qos: settings.qos ?? qosOf(msg["qos"]),
    retain: settings.retain ?? retainOf(msg["retain"]),
    properties: propertiesOf(settings, msg),
  };
  const bytes = publicationBytes(publication);
  if (bytes > MAX_REMAINING_LENGTH)
    throw new MqttNodeError("payload-too-large", { bytes, limit: MAX_REMAINING_LENGTH });
  return publication;
}

function topicOf(settings: PublishSettings, msg: FlowMessage): string {
  const topic = [settings.topic, msg["topic"], msg["responseTopic"]].find(isPresent) ?? "";
  if (typeof topic !== "string") throw new MqttNodeError("topic-not-text", {});
  checkTopicName(topic);
  return topic;
}

function qosOf(qos: unknown): QoS {
  if (!isPresent(qos)) return 0;
  const level = ([0, 1, 2] as const).find((known) => known === qos || String(known) === qos);
  if (level !== undefined) return level;
  throw new MqttNodeError("qos-invalid", {});
}

function retainOf(retain: unknown): boolean {
  if (!isPresent(retain)) return false;
  if (retain === true || retain === "true" || retain === 1) return true;
  if (retain === false || retain === "false" || retain === 0) return false;
  throw new MqttNodeError("retain-invalid", {});
}

function propertiesOf(settings: PublishSettings, msg: FlowMessage): PublishProperties | undefined {
  return encodeProperties({
    payloadFormatIndicator: msg["payloadFormatIndicator"],
    messageExpiryInterval: settings.messageExpiryInterval ?? msg["messageExpiryInterval"],
    responseTopic: settings.responseTopic || responseTopicOf(settings, msg),
    contentType: settings.contentType || msg["contentType"],
    correlationData: settings.correlationData || msg["correlationData"],
    userProperties: mergeUserProperties(settings.userProperties, msg["userProperties"]),
  });
}

/** A response topic that was used as the topic is not asked for a response again: an answer would answer itself. */
function responseTopicOf(settings: PublishSettings, msg: FlowMessage): unknown {
  return isPresent(settings.topic) || isPresent(msg["topic"]) ? msg["responseTopic"] : undefined;
}

/** What is no plain object is passed on for the check to refuse. */
function mergeUserProperties(node: UserProperties, message: unknown): unknown {
  if (!isPresent(message)) return node;
  return isPlainObject(message) ? { ...node, ...message } : message;
}
