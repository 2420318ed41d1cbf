import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { useEditor } from "./use-editor";

const titles = readdirSync(path.join(__dirname, "../../examples")).map((file) => path.basename(file, ".json"));

describe("The examples in the Import menu", function () {
  this.timeout(60_000);
  const editor = useEditor();

  // A debug message that comes while the next page is still loading is more than the editor's own debug tab can take.
  afterEach(() => editor().nodeRed.deploy([]));

  for (const title of titles) {
    it(`${title}: is imported and deployed without an unknown type or an invalid property`, async () => {
      await editor().importExample(title);
      const types = await editor().types();
      assert.ok(types.includes("mqtt-in") || types.includes("mqtt-out"));
      assert.ok(!types.includes("unknown"));
      assert.equal(await editor().invalid().count(), 0);

      await editor().deploy();
      await editor().nodeRed.lines.next((line) => line.includes("Started flows"));
      assert.doesNotMatch(editor().nodeRed.output(), /missing types/);
    });
  }
});
