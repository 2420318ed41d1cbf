import { hasPlaceholder } from "./placeholder";

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

/** A saved value as text; none of what isn't one. */
export function savedText(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
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
