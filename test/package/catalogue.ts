import { readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./node-types";

/** A node type's texts in en-US: by group, then by name. */
export type Catalogue = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Reads a node type's catalogue. */
export function catalogueOf(type: string): Catalogue {
  const file = path.join(ROOT, "nodes", type, "locales/en-US", `${type}.json`);
  return JSON.parse(readFileSync(file, "utf8")) as Catalogue;
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
