import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { filesIn, nodeTypes, ROOT } from "./node-types";

/** A catalogue key that the code asks for. */
export interface UsedKey {
  /** `group.name`, or `group.` where the name is made at run time. */
  readonly key: string;
  /** The node type whose catalogue is asked; undefined: the code doesn't say. */
  readonly type: string | undefined;
  /** `mqtt-in/editor.ts` */
  readonly file: string;
}

/** The functions that look a text up: `text("mqtt-in", "label.x")`, `sharedText("label.x")`, ... */
const SHARED_LOOKUPS = new Set(["sharedText", "catalogueKey", "translate"]);

/** The catalogue of the texts that several nodes share. */
export const SHARED = "broker-config";

/** Every key in the attributes `data-i18n` of a dialog: `key`, `[attribute]key`, several with `;` between. */
export function keysOfDialog(type: string): string[] {
  const html = readFileSync(path.join(ROOT, "nodes", type, "editor.html"), "utf8");
  const attributes = [...html.matchAll(/data-i18n="([^"]*)"/g)].map(([, value = ""]) => value);
  return attributes.flatMap((value) => value.split(";")).map((key) => key.replace(/^\[[^\]]*\]/, ""));
}

/** Every key that the code asks for, or writes down where a lookup follows. */
export function keysOfCode(groups: ReadonlySet<string>): UsedKey[] {
  const files = filesIn("nodes").filter((file) => file.endsWith(".ts"));
  return files.flatMap((file) => keysOfFile(file, groups));
}

function keysOfFile(file: string, groups: ReadonlySet<string>): UsedKey[] {
  const code = readFileSync(path.join(ROOT, "nodes", file), "utf8");
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const found: UsedKey[] = [];
  const visit = (node: ts.Node): void => {
    const key = keyOf(node);
    if (key !== undefined && groups.has(key.split(".", 1)[0] ?? "")) found.push({ key, type: askedType(node), file });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What a literal says if it looks like a key; of a template only what stands before its first value. */
function keyOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
    return match(node.text, /^[a-z]+\.[\w-]+$/i);
  if (ts.isTemplateExpression(node)) return match(node.head.text, /^[a-z]+\.$/i);
  return undefined;
}

function match(text: string, pattern: RegExp): string | undefined {
  return pattern.test(text) ? text : undefined;
}

/** The type that the surrounding lookup names, if there is one. */
function askedType({ parent }: ts.Node): string | undefined {
  if (!ts.isCallExpression(parent)) return undefined;
  const name = nameOf(parent.expression);
  if (SHARED_LOOKUPS.has(name)) return SHARED;
  const [first] = parent.arguments;
  return first !== undefined && ts.isStringLiteral(first) && nodeTypes.includes(first.text) ? first.text : undefined;
}

function nameOf(callee: ts.Expression): string {
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text.replace("#", "") : "";
}
