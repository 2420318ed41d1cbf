import { MAX_FOUR_BYTES } from "../../../config/limits";
import { fields } from "../../../../mqtt-out/config";
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
import { maySpeak5 } from "./mqtt-version";
import { withDefaults } from "./node-defaults";
import type { Converted, Note } from "../note";
import { placeholderNotes } from "./placeholders";

/**
 * Makes the settings of an `mqtt-out` of a built-in `mqtt out`.
 * @param broker the built-in broker node it uses
 */
export function convertMqttOut(core: SavedFlowNode, broker: SavedFlowNode | undefined): Converted {
  const only5 = maySpeak5(broker) ? core : {};
  const { userProps, expiry } = only5;
  const properties = withDefaults(fields, {
    name: savedText(core["name"]),
    topic: savedText(core["topic"]),
    qos: unlessEnvironment(core["qos"], qosOf),
    retain: unlessEnvironment(core["retain"], retainOf),
    responseTopic: savedText(only5["respTopic"]),
    contentType: savedText(only5["contentType"]),
    correlationData: savedText(only5["correl"]),
    messageExpiryInterval: unlessEnvironment(expiry, expiryOf),
    userProperties: unlessEnvironment(userProps, (given) => userPropertiesOf(given) ?? {}),
  });
  return {
    properties,
    notes: [...topicNotes(core), ...userPropertyNotes(userProps), ...expiryNotes(expiry), ...placeholderNotes(core)],
  };
}

/** A 0 that is no text leaves the choice to the message there, as an empty text does. */
function qosOf(qos: unknown): number | "" {
  return qos === 0 ? "" : (wholeNumber(qos, 0, 2) ?? "");
}

/** A false that is no text leaves the choice to the message there. */
function retainOf(retain: unknown): boolean | "" {
  if (isOn(retain)) return true;
  return retain === "false" ? false : "";
}

function expiryOf(expiry: unknown): number | "" {
  return expiry === 0 ? "" : (wholeNumber(expiry, 0, MAX_FOUR_BYTES) ?? "");
}

function topicNotes({ topic }: SavedFlowNode): readonly Note[] {
  return savedText(topic).includes("{{") ? [{ code: "topic-template", values: {} }] : [];
}

/** There they take the place of the message's, here they are added to. */
function userPropertyNotes(userProps: unknown): readonly Note[] {
  if (!isGiven(userProps)) return [];
  const isIgnored = environmentName(userProps) === undefined && userPropertiesOf(userProps) === undefined;
  if (isIgnored) return [{ code: "user-properties-invalid", values: { property: "userProps" } }];
  return [{ code: "user-properties-merged", values: {} }];
}

function expiryNotes(expiry: unknown): readonly Note[] {
  const isIgnored = isGiven(expiry) && expiry !== 0 && unlessEnvironment(expiry, expiryOf) === "";
  return isIgnored ? [{ code: "value-invalid", values: { property: "expiry", value: savedText(expiry) } }] : [];
}
