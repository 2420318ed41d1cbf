/** What a payload is, as far as its beginning tells. */
export type PayloadForm = "json" | "text" | "binary" | "empty";

/** How JSON goes on after the bracket that opens an object or an array of anything. */
const BEGINS_LIKE_JSON = /^\s*(\{\s*("|\}?$|\})|\[\s*(["[{\]\d-]|true|false|null|$))/;

/**
 * What a payload is: JSON only where it is an object or an array, since each number is JSON, too.
 * @param excerpt its beginning, or all of it
 */
export function payloadForm(excerpt: string, isBinary: boolean): PayloadForm {
  if (isBinary) return "binary";
  if (excerpt === "") return "empty";
  return BEGINS_LIKE_JSON.test(excerpt) ? "json" : "text";
}
