import { MAX_FOUR_BYTES, MAX_TWO_BYTES } from "../config/limits";
import { isPlainObject } from "../config/plain-object";
import { USER_PROPERTIES_SHAPE, type UserProperties } from "../config/user-properties";
import { MqttNodeError } from "../errors";
import { hasRefusedCharacter } from "../topics/refused-characters";
import { checkTopicName } from "../topics/topic-name";
import { copyBytes } from "./copy-bytes";
import { isPresent } from "./present";
import type { PublishProperties } from "./publication";

/** Where properties come from: a message, a node's configuration, a birth message. */
export type PropertySource = Readonly<Record<keyof PublishProperties, unknown>>;

/**
 * Checks MQTT 5 PUBLISH properties: types, ranges and UTF-8 lengths.
 * @param inherited user properties that those of the source are added to, or win over
 * @returns undefined if there are none
 * @throws MqttNodeError `property-invalid`, `property-too-long`, or a `topic-*` code for the response topic
 */
export function encodeProperties(
  source: Partial<PropertySource>,
  inherited: UserProperties = {},
): PublishProperties | undefined {
  const properties: PublishProperties = {};
  const { payloadFormatIndicator, messageExpiryInterval, responseTopic, contentType, correlationData } = source;
  if (isPresent(payloadFormatIndicator)) properties.payloadFormatIndicator = formatIndicator(payloadFormatIndicator);
  if (isPresent(messageExpiryInterval)) properties.messageExpiryInterval = expiry(messageExpiryInterval);
  if (isPresent(responseTopic)) properties.responseTopic = topic(responseTopic);
  if (isPresent(contentType)) properties.contentType = shortText("contentType", contentType);
  if (isPresent(correlationData)) properties.correlationData = correlation(correlationData);
  const userProperties = read("userProperties", USER_PROPERTIES_SHAPE, () =>
    encodeUserProperties(inherited, source.userProperties),
  );
  if (userProperties !== undefined) properties.userProperties = userProperties;
  return Object.keys(properties).length === 0 ? undefined : properties;
}

function formatIndicator(value: unknown): boolean {
  if (value === true || value === 1) return true;
  if (value === false || value === 0) return false;
  throw invalid("payloadFormatIndicator", "true, false");
}

function expiry(value: unknown): number {
  const seconds = typeof value === "string" && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
  if (typeof seconds === "number" && Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_FOUR_BYTES)
    return seconds;
  throw invalid("messageExpiryInterval", `0-${MAX_FOUR_BYTES}`);
}

function topic(value: unknown): string {
  const text = shortText("responseTopic", value);
  checkTopicName(text);
  return text;
}

function correlation(value: unknown): Buffer {
  const allowed = "Buffer, text";
  const data =
    typeof value === "string" ? Buffer.from(value) : read("correlationData", allowed, () => copyBytes(value));
  if (data === undefined) throw invalid("correlationData", allowed);
  checkBytes("correlationData", data.length);
  return data;
}

function encodeUserProperties(inherited: UserProperties, value: unknown): UserProperties | undefined {
  if (isPresent(value) && !isPlainObject(value)) throw invalid("userProperties", USER_PROPERTIES_SHAPE);
  const merged = { ...inherited, ...(isPresent(value) ? (value as object) : undefined) };
  const all = Object.entries(merged).map(([name, item]) => [propertyName(name), propertyValues(item)] as const);
  // A name without values is no property, and mqtt-packet would write no packet at all.
  const entries = all.filter(([, values]) => typeof values === "string" || values.length > 0);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function propertyName(name: string): string {
  return shortText("userProperties", name);
}

/** A name may come several times [MQTT 5, 3.3.2.3.7]: its values are an array then. `from` leaves no holes in it. */
function propertyValues(value: unknown): string | string[] {
  return Array.isArray(value) ? Array.from(value, propertyValue) : propertyValue(value);
}

function propertyValue(value: unknown): string {
  const isPlain = typeof value === "number" || typeof value === "boolean" || typeof value === "bigint";
  return shortText("userProperties", isPlain ? String(value) : value);
}

function shortText(property: string, value: unknown): string {
  if (typeof value !== "string" || /\p{Surrogate}/u.test(value)) throw invalid(property, "UTF-8");
  if (hasRefusedCharacter(value)) throw invalid(property, "UTF-8, no control characters");
  checkBytes(property, Buffer.byteLength(value));
  return value;
}

function checkBytes(property: string, bytes: number): void {
  if (bytes > MAX_TWO_BYTES) throw new MqttNodeError("property-too-long", { property, bytes });
}

/** What a flow's object throws while it is read is the cause. */
function read<T>(property: string, allowed: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (MqttNodeError.is(error)) throw error;
    throw invalid(property, allowed, error);
  }
}

function invalid(property: string, expected: string, cause?: unknown): MqttNodeError {
  return new MqttNodeError("property-invalid", { property, expected }, cause);
}
