import { isPlainObject } from "../config/plain-object";
import { readAddress, textIn } from "./address";
import { brokerUriOf, partsOf } from "./broker-parts";
import type { BrokerUri } from "./broker-uri";
import { formatBrokerUri } from "./format";
import { redact } from "./redact";
import { locating } from "./uri-error";

/** What `uri-parser` can do. */
export const URI_ACTIONS = ["parse", "format", "redact"] as const;

/** One of them. */
export type UriAction = (typeof URI_ACTIONS)[number];

/**
 * Does one of the actions with a value: a text, a Buffer, an object of parts, or an array of these, which gives an array.
 * - `parse` gives parts; of a text that lists several URIs an array of them
 * - `format` gives a URI in its shortest form
 * - `redact` gives the text without its secrets, valid or not
 * @param strict false: `host[:port]` is `mqtt://host[:port]`
 * @throws MqttNodeError with a `uri-*` code, or `env-unset`
 */
export function doUriAction(action: UriAction, value: unknown, strict: boolean): unknown {
  if (action === "redact") return redactAny(value);
  const uris = readAddress(value, { strict });
  const transform: (uri: BrokerUri) => unknown = action === "parse" ? partsOf : formatBrokerUri;
  return isList(uris) ? uris.map(transform) : transform(uris);
}

function isList(uris: BrokerUri | readonly BrokerUri[]): uris is readonly BrokerUri[] {
  return Array.isArray(uris);
}

function redactAny(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item, index) => locating({ index }, () => redactOne(item)));
  return redactOne(value);
}

function redactOne(value: unknown): string {
  return redact(isPlainObject(value) ? formatBrokerUri(brokerUriOf(value)) : textIn(value));
}
