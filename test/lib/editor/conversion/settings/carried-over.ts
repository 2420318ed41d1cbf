import assert from "node:assert/strict";
import type { Converted, Note } from "../../../../../nodes/lib/editor/conversion/note";

/** Some properties of a built-in node, and what they become. */
export interface CarriedOver {
  readonly core: Readonly<Record<string, unknown>>;
  /** The properties of ours that differ from those of the node without `core`. */
  readonly becomes?: Readonly<Record<string, unknown>>;
  readonly notes?: readonly Note[];
}

/**
 * Tests what becomes of settings, a case each.
 * @param base a node with all properties that a new one has
 */
export function itCarriesOver(
  convert: (core: Readonly<Record<string, unknown>>) => Converted,
  base: object,
  cases: readonly CarriedOver[],
): void {
  const unset = convert({ ...base });
  for (const { core, becomes = {}, notes = [] } of cases) {
    const words = notes.map(({ code }) => ` (${code})`).join("");
    it(`${JSON.stringify(core)} becomes ${JSON.stringify(becomes)}${words}`, () => {
      const converted = convert({ ...base, ...core });
      assert.deepEqual(converted.properties, { ...unset.properties, ...becomes });
      assert.deepEqual(converted.notes, notes);
    });
  }
}
