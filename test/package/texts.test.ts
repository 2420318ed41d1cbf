import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { catalogueOf, hasText } from "./catalogue";
import { nodeTypes, ROOT } from "./node-types";
import { keysOfCode, keysOfDialog, SHARED } from "./text-keys";

describe("the en-US catalogues", () => {
  for (const type of nodeTypes) {
    it(`have every text of the dialog of ${type}`, () => {
      const missing = keysOfDialog(type).filter((key) => !hasText(catalogueOf(type), key));
      assert.deepEqual(missing, []);
    });

    it(`have help for ${type}`, () => {
      const file = path.join(ROOT, "nodes", type, "locales/en-US", `${type}.html`);
      assert.match(readFileSync(file, "utf8"), new RegExp(`data-help-name="${type}"`));
    });
  }

  it("have every text that the code asks for", () => {
    const groups = new Set(nodeTypes.flatMap((type) => Object.keys(catalogueOf(type))));
    const used = keysOfCode(groups);
    assert.ok(used.length > 20, "the search finds nothing any more");
    const missing = used.filter(({ key, type, file }) => {
      const asked = type === undefined ? [SHARED, file.split("/", 1)[0] ?? ""] : [type];
      return !asked.filter((name) => nodeTypes.includes(name)).some((name) => hasText(catalogueOf(name), key));
    });
    assert.deepEqual(missing, []);
  });
});
