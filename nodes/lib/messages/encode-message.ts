import { isUtf8 } from "node:buffer";
import type { UserProperties } from "../config/user-properties";
import { MqttNodeError } from "../errors";
import { checkTopicName } from "../topics/topic-name";
import type { TopicTemplate } from "../topics/topic-template";
import { encodePayload } from "./encode-payload";
import { encodeProperties } from "./encode-properties";
import { isPresent } from "./present";
import { MAX_REMAINING_LENGTH, publicationBytes, type Publication, type PublishProperties } from "./publication";
import type { QoS } from "./qos";

/** What an `mqtt-out` node sets; empty or undefined leaves the choice to the message. */
export interface PublishSettings {
  readonly topic: TopicTemplate | undefined;
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
  topic: undefined,
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
 * user properties are merged, the message's winning over the node's, and these over the connection's.
 * @param inherited user properties of the connection
 * @throws MqttNodeError naming what is wrong with the message; what its own getters throw
 */
export function encodeMessage(
  settings: PublishSettings,
  msg: FlowMessage,
  inherited: UserProperties = {},
): Publication {
  const { topic, responseTopic } = topicsOf(settings, msg);
  const payload = encodePayload(msg["payload"]);
  const properties = propertiesOf(settings, msg, responseTopic, inherited);
  if (properties?.payloadFormatIndicator === true) checkText(payload);
  const publication = {
    topic,
    payload,
    qos: settings.qos ?? qosOf(msg["qos"]),
    retain: settings.retain ?? retainOf(msg["retain"]),
    properties,
  };
  const bytes = publicationBytes(publication);
  if (bytes > MAX_REMAINING_LENGTH)
    throw new MqttNodeError("payload-too-large", { bytes, limit: MAX_REMAINING_LENGTH });
  return publication;
}

/** Where a message goes, and where an answer to it is to go. */
interface Topics {
  readonly topic: string;
  readonly responseTopic: unknown;
}

/** A response topic that is used as the topic is not asked for a response again: an answer would answer itself. */
function topicsOf(settings: PublishSettings, msg: FlowMessage): Topics {
  if (settings.topic !== undefined) return { topic: settings.topic.fill(msg), responseTopic: msg["responseTopic"] };
  const topic = msg["topic"];
  const responseTopic = msg["responseTopic"];
  if (isPresent(topic)) return { topic: checked(topic), responseTopic };
  return { topic: checked(responseTopic ?? ""), responseTopic: undefined };
}

function checked(topic: unknown): string {
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

function propertiesOf(
  settings: PublishSettings,
  msg: FlowMessage,
  responseTopic: unknown,
  inherited: UserProperties,
): PublishProperties | undefined {
  const source = {
    payloadFormatIndicator: msg["payloadFormatIndicator"],
    messageExpiryInterval: settings.messageExpiryInterval ?? msg["messageExpiryInterval"],
    responseTopic: settings.responseTopic || responseTopic,
    contentType: settings.contentType || msg["contentType"],
    correlationData: settings.correlationData || msg["correlationData"],
    userProperties: msg["userProperties"],
  };
  return encodeProperties(source, { ...inherited, ...settings.userProperties });
}

/** The broker, or a receiver, may refuse bytes that are announced as text and are none [MQTT 5, 3.3.2.3.2]. */
function checkText(payload: string | Buffer): void {
  if (typeof payload === "string" || isUtf8(payload)) return;
  throw new MqttNodeError("property-invalid", { property: "payloadFormatIndicator", expected: "false" });
}
