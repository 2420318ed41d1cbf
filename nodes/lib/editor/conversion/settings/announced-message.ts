import { MAX_FOUR_BYTES } from "../../../config/limits";
import { isPlainObject } from "../../../config/plain-object";
import { savedText } from "../../saved-text";
import {
  environmentName,
  isGiven,
  isOn,
  unlessEnvironment,
  userPropertiesOf,
  wholeNumber,
  type SavedFlowNode,
} from "./core-value";
import type { Note } from "../note";

/** A message of a `broker-config`, if there is one, and what is to be said about it. */
export interface ConvertedMessage {
  readonly message: Readonly<Record<string, unknown>> | null;
  readonly notes: readonly Note[];
}

/**
 * Makes a birth, close or will message of the properties that a built-in broker node has for it.
 * @param only5 whether its MQTT 5 properties mean something
 */
export function convertMessage(
  core: SavedFlowNode,
  kind: "birth" | "close" | "will",
  only5: boolean,
): ConvertedMessage {
  const topic = savedText(core[`${kind}Topic`]);
  if (topic === "") return { message: null, notes: [] };
  const notes: Note[] = [];
  const source = core[`${kind}Msg`];
  const properties = only5 && isPlainObject(source) ? propertiesOf(source, `${kind}Msg`, notes) : {};
  const message = {
    topic,
    payload: payloadOf(core[`${kind}Payload`]),
    qos:
      known(
        `${kind}Qos`,
        isGiven(core[`${kind}Qos`]) ? core[`${kind}Qos`] : 0,
        (qos) => wholeNumber(qos, 0, 2),
        notes,
      ) ?? 0,
    retain: known(`${kind}Retain`, core[`${kind}Retain`], isOn, notes) ?? false,
    properties,
  };
  return { message, notes };
}

function payloadOf(payload: unknown): string {
  const isObject = typeof payload === "object" && payload !== null;
  return isObject ? JSON.stringify(payload) : savedText(payload);
}

function propertiesOf(source: SavedFlowNode, name: string, notes: Note[]): Readonly<Record<string, unknown>> {
  const number = (property: string): unknown =>
    unlessEnvironment(source[property], (value) => {
      const read = (given: unknown): number | undefined => wholeNumber(given, 0, MAX_FOUR_BYTES);
      return isGiven(value) ? known(`${name}.${property}`, value, read, notes) : undefined;
    });
  const all = {
    contentType: source["contentType"],
    responseTopic: source["respTopic"],
    correlationData: source["correl"],
    messageExpiryInterval: number("expiry"),
    delay: name === "willMsg" ? number("delay") : undefined,
    userProperties: userProperties(source["userProps"], `${name}.userProps`, notes),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => isGiven(value)));
}

/** Those from the environment would be a text here, where an object is wanted. */
function userProperties(given: unknown, property: string, notes: Note[]): unknown {
  if (!isGiven(given)) return undefined;
  const read = userPropertiesOf(given);
  if (read === undefined) notes.push({ code: "user-properties-invalid", values: { property } });
  return read;
}

/** Such a message can take neither its QoS nor its retain flag from the environment, and each number has its range. */
function known<T>(
  property: string,
  value: unknown,
  read: (value: unknown) => T | undefined,
  notes: Note[],
): T | undefined {
  const found = environmentName(value) === undefined ? read(value) : undefined;
  if (found === undefined) notes.push({ code: "value-invalid", values: { property, value: savedText(value) } });
  return found;
}
