import { nearest } from "./near-miss";
import type { Piece } from "./piece";
import { uriError } from "./uri-error";

/** What a scheme stands for, by its canonical name. */
export const PROTOCOLS = {
  mqtt: { secure: false, transport: "tcp", defaultPort: 1883 },
  mqtts: { secure: true, transport: "tcp", defaultPort: 8883 },
  ws: { secure: false, transport: "websocket", defaultPort: 80 },
  wss: { secure: true, transport: "websocket", defaultPort: 443 },
} as const;

/** The canonical name of a scheme. */
export type Protocol = keyof typeof PROTOCOLS;

/** Schemes in use, each with the protocol it is another name for; the secure ones first, so that they are suggested. */
const SCHEMES: ReadonlyMap<string, Protocol> = new Map([
  ["mqtts", "mqtts"],
  ["mqtt", "mqtt"],
  ["wss", "wss"],
  ["ws", "ws"],
  ["mqtt+ssl", "mqtts"],
  ["mqtt+tls", "mqtts"],
  ["ssl", "mqtts"],
  ["tls", "mqtts"],
  ["tcps", "mqtts"],
  ["tcp", "mqtt"],
]);

/** What people write who mean one of ours. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ["http", "ws"],
  ["https", "wss"],
  ["mqtt+ws", "ws"],
  ["mqtt+wss", "wss"],
  ["mqttws", "ws"],
  ["mqttwss", "wss"],
  ["secure-mqtt", "mqtts"],
]);

/** A version in the scheme: `mqtt5`, `mqttv5`, `mqtts311`. */
const VERSIONED = /^(mqtts?)v?(5|4|3|311|31)$/;
const VERSIONS: Readonly<Record<string, string>> = { "311": "4", "31": "3" };

/** Where parts are given, anything may stand here, even a whole URI with its password: only a word is quoted. */
const IS_WORD = /^[a-z0-9+.-]+$/;
/** The longest scheme that an error quotes. */
const LONGEST = 20;

/** Whether a word, in any case, is a scheme that a broker URI may have. */
export function isScheme(word: string): boolean {
  return SCHEMES.has(word.toLowerCase());
}

/**
 * What a scheme stands for.
 * @param scheme in any case
 * @throws MqttNodeError `uri-unknown-scheme`, which suggests what may be meant: an unknown one is never plaintext
 */
export function protocolOf(scheme: Piece): Protocol {
  const word = scheme.text.toLowerCase();
  const protocol = SCHEMES.get(word);
  if (protocol !== undefined) return protocol;
  const hint = meant(word);
  const shown = !IS_WORD.test(word) ? "…" : word.length > LONGEST ? `${word.slice(0, LONGEST)}…` : word;
  throw uriError(
    "uri-unknown-scheme",
    { scheme: shown, suggestion: hint ?? "mqtt, mqtts, ws, wss" },
    { column: scheme.column(), ...(hint !== undefined && { hint }) },
  );
}

function meant(word: string): string | undefined {
  const [, scheme = "", version = ""] = VERSIONED.exec(word) ?? [];
  if (scheme !== "") return `${scheme}://...?protocolVersion=${VERSIONS[version] ?? version}`;
  return MEANT.get(word) ?? nearest(word, SCHEMES.keys());
}
