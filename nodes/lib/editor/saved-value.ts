import { hasPlaceholder } from "./placeholder";
import type { EditorNode } from "./red";
import { savedText } from "./saved-text";

/** Where the page says which node a dialog of ours belongs to. */
const OWNER = "data-node";

/**
 * Shows a saved value in an input. A select gets an option, and a checkbox becomes a text field, for a value that only
 * the environment knows.
 */
export function showValue(input: JQuery, value: unknown): void {
  if (input.is(":checkbox")) {
    showFlag(input, value);
    return;
  }
  const shown = savedText(value);
  if (input.is("select")) offer(input, shown);
  input.val(shown);
}

/** What an input holds, as the editor saves it: a checkbox a boolean, everything else a text. */
export function shownValue(input: JQuery): string | boolean {
  return input.is(":checkbox") ? input.prop("checked") === true : String(input.val() ?? "");
}

/** Marks the part of the page in which a node is edited. */
export function markOwner(root: JQuery, node: EditorNode): void {
  root.attr(OWNER, node.id);
}

/** A property as the node's open dialog shows it, else as it is saved. */
export function currentValue(node: EditorNode, property: string): unknown {
  const prefix = node._def.category === "config" ? "node-config-input" : "node-input";
  const input = $(`.m2m-dialog[${OWNER}="${node.id}"] #${prefix}-${property}`);
  return input.length > 0 ? shownValue(input) : (node as unknown as Readonly<Record<string, unknown>>)[property];
}

/** A number that a dialog puts into an object: as such, or as the text that the environment completes. */
export function numberOrText(shown: string): number | string | undefined {
  const trimmed = shown.trim();
  if (trimmed === "") return undefined;
  return /^\d+$/.test(trimmed) ? Number(trimmed) : trimmed;
}

function showFlag(input: JQuery, value: unknown): void {
  if (hasPlaceholder(value)) input.attr("type", "text").val(savedText(value));
  else input.prop("checked", value === true || value === "true");
}

function offer(select: JQuery, value: string): void {
  const known = select
    .find("option")
    .toArray()
    .some((option) => $(option).val() === value);
  if (!known) select.append(new Option(value, value));
}
