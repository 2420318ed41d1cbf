/**
 * The kinds of property a node can save. A flow file may hold a number or a boolean as a string (the dialog and
 * `${ENV}` give strings) and may lack any property, so each kind says how a saved value becomes a typed one.
 */
import { MqttNodeError } from "../errors";
import { expandEnvironment, type EnvironmentLookup } from "./environment";

/** One saved property: what a missing or empty one means, and how a present one is read. */
export interface Field<T> {
  /** The value of a missing or empty property. */
  readonly fallback: T;
  /**
   * @param property the property's name, for the error
   * @param saved what the flow file holds
   * @param lookup finds environment variables; without it `${NAME}` stays as it is
   * @throws MqttNodeError with a `config-*` code, or `env-unset`
   */
  readonly read: (property: string, saved: unknown, lookup?: EnvironmentLookup) => T;
}

/** The saved properties of a node type. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The typed configuration that {@link Fields} describe. */
export type ValuesOf<F extends Fields> = { readonly [P in keyof F]: F[P] extends Field<infer T> ? T : never };

/** Any text. */
export function text(fallback = ""): Field<string> {
  return field(fallback, readText);
}

/** The address of one or several brokers: `lib/uri` puts the environment variables in, since it knows where to encode. */
export function uris(fallback: string): Field<string> {
  return unexpandedField(fallback, readText);
}

/** A whole number from `min` to `max`. */
export function integer<F extends number | undefined>(fallback: F, min: number, max: number): Field<F | number> {
  return field<F | number>(fallback, (property, saved) => {
    const value = typeof saved === "string" && /^\s*-?\d+\s*$/.test(saved) ? Number(saved) : saved;
    if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return value;
    throw new MqttNodeError("config-not-integer", { property, value: shown(saved), min, max });
  });
}

/** True or false. */
export function flag<F extends boolean | undefined>(fallback: F): Field<F | boolean> {
  return field<F | boolean>(fallback, (property, saved) => {
    if (saved === true || saved === "true") return true;
    if (saved === false || saved === "false") return false;
    throw new MqttNodeError("config-not-boolean", { property, value: shown(saved) });
  });
}

/** One of a list of words or numbers. */
export function choice<const T extends string | number, F extends T | undefined>(
  fallback: F,
  options: readonly T[],
): Field<T | F> {
  return field<T | F>(fallback, (property, saved) => {
    const text = shown(saved);
    const chosen = options.find((option) => String(option) === text);
    if (chosen !== undefined) return chosen;
    throw new MqttNodeError("config-not-one-of", { property, value: text, options: options.join(", ") });
  });
}

/**
 * An object or array, saved as such or as its JSON text.
 * @param accepts tells whether the parsed value has the right shape
 * @param shape what it should be, for the error: `{"name": "value"}`
 */
export function json<T>(fallback: T, accepts: (value: unknown) => value is T, shape: string): Field<T> {
  // Variables are put in after the text is parsed: a value with a quote or a backslash is no JSON.
  return unexpandedField(fallback, (property, saved, lookup) => {
    const parsed = typeof saved === "string" ? parse(property, saved) : saved;
    const value = lookup === undefined ? parsed : expandEnvironment(parsed, lookup);
    if (accepts(value)) return value;
    throw new MqttNodeError("config-wrong-shape", { property, shape });
  });
}

type Read<T> = Field<T>["read"];

function field<T>(fallback: T, read: Read<T>): Field<T> {
  return unexpandedField(fallback, (property, saved, lookup) =>
    read(property, lookup === undefined ? saved : expandEnvironment(saved, lookup)),
  );
}

function unexpandedField<T>(fallback: T, read: Read<T>): Field<T> {
  const isAbsent = (saved: unknown): boolean => saved === undefined || saved === null || saved === "";
  return {
    fallback,
    read: (property, saved, lookup) => (isAbsent(saved) ? fallback : read(property, saved, lookup)),
  };
}

function readText(property: string, saved: unknown): string {
  if (typeof saved === "string") return saved;
  if (typeof saved === "number" || typeof saved === "boolean") return String(saved);
  throw new MqttNodeError("config-not-text", { property });
}

function parse(property: string, saved: string): unknown {
  try {
    return JSON.parse(saved);
  } catch {
    // The engine's message quotes the text, which may hold a token: it is left out on purpose.
    throw new MqttNodeError("config-not-json", { property });
  }
}

function shown(saved: unknown): string {
  return ["string", "number", "boolean"].includes(typeof saved) ? String(saved) : typeof saved;
}
