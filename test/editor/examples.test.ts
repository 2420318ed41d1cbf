import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const titles = readdirSync(path.join(__dirname, "../../examples")).map((file) => path.basename(file, ".json"));
const tests = readdirSync(__dirname).filter((file) => file.endsWith("-examples.test.ts"));

describe("The examples in the Import menu", () => {
  it("are each imported, deployed and tried in a test beside this one", () => {
    const sources = tests.map((file) => readFileSync(path.join(__dirname, file), "utf8")).join("\n");
    assert.deepEqual(
      titles.filter((title) => !sources.includes(`"${title}"`)),
      [],
    );
  });
});
