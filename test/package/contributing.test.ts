import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { filesIn, ROOT } from "./node-types";

describe("the guide for contributors", () => {
  const guide = readFileSync(path.join(ROOT, "CONTRIBUTING.md"), "utf8");
  const rows = guide.split("\n## ").find((section) => section.startsWith("What measures reliability")) ?? "";
  const cells = rows.split("\n").map((line) => line.split("|"));
  const tests = cells.flatMap(([, , tested = ""]) => filesOf(tested, "test", ".test.ts"));
  const scenarios = cells.flatMap(([, , , measured = ""]) => filesOf(measured, "bench/scenarios", ".mjs"));

  it("names tests and scenarios that are there", () => {
    assert.ok(tests.length > 20 && scenarios.length > 15);
    assert.deepEqual(
      [...tests, ...scenarios].filter((file) => !existsSync(path.join(ROOT, file))),
      [],
    );
  });

  it("names each fault test, and each scenario of the reliability benchmark", () => {
    const faults = filesIn("test/faults").filter((file) => file.endsWith(".test.ts"));
    const all = [...faults.map((file) => `test/faults/${file}`), ...measuredScenarios()];
    assert.deepEqual(
      all.filter((file) => !tests.includes(file) && !scenarios.includes(file)),
      [],
    );
  });
});

/** The files of a cell, which has them without folder and ending. */
function filesOf(cell: string, folder: string, ending: string): string[] {
  const names = [...cell.matchAll(/`([\w/-]+)`/g)].map(([, name]) => name ?? "");
  return names.map((name) => `${folder}/${name}${ending}`);
}

/** What the lists of the reliability benchmark take from `bench/scenarios/`. */
function measuredScenarios(): string[] {
  const lists = ["streams.mjs", "reliability.mjs"].map((file) => readFileSync(path.join(ROOT, "bench", file), "utf8"));
  const taken = [...lists.join("\n").matchAll(/"\.\/(scenarios\/[\w-]+\.mjs)"/g)];
  assert.ok(taken.length > 5);
  return taken.map(([, file]) => `bench/${file ?? ""}`);
}
