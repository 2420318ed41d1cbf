import { isParameter, meantParameter, queryItems } from "./parameters";
import { PROTOCOLS } from "./scheme";
import { parseUriPiece } from "./broker-uri";
import { uriList } from "./uri-list";
import { cutUri, type UriPieces } from "./uri-pieces";
import type { Piece } from "./piece";

/**
 * What may be said about a broker URI that is valid, each with the values its sentence is filled with. The sentences
 * stand in the catalogue of `broker-config` under `warnings.<code>`.
 */
interface WarningValues {
  "uri-unescaped-at": { column: number };
  "uri-unescaped-space": { column: number };
  "uri-anonymous": { column: number };
  "uri-parameter-misspelt": { column: number; parameter: string; suggestion: string };
  "uri-parameter-unknown": { column: number };
  "uri-no-path": { column: number };
  "uri-aws-port": { column: number };
}

/** A warning; it holds no part of a user name or password. */
export type UriWarning = {
  [C in keyof WarningValues]: { readonly code: C; readonly values: Readonly<WarningValues[C]> };
}[keyof WarningValues];

/** So many warnings about one query are enough. */
const MOST_OF_A_QUERY = 5;
/** A host of AWS IoT, whose port 443 wants a protocol name that we don't send. */
const AWS_IOT = /\.iot\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/i;

/** What is worth a word in one or several broker URIs; nothing about those that aren't valid. */
export function uriWarnings(text: string): readonly UriWarning[] {
  return uriList(text).flatMap((piece) => warningsOf(piece));
}

function warningsOf(piece: Piece): UriWarning[] {
  try {
    const { port } = parseUriPiece(piece);
    const pieces = cutUri(piece.trim());
    return [...ofUserInfo(pieces), ...ofAddress(pieces, port), ...ofQuery(pieces)];
  } catch {
    return [];
  }
}

function ofUserInfo({ userInfo }: UriPieces): UriWarning[] {
  if (userInfo === undefined) return [];
  if (userInfo.text === ":") return [{ code: "uri-anonymous", values: { column: userInfo.column() } }];
  const warnings: UriWarning[] = [];
  const [at, space] = [userInfo.text.indexOf("@"), userInfo.text.search(/\s/)];
  if (at !== -1) warnings.push({ code: "uri-unescaped-at", values: { column: userInfo.column(at) } });
  if (space !== -1) warnings.push({ code: "uri-unescaped-space", values: { column: userInfo.column(space) } });
  return warnings;
}

function ofAddress({ protocol, host, path }: UriPieces, port: number): UriWarning[] {
  const { transport } = PROTOCOLS[protocol];
  if (transport === "websocket" && path.text === "") {
    return [{ code: "uri-no-path", values: { column: path.column() } }];
  }
  const [name = ""] = host.text.split(":", 1);
  if (protocol !== "mqtts" || port !== 443 || !AWS_IOT.test(name)) return [];
  return [{ code: "uri-aws-port", values: { column: host.column() } }];
}

/** A WebSocket server may want parameters that we don't know, so there only misspelt ones are worth a word. */
function ofQuery({ protocol, query }: UriPieces): UriWarning[] {
  if (query.text === "") return [];
  const warnings: UriWarning[] = [];
  for (const { name } of queryItems(query)) {
    if (warnings.length === MOST_OF_A_QUERY) break;
    if (isParameter(name.text)) continue;
    const column = name.column();
    const suggestion = meantParameter(name.text);
    if (suggestion !== undefined) {
      warnings.push({ code: "uri-parameter-misspelt", values: { column, parameter: name.text, suggestion } });
    } else if (PROTOCOLS[protocol].transport === "tcp") {
      warnings.push({ code: "uri-parameter-unknown", values: { column } });
    }
  }
  return warnings;
}
