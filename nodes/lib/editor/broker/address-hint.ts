import { MqttNodeError } from "../../errors";
import { PROTOCOLS, type BrokerUri } from "../../uri/broker-uri";
import { parseBrokerUris } from "../../uri/broker-uris";
import type { UriErrorCause } from "../../uri/uri-error";
import { uriWarnings } from "../../uri/warnings";
import type { HintLevel } from "../hint-line";
import { hasPlaceholder } from "../placeholder";
import { reason, sharedText } from "../texts";
import { checkSchemes, completedUri, holdsPassword, parsedUris, splitCredentials } from "./address";
import { parameterTexts } from "./address-parameters";
import { cutAddress, knownProtocol, loneHost } from "./address-parts";

/** What is said of an address. */
export interface AddressHint {
  readonly level: HintLevel;
  /** Its parts, or what is wrong with it. */
  readonly text: string;
  /** What else there is to know. */
  readonly notes: readonly string[];
  /** The character that is wrong, counted from 1. */
  readonly column?: number;
}

/** What the `uri` of a broker will do, or what is wrong with it. */
export function addressHint(text: string): AddressHint {
  if (text.trim() === "") return info(sharedText("hint.uriEmpty"));
  const completed = completedUri(text);
  try {
    const hint = validHint(text, completed);
    if (splitCredentials(text)) return { ...hint, level: "info", notes: [...hint.notes, sharedText("hint.uriMoves")] };
    return holdsPassword(text) ? { ...info(sharedText("hint.uriPassword")), level: "error" } : hint;
  } catch (error) {
    const { column } = (MqttNodeError.from(error).cause ?? {}) as UriErrorCause;
    // In a completed one the columns would be those of another text.
    const isAsTyped = completed === undefined && column !== undefined;
    return { level: "error", text: reason(error), notes: [], ...(isAsTyped && { column }) };
  }
}

/** Why an address has no separate fields; undefined if it has. */
export function inseparable(text: string): string | undefined {
  if (text.trim() === "" || completedUri(text) !== undefined) return undefined;
  if (hasPlaceholder(text)) return cutAddress(text) ? undefined : sharedText("hint.inseparableEnvironment");
  return parsedUris(text).length > 1 ? sharedText("hint.inseparableSeveral") : undefined;
}

/** Throws where an address is invalid. */
function validHint(text: string, completed: string | undefined): AddressHint {
  if (hasPlaceholder(text)) return environmentHint(text);
  const uris = parseBrokerUris(completed ?? text);
  if (completed === undefined) return urisHint(uris, text);
  return info(sharedText("hint.uriBare", { uri: completed, port: uris[0]?.port ?? "" }));
}

function urisHint(uris: readonly BrokerUri[], text: string): AddressHint {
  const [uri] = uris;
  const warnings = uriWarnings(text).map(({ code, values }) => sharedText(`warnings.${code}`, values));
  const parts =
    uris.length === 1 && uri !== undefined
      ? partsText(uri.host, String(uri.port), uri.protocol, uri.path)
      : sharedText("hint.uriSeveral", { count: uris.length });
  const winning = parameterTexts(uris);
  const wins = winning.length > 0 ? [sharedText("hint.uriWins", { parameters: winning.join(", ") })] : [];
  return { level: warnings.length > 0 ? "warning" : "ok", text: parts, notes: [...wins, ...warnings] };
}

/** The parts that are known, and what the environment adds. */
function environmentHint(text: string): AddressHint {
  checkSchemes(text);
  const names = placeholderNames(text).join(", ");
  const isWhole = /^\s*\$(\{[^{}]+\}|\([^()]+\))\s*$/.test(text);
  if (isWhole) return info(sharedText("hint.uriEnvironment", { name: names }));
  const added = sharedText("hint.uriPartEnvironment", { names });
  const parts = cutAddress(text);
  const protocol = parts && knownProtocol(parts.scheme);
  if (parts === undefined || protocol === undefined) return info(added);
  const port = parts.port || String(PROTOCOLS[protocol].defaultPort);
  return info(partsText(loneHost(parts.host), port, protocol, parts.path), [added]);
}

function partsText(host: string, port: string, protocol: BrokerUri["protocol"], path: string): string {
  const transport = sharedText(`transport.${protocol}`);
  const isWebSocket = PROTOCOLS[protocol].transport === "websocket";
  if (!isWebSocket || path === "") return sharedText("hint.uriOne", { host, port, transport });
  return sharedText("hint.uriOnePath", { host, port, transport, path });
}

function placeholderNames(text: string): string[] {
  return [...text.matchAll(/\$\{([^{}]+)\}|\$\(([^()]+)\)/g)].map(([, braces, round]) => braces ?? round ?? "");
}

function info(text: string, notes: readonly string[] = []): AddressHint {
  return { level: "info", text, notes };
}
