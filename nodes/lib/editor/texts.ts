import { MqttNodeError } from "../errors";
import { catalogueKey } from "../texts";

/** A text of a node type's own catalogue. */
export function text(type: string, key: string, values?: Readonly<Record<string, unknown>>): string {
  return RED._(`@m2m-flows/node-red-mqtt/${type}:${key}`, values);
}

/** A text that several dialogs share. */
export function sharedText(key: string, values?: Readonly<Record<string, unknown>>): string {
  return RED._(catalogueKey(key), values);
}

/** A text of the editor's own. */
export function editorText(key: string, values?: Readonly<Record<string, unknown>>): string {
  return RED._(key, values);
}

/**
 * The sentence for an error.
 * @param label what the dialog calls the property the error is about
 */
export function reason(error: unknown, label?: string): string {
  const { code, values } = MqttNodeError.from(error);
  const named = label === undefined ? values : { ...values, property: label };
  return sharedText(`errors.${code}`, named);
}
