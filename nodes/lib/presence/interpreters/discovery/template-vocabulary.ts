import { areEqual, isTrue, order, required, textOf, wholeNumber } from "./template-value";

/** What a filter does; absent arguments are undefined. */
export interface Filter {
  /** How many arguments it takes at most. */
  readonly most: number;
  readonly apply: (value: unknown, first: unknown, second: unknown) => unknown;
}

/** Names that are values. */
export const CONSTANTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["true", true],
  ["True", true],
  ["false", false],
  ["False", false],
  ["none", null],
  ["None", null],
]);

/** What may stand between two values. */
export const COMPARISONS: ReadonlyMap<string, (one: unknown, other: unknown) => boolean> = new Map([
  ["==", areEqual],
  ["!=", (one: unknown, other: unknown): boolean => !areEqual(one, other)],
  ["<", (one: unknown, other: unknown): boolean => order(one, other) < 0],
  ["<=", (one: unknown, other: unknown): boolean => order(one, other) <= 0],
  [">", (one: unknown, other: unknown): boolean => order(one, other) > 0],
  [">=", (one: unknown, other: unknown): boolean => order(one, other) >= 0],
]);

/** What may follow `is`. */
export const TESTS: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ["defined", (value: unknown): boolean => value !== undefined],
  ["undefined", (value: unknown): boolean => value === undefined],
  ["none", (value: unknown): boolean => value === null],
  ["true", (value: unknown): boolean => value === true],
  ["false", (value: unknown): boolean => value === false],
]);

/** What may follow `|`. */
export const FILTERS: ReadonlyMap<string, Filter> = new Map([
  ["lower", { most: 0, apply: (value: unknown): string => textOf(value).toLowerCase() }],
  ["upper", { most: 0, apply: (value: unknown): string => textOf(value).toUpperCase() }],
  ["trim", { most: 0, apply: (value: unknown): string => textOf(value).trim() }],
  ["string", { most: 0, apply: textOf }],
  ["int", { most: 1, apply: wholeNumber }],
  ["default", { most: 2, apply: orElse }],
  ["is_defined", { most: 0, apply: required }],
]);

/** The fallback where there is nothing, and with a second argument where there is nothing that counts as true. */
function orElse(value: unknown, fallback: unknown, isTruthWanted: unknown): unknown {
  if (value === undefined || (isTrue(isTruthWanted) && !isTrue(value))) return fallback ?? "";
  return value;
}
