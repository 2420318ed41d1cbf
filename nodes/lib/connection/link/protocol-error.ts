import type { IPublishPacket, Packet } from "mqtt";
import { SUBSCRIBE_IDENTIFIERS } from "../../messages/packet-identifiers";
import type { ProtocolVersion } from "../settings/connect-settings";

/** What a server never sends [MQTT-2.1.2]. */
const OF_CLIENTS: ReadonlySet<string> = new Set(["connect", "subscribe", "unsubscribe", "pingreq"]);

/** What answers a PUBLISH of ours by its packet identifier. */
const ANSWERS_TO_PUBLISH: ReadonlySet<string> = new Set(["puback", "pubrec", "pubcomp"]);

/** The same for SUBSCRIBE and UNSUBSCRIBE. */
const ANSWERS_TO_SUBSCRIBE: ReadonlySet<string> = new Set(["suback", "unsuback"]);

/** Properties that may be there more than once [MQTT 5, 2.2.2.2]. */
const REPEATABLE: ReadonlySet<string> = new Set(["userProperties", "subscriptionIdentifier"]);

/** Numbers that start at 1. */
const POSITIVE: ReadonlySet<string> = new Set([
  "receiveMaximum",
  "maximumPacketSize",
  "topicAlias",
  "subscriptionIdentifier",
]);

/**
 * What a packet of the broker has that MQTT forbids. The parser and MQTT.js let all of this through, and would act on
 * it, throw, or wait for ever.
 * @param isAccepted whether the broker has sent its CONNACK
 * @returns in words, undefined if nothing is wrong
 */
export function protocolErrorIn(packet: Packet, version: ProtocolVersion, isAccepted: boolean): string | undefined {
  const { cmd } = packet;
  if (cmd === "publish" && isAccepted) return publishError(packet) ?? propertyError(packet.properties);
  return orderError(packet, version, isAccepted) ?? identifierError(packet) ?? propertyError(propertiesOf(packet));
}

function orderError(packet: Packet, version: ProtocolVersion, isAccepted: boolean): string | undefined {
  const name = packet.cmd.toUpperCase();
  if (OF_CLIENTS.has(packet.cmd)) return `${name} is for clients to send`;
  // A server that goes away before it has accepted us may say why, although it shouldn't [MQTT-3.14.0-1].
  if (packet.cmd === "disconnect") return version === 5 ? undefined : "DISCONNECT is for clients to send";
  if (packet.cmd !== "connack") return isAccepted ? undefined : `${name} before CONNACK`;
  if (isAccepted) return "a second CONNACK";
  return (version === 5 ? packet.reasonCode : packet.returnCode) === undefined ? "CONNACK without a code" : undefined;
}

function identifierError(packet: Packet): string | undefined {
  const { cmd, messageId = 0 } = packet;
  const [isOfPublish, isOfSubscribe] = [ANSWERS_TO_PUBLISH.has(cmd), ANSWERS_TO_SUBSCRIBE.has(cmd)];
  if (!isOfPublish && !isOfSubscribe && cmd !== "pubrel") return undefined;
  const name = cmd.toUpperCase();
  if (!isIdentifier(messageId)) return `${name} without a packet identifier`;
  const isToSubscribe = messageId >= SUBSCRIBE_IDENTIFIERS.first;
  if (isOfPublish && isToSubscribe) return `${name} for what is no PUBLISH`;
  return isOfSubscribe && !isToSubscribe ? `${name} for a PUBLISH` : undefined;
}

function publishError({ topic, qos, messageId, properties }: IPublishPacket): string | undefined {
  if (topic === "") return properties?.topicAlias === undefined ? "PUBLISH without a topic" : "unknown topic alias";
  // [MQTT-3.3.2-2], [MQTT-1.5.4-2]
  if (topic.includes("#") || topic.includes("+") || topic.includes("\0")) return "PUBLISH with an invalid topic";
  if (qos > 0 && !isIdentifier(messageId)) return "PUBLISH without a packet identifier";
  return undefined;
}

/** 0 is none [MQTT-2.2.1-3]; the parser reads -1 where the packet ends too early. */
function isIdentifier(messageId: number | undefined): boolean {
  return messageId !== undefined && messageId > 0;
}

function propertiesOf(packet: Packet): object | undefined {
  return "properties" in packet ? packet.properties : undefined;
}

function propertyError(properties: object | undefined): string | undefined {
  if (properties === undefined) return undefined;
  const values = properties as Readonly<Record<string, unknown>>;
  for (const name in values) {
    const error = valueError(name, values[name]);
    if (error !== undefined) return error;
  }
  return undefined;
}

function valueError(name: string, value: unknown): string | undefined {
  if (name === "userProperties") return isCut(value) ? "a user property is cut short" : undefined;
  if (Array.isArray(value)) {
    if (!REPEATABLE.has(name)) return `${name} twice`;
    return value.every((each) => valueError(name, each) === undefined) ? undefined : `${name} out of range`;
  }
  // What the parser reads beyond the end of a packet.
  if (value === null || value === undefined || value === -1) return `${name} is cut short`;
  return POSITIVE.has(name) && (typeof value !== "number" || value < 1) ? `${name} out of range` : undefined;
}

function isCut(properties: unknown): boolean {
  return Object.values(properties as Record<string, unknown>)
    .flat()
    .includes(null);
}
