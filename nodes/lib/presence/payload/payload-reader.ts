import { COMMON_FIELDS, commonState } from "./common-words";
import type { Claim, PayloadRule, Reading } from "../conventions/convention";
import type { Report } from "../evidence";
import { jsonAt, jsonText } from "./json-path";

/** What can be read without knowing more than one message. */
export type PayloadReading = Extract<Reading, { kind: "rules" } | { kind: "common-words" }>;

/** Nobody says "online" at greater length; what is longer is spared the parser. */
const MAX_LENGTH = 65_536;

/** Whether each payload says all by itself. */
export function isPayloadReading(reading: Reading): reading is PayloadReading {
  return reading.kind === "rules" || reading.kind === "common-words";
}

/**
 * What a payload tells of its device. Never throws.
 * @param text undefined if the payload isn't UTF-8; white space around it doesn't count
 * @returns `removed` if there is no payload [MQTT 5, 3.3.1.3: the retained message is removed], `unclear` if nobody knows
 * what it means
 */
export function readPayload(reading: PayloadReading, text: string | undefined): Report | "removed" | "unclear" {
  if (text === "") return "removed";
  if (text === undefined || text.length > MAX_LENGTH) return "unclear";
  const payload = new TextPayload(text.trim());
  const claim = reading.kind === "rules" ? claimByRules(reading.rules, payload) : claimByWords(reading.field, payload);
  return claim === undefined ? "unclear" : reportOf(claim);
}

/** A payload that is parsed when somebody asks for a field. */
class TextPayload {
  readonly text: string;
  #json: unknown;
  #isParsed = false;

  constructor(text: string) {
    this.text = text;
  }

  /** The text of a field; of the payload itself without a path. */
  textAt(path: string | undefined): string | undefined {
    return path === undefined ? this.text : jsonText(jsonAt(this.#parsed(), path));
  }

  #parsed(): unknown {
    if (this.#isParsed) return this.#json;
    this.#isParsed = true;
    this.#json = parsedObject(this.text);
    return this.#json;
  }
}

function parsedObject(text: string): unknown {
  if (!text.startsWith("{") && !text.startsWith("[")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function claimByRules(rules: readonly PayloadRule[], payload: TextPayload): Claim | undefined {
  for (const { field, states } of rules) {
    const text = payload.textAt(field);
    if (text !== undefined && Object.hasOwn(states, text)) return states[text];
  }
  return undefined;
}

/** Of a JSON payload the first field that says anything counts: where its word is unknown, the next may mean something else. */
function claimByWords(field: string | undefined, payload: TextPayload): Claim | undefined {
  if (field !== undefined) return commonState(payload.textAt(field) ?? "");
  const told = COMMON_FIELDS.map((path) => payload.textAt(path)).find((text) => text !== undefined);
  return commonState(told ?? payload.text);
}

function reportOf(claim: Claim): Report {
  return typeof claim === "string" ? { state: claim, reason: "reported" } : claim;
}
