import type { PublishProperties } from "../../messages/publication";

/** What JSON has no type for. */
interface Stored extends Omit<PublishProperties, "correlationData"> {
  /** As base64. */
  correlationData?: string;
}

/** MQTT 5 properties as a text. */
export function encodeProperties({ correlationData, ...others }: PublishProperties): string {
  const stored: Stored = others;
  if (correlationData !== undefined) stored.correlationData = correlationData.toString("base64");
  return JSON.stringify(stored);
}

/** What {@link encodeProperties} was given. */
export function decodeProperties(text: string): PublishProperties {
  const { correlationData, ...others } = JSON.parse(text) as Stored;
  const properties: PublishProperties = others;
  if (correlationData !== undefined) properties.correlationData = Buffer.from(correlationData, "base64");
  return properties;
}
