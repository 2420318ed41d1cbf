import { MqttNodeError } from "../errors";
import type { EnvironmentLookup } from "./environment";
import type { Fields, ValuesOf } from "./field";

/** What became of a saved node. */
export interface ReadConfig<F extends Fields> {
  /** Every property with a usable value; one that couldn't be read has its default. */
  readonly config: ValuesOf<F>;
  /** Why properties couldn't be read, in the order of the fields. */
  readonly errors: readonly MqttNodeError[];
  /** Saved properties that are neither the node's nor Node-RED's: most likely misspelt in a hand-written flow. */
  readonly unknown: readonly string[];
}

/** What Node-RED itself saves with a node, or adds before it hands the node's definition over. */
const NODE_RED_PROPERTIES: ReadonlySet<string> = new Set(
  (
    "id type z g d l x y wires info icon color inputs outputs inputLabels outputLabels env credentials users hasUsers " +
    "_alias _flow _module _path _users _mcu _zpath"
  ).split(" "),
);

/**
 * Reads a node's saved properties.
 * @param fields the node type's properties
 * @param saved the node's definition as Node-RED hands it over; never modified
 * @param lookup finds environment variables
 */
export function readConfig<F extends Fields>(fields: F, saved: object, lookup: EnvironmentLookup): ReadConfig<F> {
  const source = saved as Readonly<Record<string, unknown>>;
  const errors: MqttNodeError[] = [];
  const config: Record<string, unknown> = {};
  for (const [property, field] of Object.entries(fields)) {
    try {
      config[property] = field.read(property, own(source, property), lookup);
    } catch (error) {
      config[property] = field.fallback;
      errors.push(MqttNodeError.from(error));
    }
  }
  const unknown = Object.keys(source).filter((name) => !Object.hasOwn(fields, name) && !NODE_RED_PROPERTIES.has(name));
  return { config: config as ValuesOf<F>, errors, unknown };
}

function own(source: Readonly<Record<string, unknown>>, property: string): unknown {
  return Object.hasOwn(source, property) ? source[property] : undefined;
}
