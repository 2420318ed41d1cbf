import { jsonAt } from "../payload/json-path";
import { parsedObject } from "./json-object";

/** What says more than this is no event of a device. */
const MAX_LENGTH = 65_536;
const DIGITS = /^\d{1,15}$/;

/** The fields of a payload that is a JSON object. A field of another type than the one asked for is as good as none. */
export class JsonFields {
  readonly #json: object;

  private constructor(json: object) {
    this.#json = json;
  }

  /** @returns undefined if the text is no JSON object; never throws */
  static of(text: string | undefined): JsonFields | undefined {
    if (text === undefined || text.length > MAX_LENGTH) return undefined;
    const json = parsedObject(text);
    return json === undefined ? undefined : new JsonFields(json);
  }

  flag(name: string): boolean | undefined {
    const value = jsonAt(this.#json, name);
    return typeof value === "boolean" ? value : undefined;
  }

  text(name: string): string | undefined {
    const value = jsonAt(this.#json, name);
    return typeof value === "string" ? value : undefined;
  }

  /** A number, or the digits of one, as those write who fear for the precision of long integers. */
  number(name: string): number | undefined {
    const value = jsonAt(this.#json, name);
    if (typeof value === "string") return DIGITS.test(value) ? Number(value) : undefined;
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  }
}
