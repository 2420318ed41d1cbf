import { Piece } from "./piece";

/** A comma separates two URIs only where a scheme follows. */
export const SEPARATOR = /,(?=\s*[a-z][a-z0-9+.-]*:\/\/)/i;

/** Takes apart what may be one or several URIs. */
export function uriList(text: string): Piece[] {
  let start = 0;
  return text.split(SEPARATOR).map((uri) => {
    const piece = new Piece(uri, start);
    start += uri.length + ",".length;
    return piece;
  });
}
