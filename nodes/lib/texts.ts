/** What a text is filled with. */
export type TextValues = Readonly<Record<string, string | number>>;

/** Finds a text in the locale catalogue of `broker-config`, in the runtime's language. */
export type Translate = (key: string, values?: TextValues) => string;

/** The catalogue that holds what all nodes share: errors and status phrases. */
const CATALOGUE = "@m2m-flows/node-red-mqtt/broker-config";

/** A text's key as every node, in the runtime and in the editor, can look it up. */
export function catalogueKey(key: string): string {
  return `${CATALOGUE}:${key}`;
}

/**
 * The texts of all nodes for logs, statuses and errors: each one line, whatever it is filled with.
 * @param lookUp Node-RED's
 */
export function translator(lookUp: Translate): Translate {
  return (key, values) => lookUp(catalogueKey(key), values && inOneLine(values));
}

function inOneLine(values: TextValues): TextValues {
  const lines = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === "string" ? oneLine(value) : value,
  ]);
  return Object.fromEntries(lines) as TextValues;
}

/**
 * A stranger's text as it may stand in a log: without what begins another line, or commands a terminal. Topics,
 * certificates and a server's words may hold such characters.
 */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
}
