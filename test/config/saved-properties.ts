import assert from "node:assert/strict";
import type { Fields } from "../../nodes/lib/config/field";
import { readConfig } from "../../nodes/lib/config/read-config";

/** What one saved property may hold. */
export interface SavedProperty {
  readonly fallback: unknown;
  /** Values as saved, each with what it means. */
  readonly valid: readonly (readonly [saved: unknown, value: unknown])[];
  readonly invalid: readonly unknown[];
  /** The code of the invalid ones; there is none where anything goes. */
  readonly code?: string;
}

/** Tests the saved properties of a node type, one by one. */
export function itSaves(fields: Fields, properties: Readonly<Record<string, SavedProperty>>): void {
  it("are these", () => {
    assert.deepEqual(Object.keys(fields), Object.keys(properties));
  });

  for (const [property, { fallback, valid, invalid, code }] of Object.entries(properties)) {
    it(`${property}: missing or empty it is ${JSON.stringify(fallback)}`, () => {
      for (const saved of [{}, { [property]: "" }, { [property]: null }]) {
        assert.deepEqual(read(fields, property, saved), { value: fallback, codes: [] });
      }
    });

    for (const [saved, value] of valid) {
      it(`${property}: saved as ${JSON.stringify(saved)} it is ${JSON.stringify(value)}`, () => {
        assert.deepEqual(read(fields, property, { [property]: saved }), { value, codes: [] });
      });
    }

    for (const saved of invalid) {
      it(`${property}: ${JSON.stringify(saved)} is ${String(code)}`, () => {
        assert.deepEqual(read(fields, property, { [property]: saved }), { value: fallback, codes: [code] });
      });
    }
  }
}

/** A text, which may be anything but an object. */
export function savedText(fallback = ""): SavedProperty {
  return {
    fallback,
    valid: [
      ["text", "text"],
      [5, "5"],
      [false, "false"],
    ],
    invalid: [{}, ["a"]],
    code: "config-not-text",
  };
}

/** A whole number: at its limits as number and as text, and just outside of them. */
export function savedInteger(fallback: number | undefined, min: number, max: number): SavedProperty {
  const valid = [min, max].flatMap(
    (value) =>
      [
        [value, value],
        [String(value), value],
      ] as const,
  );
  const invalid = [min - 1, String(max + 1), min + 0.5, "many", " ", true, {}];
  return { fallback, valid, invalid, code: "config-not-integer" };
}

/** A Quality of Service, as number and as text. */
export function savedQos(fallback: number | undefined): SavedProperty {
  const { valid, invalid } = savedInteger(fallback, 0, 2);
  return { fallback, valid, invalid, code: "config-not-one-of" };
}

/** A boolean, as such and as text. */
export function savedFlag(fallback: boolean | undefined): SavedProperty {
  const valid = [
    [true, true],
    [false, false],
    ["true", true],
    ["false", false],
  ] as const;
  return { fallback, valid, invalid: [0, "no", {}], code: "config-not-boolean" };
}

/** One of some words; those that are numbers may be saved as numbers. */
export function savedChoice(fallback: string, options: readonly string[]): SavedProperty {
  const asNumbers = options.filter((option) => /^\d$/.test(option)).map((option) => [Number(option), option] as const);
  const valid = [...options.map((option) => [option, option] as const), ...asNumbers];
  return { fallback, valid, invalid: ["other", 9, true, {}, fallback.toUpperCase()], code: "config-not-one-of" };
}

function read(fields: Fields, property: string, saved: object): { value: unknown; codes: unknown[] } {
  const { config, errors } = readConfig(fields, saved, () => undefined);
  return { value: config[property], codes: errors.map(({ code }) => code) };
}
