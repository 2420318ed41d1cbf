import { readdirSync } from "node:fs";
import path from "node:path";

/** The root of the checkout. */
export const ROOT = path.join(__dirname, "../..");

/** What this package says of itself. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  /** The only list of node types: where each one's code is. */
  readonly "node-red": { readonly nodes: Readonly<Record<string, string>> };
}

/** package.json. */
export const manifest = require(path.join(ROOT, "package.json")) as Manifest;

/** Every node type. */
export const nodeTypes: readonly string[] = Object.keys(manifest["node-red"].nodes);

/** The files below a folder, relative to it, with `/`. */
export function filesIn(...folder: string[]): string[] {
  const entries = readdirSync(path.join(ROOT, ...folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return files.map((file) => path.relative(path.join(ROOT, ...folder), file).replaceAll("\\", "/")).sort();
}
