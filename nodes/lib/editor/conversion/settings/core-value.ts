/**
 * What the built-in nodes make of their saved properties. A flow file may hold anything in them, and Node-RED puts an
 * environment variable in the place of a property that is nothing but its name: such a one is carried over as it is.
 */
import { isPlainObject } from "../../../config/plain-object";
import type { UserProperties } from "../../../config/user-properties";
import { savedText } from "../../saved-text";

/** A node as a flow file holds it. */
export type SavedFlowNode = Readonly<Record<string, unknown>>;

/** The name of the variable that a whole property is taken from. */
export function environmentName(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const [, braces, brackets] = /^(?:\$\{(\S+)\}|\$\((\S+)\))$/.exec(value) ?? [];
  return braces ?? brackets;
}

/** The property as it is if it comes from the environment, else what is made of it. */
export function unlessEnvironment(value: unknown, convert: (value: unknown) => unknown): unknown {
  return environmentName(value) === undefined ? convert(value) : value;
}

/** A flag; it may be saved as a text. */
export function isOn(value: unknown): boolean {
  return value === true || value === "true";
}

/** The whole number that a value starts with; undefined if there is none in the range. */
export function wholeNumber(value: unknown, min: number, max: number): number | undefined {
  const number = Number.parseInt(savedText(value), 10);
  return number >= min && number <= max ? number : undefined;
}

/**
 * User properties, of their JSON text: what isn't text becomes its JSON, as in the built-in nodes.
 * @returns undefined where they would have been ignored
 */
export function userPropertiesOf(value: unknown): UserProperties | undefined {
  const given = typeof value === "string" ? parse(value) : value;
  if (!isPlainObject(given)) return undefined;
  const present = Object.entries(given).filter(([, item]) => item !== undefined && item !== null);
  return Object.fromEntries(
    present.map(([name, item]) => [name, typeof item === "string" ? item : JSON.stringify(item)]),
  );
}

/** Whether a property holds anything: the editor saves an empty text, and older ones left it out. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
