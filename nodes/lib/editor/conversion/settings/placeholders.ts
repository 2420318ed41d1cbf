import { environmentName, type SavedFlowNode } from "./core-value";
import type { Note } from "../note";

/** Where a name or a description stands; what is in there is for people. */
const FOR_PEOPLE: ReadonlySet<string> = new Set([
  "id",
  "type",
  "z",
  "g",
  "name",
  "info",
  "inputLabels",
  "outputLabels",
]);

/**
 * Notes on `${NAME}`s that stand within a longer text: for the built-in nodes they are text like any other, while ours
 * put the variable in.
 */
export function placeholderNotes(core: SavedFlowNode): readonly Note[] {
  const settings = Object.entries(core).filter(([property]) => !FOR_PEOPLE.has(property));
  return settings.flatMap(([property, value]) => namesIn(value).map((name) => placeholder(property, name)));
}

function placeholder(property: string, name: string): Note {
  return { code: "placeholder", values: { property, name } };
}

function namesIn(value: unknown): string[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(namesIn);
  if (typeof value !== "string" || environmentName(value) !== undefined) return [];
  return [...value.matchAll(/\$\{([^{}]+)\}/g)].map(([, name = ""]) => name);
}
