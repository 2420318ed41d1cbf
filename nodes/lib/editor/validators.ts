/**
 * What makes a saved property valid in the editor: what the runtime accepts, asked of the runtime's own functions. A
 * value that the environment will give can't be known here and is left to the runtime.
 */
import type { Fields } from "../config/field";
import { checkTopicName } from "../topics/topic-name";
import { parseTopicFilter } from "../topics/topic-filter";
import { hasPlaceholder } from "./placeholder";
import type { EditorNode, Validator } from "./red";
import { savedText } from "./saved-text";
import { currentValue } from "./saved-value";
import { reason, sharedText, text } from "./texts";

/** What a config node's select holds while nothing is chosen. */
export const NOTHING_CHOSEN = "_ADD_";

/** A validator of a function that throws on what is invalid, or returns the reason. */
export function validator(check: (value: unknown, node: EditorNode) => unknown, property?: string): Validator {
  // Two declared parameters: see Validator.
  return function (value, _options) {
    if (hasPlaceholder(value)) return true;
    try {
      const found = check(value, this);
      return typeof found === "string" ? withoutTags(found) : true;
    } catch (error) {
      return withoutTags(reason(error, property === undefined ? undefined : text(this.type, `label.${property}`)));
    }
  };
}

/**
 * The editor's list of config nodes takes the reason for HTML, its other places for text, and the value that is quoted
 * may be a stranger's: behind a word joiner, which nobody sees, nothing is a tag.
 */
function withoutTags(reason: string): string {
  return reason.replaceAll("<", "<\u2060");
}

/** The value can be read as the property it is. */
export function readable<F extends Fields>(fields: F, property: keyof F & string): Validator {
  return validator((value) => void fields[property]?.read(property, value), property);
}

/** A topic filter, perhaps with named wildcards. A node with an input can do without one. */
export const topicFilterOrInput: Validator = validator((value, node) => {
  const filter = savedText(value);
  if (filter === "") return String(currentValue(node, "inputs")) === "1" || text("mqtt-in", "hint.noTopic");
  parseTopicFilter(filter);
  return true;
});

/** A topic to publish to, or nothing: then something else decides. */
export const optionalTopicName: Validator = validator((value) => {
  if (savedText(value) !== "") checkTopicName(savedText(value));
});

/** The id of a broker that has no problem of its own. */
export const usableBroker: Validator = validator((id) => {
  if (["", NOTHING_CHOSEN].includes(savedText(id))) return sharedText("broker.choose");
  const broker = RED.nodes.node(savedText(id));
  if (!broker) return sharedText("broker.gone");
  return broker.valid === false ? sharedText("broker.invalid") : true;
});
