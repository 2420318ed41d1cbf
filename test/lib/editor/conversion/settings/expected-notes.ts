import type { Note } from "../../../../../nodes/lib/editor/conversion/note";

type CodeWithoutValues = Extract<Note, { values: Readonly<Record<string, never>> }>["code"];

/** A note whose sentence is always the same. */
export function note(code: CodeWithoutValues): Note {
  return { code, values: {} };
}

/** The note on a setting that can't be what it is. */
export function invalid(property: string, value: string): Note {
  return { code: "value-invalid", values: { property, value } };
}

/** The note on user properties that are no JSON object. */
export function notJson(property: string): Note {
  return { code: "user-properties-invalid", values: { property } };
}

/** The note on a variable within a longer text. */
export function placeholder(property: string, name: string): Note {
  return { code: "placeholder", values: { property, name } };
}
