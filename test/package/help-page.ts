import { readFileSync } from "node:fs";
import path from "node:path";
import { ORIGINAL } from "./catalogue";
import { ROOT } from "./node-types";

/** A heading, a paragraph, an item of a list, or a property of a message. */
export interface HelpBlock {
  /** What makes it one: `####`, `-`, `1.`, `: topic (string) :`, or nothing for a paragraph. */
  readonly mark: string;
  /** The words, on one line. */
  readonly text: string;
}

/** What may stand before the words of a block. */
const MARK = /^(?:#+|-|\d+\.|: [^:(]+ \([^)]+\) :|<.*>)(?=\s|$)/;

/** The blocks of a node type's help, which is Markdown between the tags of a script. */
export function helpOf(type: string, language = ORIGINAL): HelpBlock[] {
  const file = path.join(ROOT, "nodes", type, "locales", language, `${type}.html`);
  const blocks = readFileSync(file, "utf8").split(/\n(?=[ \n]*(?:#|- |\d+\. |: |<)|\n)/);
  return blocks.map((block) => blockOf(block.trim())).filter(({ mark, text }) => mark + text !== "");
}

/** The pieces of code, sorted: another language has another order of words. */
export function codeIn({ text }: HelpBlock): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code).sort();
}

/** What stands between the quotation marks of German, Japanese or Chinese. */
export function quotesIn({ text }: HelpBlock): string[] {
  return [...text.matchAll(/„([^“]+)“|「([^」]+)」|“([^”]+)”/g)].map((quote) => quote.slice(1).join(""));
}

/** The addresses of the links. */
export function linksIn({ text }: HelpBlock): string[] {
  return [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, address = ""]) => address);
}

function blockOf(block: string): HelpBlock {
  const mark = MARK.exec(block)?.[0] ?? "";
  const text = block.slice(mark.length).replace(/\s+/g, " ").trim();
  return { mark, text };
}
