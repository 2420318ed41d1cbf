/**
 * What people are shown of a text that others have written: no control characters, which a terminal would obey.
 * @param most characters
 */
export function quoted(text: string, most: number): string {
  const shown = text.slice(0, most).replace(/\p{Control}/gu, " ");
  return text.length > most ? `${shown}...` : shown;
}
