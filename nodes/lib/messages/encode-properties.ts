import { MAX_FOUR_BYTES, MAX_TWO_BYTES } from "../config/limits";
import { isPlainObject } from "../config/plain-object";
import { MqttNodeError } from "../errors";
import { checkTopicName } from "../topics/topic-name";
import { isPresent } from "./present";
import type { PublishProperties } from "./publication";
import { USER_PROPERTIES_SHAPE } from "../config/user-properties";

/** Where properties come from: a message, a node's configuration, a birth message. */
export type PropertySource = Readonly<Record<keyof PublishProperties, unknown>>;

/**
 * Checks MQTT 5 PUBLISH properties: types, ranges and UTF-8 lengths.
 * @returns undefined if there are none
 * @throws MqttNodeError `property-invalid`, `property-too-long`, or a `topic-*` code for the response topic
 */
export function encodeProperties(source: Partial<PropertySource>): PublishProperties | undefined {
  const properties: PublishProperties = {};
  const { payloadFormatIndicator, messageExpiryInterval, responseTopic, contentType } = source;
  if (isPresent(payloadFormatIndicator)) properties.payloadFormatIndicator = formatIndicator(payloadFormatIndicator);
  if (isPresent(messageExpiryInterval)) properties.messageExpiryInterval = expiry(messageExpiryInterval);
  if (isPresent(responseTopic)) properties.responseTopic = topic(responseTopic);
  if (isPresent(contentType)) properties.contentType = shortText("contentType", contentType);
  if (isPresent(source.correlationData)) properties.correlationData = correlation(source.correlationData);
  if (isPresent(source.userProperties)) setUserProperties(properties, source.userProperties);
  return Object.keys(properties).length === 0 ? undefined : properties;
}

function formatIndicator(value: unknown): boolean {
  if (value === true || value === 1) return true;
  if (value === false || value === 0) return false;
  throw invalid("payloadFormatIndicator", "true, false");
}

function expiry(value: unknown): number {
  const seconds = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
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
  const data = typeof value === "string" ? Buffer.from(value) : value;
  if (!ArrayBuffer.isView(data)) throw invalid("correlationData", "Buffer, text");
  checkBytes("correlationData", data.byteLength);
  // Copied: a flow may reuse its buffer while the message still waits to be sent.
  return Buffer.copyBytesFrom(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function setUserProperties(properties: PublishProperties, value: unknown): void {
  if (!isPlainObject(value)) throw invalid("userProperties", USER_PROPERTIES_SHAPE);
  const all = Object.entries(value).map(([name, item]) => [propertyName(name), propertyValues(item)] as const);
  // A name without values is no property, and mqtt-packet would write no packet at all.
  const entries = all.filter(([, values]) => typeof values === "string" || values.length > 0);
  if (entries.length > 0) properties.userProperties = Object.fromEntries(entries);
}

function propertyName(name: string): string {
  return shortText("userProperties", name);
}

/** A name may come several times [MQTT 5, 3.3.2.3.7]: its values are an array then. */
function propertyValues(value: unknown): string | string[] {
  return Array.isArray(value) ? value.map(propertyValue) : propertyValue(value);
}

function propertyValue(value: unknown): string {
  const isPlain = typeof value === "number" || typeof value === "boolean" || typeof value === "bigint";
  return shortText("userProperties", isPlain ? String(value) : value);
}

function shortText(property: string, value: unknown): string {
  if (typeof value !== "string" || value.includes("\u0000") || /\p{Surrogate}/u.test(value)) {
    throw invalid(property, "UTF-8");
  }
  checkBytes(property, Buffer.byteLength(value));
  return value;
}

function checkBytes(property: string, bytes: number): void {
  if (bytes > MAX_TWO_BYTES) throw new MqttNodeError("property-too-long", { property, bytes });
}

function invalid(property: string, expected: string): MqttNodeError {
  return new MqttNodeError("property-invalid", { property, expected });
}
