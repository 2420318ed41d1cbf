import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { useEditor } from "./use-editor";

const NODES = path.join(__dirname, "../../nodes");
const types = Object.keys(
  (require("../../package.json") as { "node-red": { nodes: Record<string, string> } })["node-red"].nodes,
);

describe("The help in the sidebar", function () {
  this.timeout(30_000);
  const editor = useEditor();

  for (const type of types) {
    it(`of ${type} shows each property with its type`, async () => {
      const help = await editor().help(type);
      const properties = listed(type);
      await help.locator("h3").first().waitFor();
      const shown = await help.locator("dl.message-properties > dt > .property-type").allTextContents();
      assert.deepEqual(shown, properties);
    });
  }
});

/** The types in the lines `: name (type) : description` of a node type's help. */
function listed(type: string): string[] {
  const help = readFileSync(path.join(NODES, type, "locales/en-US", `${type}.html`), "utf8");
  return [...help.matchAll(/^: [^:(]+\(([^)]+)\) :/gm)].map(([, name = ""]) => name);
}
