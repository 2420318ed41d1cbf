import type { Piece } from "./piece";
import { uriError } from "./uri-error";

/** A percent sign that no two hexadecimal digits follow. */
const INCOMPLETE = /%(?![0-9a-f]{2})/i;
const ESCAPES = /(?:%[0-9a-f]{2})+/gi;
/** U+0000 and lone surrogates, which no MQTT string may hold [MQTT 5, 1.5.4]. */
const FORBIDDEN = /%00|\u0000|\p{Cs}/u;

/**
 * Puts characters in the place of percent escapes, which are UTF-8; a plus is a plus.
 * @throws MqttNodeError `uri-bad-escape`, `uri-bad-character`
 */
export function decode(piece: Piece): string {
  const forbidden = piece.text.search(FORBIDDEN);
  if (forbidden !== -1) {
    const column = piece.column(forbidden);
    throw uriError("uri-bad-character", { column }, { column });
  }
  try {
    return decodeURIComponent(piece.text);
  } catch {
    const incomplete = piece.text.search(INCOMPLETE);
    const column = piece.column(incomplete === -1 ? firstUndecodable(piece.text) : incomplete);
    throw uriError("uri-bad-escape", { column }, { column, hint: "%25" });
  }
}

/**
 * Writes characters as percent escapes, so that none of them is a delimiter. Half a character (a lone surrogate) has no
 * UTF-8: it becomes U+0000, which {@link decode} refuses as well.
 */
export function encode(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Cs}/gu, "\u0000"));
}

/** Where the first run of escapes starts that is no UTF-8. */
function firstUndecodable(text: string): number {
  for (const { 0: run, index } of text.matchAll(ESCAPES)) {
    try {
      decodeURIComponent(run);
    } catch {
      return index;
    }
  }
  return 0;
}
