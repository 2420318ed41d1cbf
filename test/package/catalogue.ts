import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./node-types";

/** The language that the others are translated from. */
export const ORIGINAL = "en-US";

/** A node type's texts in one language: by group, then by name. */
export type Catalogue = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Reads a node type's catalogue. */
export function catalogueOf(type: string, language = ORIGINAL): Catalogue {
  const file = path.join(ROOT, "nodes", type, "locales", language, `${type}.json`);
  return JSON.parse(readFileSync(file, "utf8")) as Catalogue;
}

/** The languages that a node type has. */
export function languagesOf(type: string): string[] {
  return readdirSync(path.join(ROOT, "nodes", type, "locales")).sort();
}

/** Every text of a catalogue by its key, `group.name`, in the order of the file. */
export function textsOf(catalogue: Catalogue): ReadonlyMap<string, string> {
  const groups = Object.entries(catalogue);
  const entries = groups.flatMap(([group, texts]) => Object.entries(texts).map(([name, text]) => [group, name, text]));
  return new Map(entries.map(([group = "", name = "", text = ""]) => [`${group}.${name}`, text]));
}

/** Tells whether a catalogue has a text for a key `group.name`; `group.` asks for any text of the group. */
export function hasText(catalogue: Catalogue, key: string): boolean {
  const [group = "", name = ""] = key.split(/\.(.*)/s);
  const texts = catalogue[group];
  return texts !== undefined && (name === "" ? Object.keys(texts).length > 0 : typeof texts[name] === "string");
}

/** The names between double underscores, which the values go in place of. */
export function placeholders(text: string): string[] {
  return [...text.matchAll(/__(\w+?)__/g)].map(([, name = ""]) => name);
}
