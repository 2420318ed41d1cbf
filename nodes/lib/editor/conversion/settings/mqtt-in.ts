import { DATATYPES, fields } from "../../../../mqtt-in/config";
import { savedText } from "../../saved-text";
import { environmentName, isGiven, isOn, unlessEnvironment, wholeNumber, type SavedFlowNode } from "./core-value";
import { maySpeak5 } from "./mqtt-version";
import { withDefaults } from "./node-defaults";
import type { Converted, Note } from "../note";
import { placeholderNotes } from "./placeholders";

/** By the number that stands for it in a SUBSCRIBE [MQTT 5, 3.8.3.1]. */
const RETAIN_HANDLING = ["always", "new", "never"] as const;

/** What a subscription by message gets there unless the message says otherwise, whatever the node has saved. */
const BY_MESSAGE = { topic: "", qos: 2, rh: 0, nl: false, rap: true };

/**
 * Makes the settings of an `mqtt-in` of a built-in `mqtt in`.
 * @param broker the built-in broker node it uses
 */
export function convertMqttIn(saved: SavedFlowNode, broker: SavedFlowNode | undefined): Converted {
  const isDynamic = String(saved["inputs"]) === "1";
  const core: SavedFlowNode = isDynamic ? { ...saved, ...BY_MESSAGE } : saved;
  const only5 = maySpeak5(broker) ? core : {};
  const properties = withDefaults(fields, {
    name: savedText(core["name"]),
    topic: savedText(core["topic"]),
    qos: unlessEnvironment(core["qos"], (qos) => wholeNumber(qos, 0, 2) ?? 2),
    datatype: unlessEnvironment(core["datatype"], datatypeOf),
    retained: RETAIN_HANDLING[wholeNumber(only5["rh"], 0, 2) ?? 0],
    noLocal: unlessEnvironment(only5["nl"], isOn),
    retainAsPublished: unlessEnvironment(only5["rap"], isOn),
    inputs: isDynamic ? 1 : 0,
  });
  return { properties, notes: [...retainedNotes(only5["rh"]), ...placeholderNotes(core)] };
}

/** Anything unknown is given as text or as a buffer there, and a node of before there was a choice gives text. */
function datatypeOf(datatype: unknown): string {
  if (!isGiven(datatype)) return "utf8";
  return DATATYPES.find((known) => known === datatype) ?? "auto";
}

/** A number there, and a word here: no variable can hold both. */
function retainedNotes(retainHandling: unknown): readonly Note[] {
  const name = environmentName(retainHandling);
  return name === undefined ? [] : [{ code: "retained-environment", values: { name } }];
}
