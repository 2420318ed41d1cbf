import { fields } from "../../../broker-config/config";
import type { UriParameters } from "../../uri/parameters";
import { hasPlaceholder } from "../placeholder";
import type { EditorNode } from "../red";
import { savedText } from "../saved-text";
import { parsedUris } from "./address";

/** The version of MQTT a broker is set to; `open`: it will be seen when it connects. */
export type ExpectedVersion = "5" | "older" | "open";

/**
 * What becomes of a broker's session while the connection is away: it is kept, it is thrown away, it would be kept but
 * has no name to be found by, or only the environment knows (`open`).
 */
export type ExpectedSession = "kept" | "discarded" | "unnamed" | "open";

/** The parameter in an address that wins over a property. */
const PARAMETERS = {
  protocolVersion: "protocolVersion",
  cleanSession: "clean",
  sessionExpiry: "sessionExpiry",
  clientId: "clientId",
} as const satisfies Readonly<Partial<Record<keyof typeof fields, keyof UriParameters>>>;

/** A `broker-config` as it is saved, with what the parameters in its address say instead. */
export class SavedBroker {
  readonly #node: Readonly<Record<string, unknown>>;

  private constructor(node: EditorNode) {
    this.#node = node as unknown as Readonly<Record<string, unknown>>;
  }

  /** The one with this id; undefined if there is none. */
  static find(id: string): SavedBroker | undefined {
    const node = RED.nodes.node(id);
    return node?.type === "broker-config" ? new SavedBroker(node) : undefined;
  }

  /** The version of MQTT, as far as the settings tell. */
  get version(): ExpectedVersion {
    const [version, ...others] = new Set(this.#settings("protocolVersion"));
    if (version === undefined || version === "auto" || others.length > 0) return "open";
    return version === "5" ? "5" : "older";
  }

  get session(): ExpectedSession {
    const isClean = this.#settings("cleanSession");
    const clientIds = this.#settings("clientId");
    if (isClean.includes(true) || this.#settings("sessionExpiry").includes(0)) return "discarded";
    if (clientIds.includes("")) return "unnamed";
    return isClean.length === 0 || clientIds.length === 0 ? "open" : "kept";
  }

  /** A setting as it counts at each of the addresses; none where it comes from the environment. */
  #settings(property: keyof typeof PARAMETERS): unknown[] {
    if (hasPlaceholder(this.#node[property])) return [];
    const saved = this.#read(property);
    const inAddresses = parsedUris(savedText(this.#node["uri"])).map(
      ({ parameters }) => parameters[PARAMETERS[property]],
    );
    if (inAddresses.length === 0) return [saved];
    return inAddresses.map((value) => (value === undefined || value === "" ? saved : value));
  }

  #read(property: keyof typeof PARAMETERS): unknown {
    try {
      return fields[property].read(property, this.#node[property]);
    } catch {
      return fields[property].fallback;
    }
  }
}
