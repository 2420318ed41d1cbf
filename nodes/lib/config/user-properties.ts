import { isPlainObject } from "./plain-object";

/** MQTT 5 user properties: a name may have several values [MQTT 5, 2.2.2.2]. */
export type UserProperties = Record<string, string | string[]>;

/** What user properties look like, for error texts. */
export const USER_PROPERTIES_SHAPE = '{"name": "value"}';

/** Tells whether a value can be sent as user properties: an object whose values are texts or arrays of texts. */
export function isUserProperties(value: unknown): value is UserProperties {
  return isPlainObject(value) && Object.values(value).every(isText);
}

function isText(value: unknown): boolean {
  return typeof value === "string" || (Array.isArray(value) && value.every((item) => typeof item === "string"));
}
