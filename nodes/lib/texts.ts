/** Finds a text in the locale catalogue of `broker-config`, in the runtime's language. */
export type Translate = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** The catalogue that holds what all nodes share: errors and status phrases. */
const CATALOGUE = "@m2m-flows/node-red-mqtt/broker-config";

/** A text's key as every node, in the runtime and in the editor, can look it up. */
export function catalogueKey(key: string): string {
  return `${CATALOGUE}:${key}`;
}
