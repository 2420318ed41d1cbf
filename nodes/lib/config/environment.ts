import { MqttNodeError } from "../errors";

/** Looks up an environment variable as Node-RED does: subflow, group, flow, global, then the process. */
export type EnvironmentLookup = (name: string) => unknown;

const PLACEHOLDER = /\$\{([^{}]{1,256})\}/g;

/**
 * Puts the values of environment variables in the place of `${NAME}`, in a text and in all texts of an object.
 * Node-RED itself replaces a property only when the placeholder is the whole of it.
 * @throws MqttNodeError `env-unset`, naming the variable
 */
export function expandEnvironment(value: unknown, lookup: EnvironmentLookup): unknown {
  if (typeof value === "string") return expandText(value, lookup);
  if (Array.isArray(value)) return value.map((item) => expandEnvironment(item, lookup));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expandEnvironment(item, lookup)]));
}

/**
 * The same for one text.
 * @param encode how a value is written into the text, given where its placeholder starts
 */
export function expandText(
  text: string,
  lookup: EnvironmentLookup,
  encode: (value: string, position: number) => string = (value) => value,
): string {
  return text.replace(PLACEHOLDER, (_placeholder, name: string, position: number) => {
    const value = lookup(name);
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
      throw new MqttNodeError("env-unset", { name });
    }
    return encode(String(value), position);
  });
}
