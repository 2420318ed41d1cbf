/** Where a text isn't JSON: at its end if it breaks off. */
interface Place {
  /** In UTF-16 units, from 0. */
  readonly position: number;
  /** From 1. */
  readonly line: number;
  /** In UTF-16 units, from 1. */
  readonly column: number;
}

/** Why a text isn't JSON, and where, if that is known. */
export type JsonError = SyntaxError & Partial<Place>;

const END = "Unexpected end of JSON input";
const POSITION = /^(.+?)(?: in JSON)? at position (\d+)(?: \(line \d+ column \d+\))?$/;
const EXCERPT = /^Unexpected token '(.)', (\.\.\.)?"(.*)"(\.\.\.)? is not valid JSON$/s;
/** How much of a longer text `JSON.parse` quotes before an unexpected token and, with the token, after. */
const CONTEXT = 10;

/**
 * Parses JSON.
 * @throws JsonError which Catch nodes get as `msg.error.cause`: it quotes one character of the text at most.
 * `JSON.parse` doesn't say where an unexpected token is but quotes what is around it, so the token is found by that. It
 * isn't if the same 20 characters stand in the text before, or if an engine says it in other words.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw jsonError(text, error instanceof Error ? error.message : "");
  }
}

function jsonError(text: string, message: string): JsonError {
  const [, reason, told] = POSITION.exec(message) ?? [];
  if (reason !== undefined) return errorAt(text, reason, Number(told));
  if (message === END) return errorAt(text, END, text.length);
  const position = tokenPosition(text, message);
  if (position === undefined) return new SyntaxError("Not valid JSON");
  const token = String.fromCodePoint(text.codePointAt(position) ?? 0);
  return errorAt(text, `Unexpected token ${JSON.stringify(token)}`, position);
}

function errorAt(text: string, reason: string, position: number): JsonError {
  const place = placeOf(text, position);
  return Object.assign(new SyntaxError(`${reason} at line ${place.line}, column ${place.column}`), place);
}

function placeOf(text: string, position: number): Place {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf("\n"); end !== -1 && end < position; end = text.indexOf("\n", start)) {
    line += 1;
    start = end + 1;
  }
  return { position, line, column: position - start + 1 };
}

function tokenPosition(text: string, message: string): number | undefined {
  if (text.length <= 2 * CONTEXT) return firstUnexpected(text);
  const [, token, cutBefore, excerpt, cutAfter] = EXCERPT.exec(message) ?? [];
  if (excerpt === undefined) return undefined;
  const position = excerptTokenPosition(text, excerpt, cutBefore !== undefined, cutAfter !== undefined);
  return position !== undefined && text[position] === token ? position : undefined;
}

/** Of a text of which all is quoted or, as with `NaN`, nothing but that it isn't JSON. */
function firstUnexpected(text: string): number | undefined {
  for (let position = 0; position < text.length; position += 1) if (isUnexpected(text, position)) return position;
  return undefined;
}

function excerptTokenPosition(
  text: string,
  excerpt: string,
  cutBefore: boolean,
  cutAfter: boolean,
): number | undefined {
  if (!cutBefore) return excerpt.length - CONTEXT;
  if (!cutAfter) return text.length - excerpt.length + CONTEXT;
  const start = text.indexOf(excerpt);
  const isOnlyOne = !text.includes(excerpt, start + 1);
  return isOnlyOne || isUnexpected(text, start + CONTEXT) ? start + CONTEXT : undefined;
}

/** Whether the text is JSON as far as it goes up to a character that can't be there. */
function isUnexpected(text: string, position: number): boolean {
  try {
    JSON.parse(text.slice(0, position + 1));
    return false;
  } catch (error) {
    return error instanceof Error && error.message.startsWith("Unexpected token");
  }
}
