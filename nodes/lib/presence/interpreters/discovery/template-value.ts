/**
 * Values as Home Assistant's templates see them: JSON, with Python's rules for truth, equality and text. `undefined` is
 * what isn't there, `null` Python's None. A number's text is JavaScript's: that of `1.0` is `1`.
 */

/** Why a template comes to no result. */
export class TemplateFailure extends Error {
  /** Whether it used something that isn't there: Home Assistant then takes the payload as it is. */
  readonly isPayloadMeant: boolean;

  constructor(message: string, isPayloadMeant: boolean) {
    super(message);
    this.isPayloadMeant = isPayloadMeant;
  }
}

/** Made once: a bridge's one message may be read by thousands of templates, and a stack costs more than the reading. */
const NOT_THERE = new TemplateFailure("nothing is there", true);
const UNFIT = new TemplateFailure("the value doesn't fit", false);

/** Whether it counts as true. */
export function isTrue(value: unknown): boolean {
  if (isHolder(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

/**
 * Whether two are equal: `True` is 1, and a text is no number.
 * @throws TemplateFailure of two lists or objects, which nobody compares
 */
export function areEqual(one: unknown, other: unknown): boolean {
  if (isHolder(one) && isHolder(other)) throw UNFIT;
  return numeric(one) === numeric(other);
}

/**
 * Which of two comes first: below 0 the one, above 0 the other.
 * @throws TemplateFailure unless they are two numbers or two texts
 */
export function order(one: unknown, other: unknown): number {
  const [left, right] = [numeric(required(one)), numeric(required(other))];
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left !== "string" || typeof right !== "string") throw UNFIT;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/**
 * The text that a template puts in its place.
 * @throws TemplateFailure of a list or an object, whose text no device compares with
 */
export function textOf(value: unknown): string {
  if (value === undefined) return "";
  if (value === null) return "None";
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  throw UNFIT;
}

/**
 * A whole number from a number or a text.
 * @param fallback if it is none
 * @throws TemplateFailure if it is none and there is no fallback
 */
export function wholeNumber(value: unknown, fallback: unknown): unknown {
  const number = typeof value === "string" ? decimal(value) : numeric(required(value));
  if (typeof number === "number" && Number.isFinite(number)) return Math.trunc(number);
  if (fallback === undefined) throw UNFIT;
  return fallback;
}

/**
 * The value itself.
 * @throws TemplateFailure if it isn't there
 */
export function required(value: unknown): unknown {
  if (value === undefined) throw NOT_THERE;
  return value;
}

/**
 * What an object has by a name, or a list or a text at a place; undefined if that isn't there.
 * @throws TemplateFailure if the object itself isn't there
 */
export function member(holder: unknown, key: unknown): unknown {
  required(holder);
  if (typeof holder === "string" || Array.isArray(holder)) {
    return typeof key === "number" && Number.isInteger(key) ? (holder.at(key) as unknown) : undefined;
  }
  if (typeof holder !== "object" || holder === null || typeof key !== "string") return undefined;
  return Object.hasOwn(holder, key) ? (holder as Record<string, unknown>)[key] : undefined;
}

/**
 * What an object has by a name, by `get`.
 * @throws TemplateFailure if it is no object
 */
export function got(holder: unknown, key: unknown, fallback: unknown): unknown {
  if (typeof holder !== "object" || holder === null || Array.isArray(holder)) throw NOT_THERE;
  const found = member(holder, key);
  return found === undefined ? fallback : found;
}

function isHolder(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function numeric(value: unknown): unknown {
  return typeof value === "boolean" ? Number(value) : value;
}

function decimal(text: string): number | undefined {
  const trimmed = text.trim();
  return /^[+-]?\d+(\.\d*)?$/.test(trimmed) ? Number(trimmed) : undefined;
}
