import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { catalogueOf, placeholders } from "./catalogue";
import { ROOT } from "./node-types";
import { SHARED } from "./text-keys";

const { errors = {}, status = {}, short = {} } = catalogueOf(SHARED);
const values = errorValues();
const codes = Object.keys(values).sort();

describe("the texts of errors", () => {
  it("have a sentence for each code, and none for anything else", () => {
    assert.deepEqual(Object.keys(errors).sort(), codes);
  });

  it("have a status for each code", () => {
    assert.deepEqual(
      codes.filter((code) => status[code] === undefined),
      [],
    );
  });

  it("have short causes for codes only", () => {
    assert.deepEqual(
      Object.keys(short).filter((code) => !codes.includes(code)),
      [],
    );
  });

  for (const [name, texts] of Object.entries({ errors, status, short })) {
    it(`use values that the code has: ${name}`, () => {
      const strange = codes.flatMap((code) =>
        placeholders(texts[code] ?? "")
          .filter((value) => values[code]?.includes(value) !== true)
          .map((value) => `${code}: ${value}`),
      );
      assert.deepEqual(strange, []);
    });
  }
});

/** The codes of the catalogue in errors.ts, each with the names of its values, read from the types. */
function errorValues(): Record<string, string[]> {
  const file = path.join(ROOT, "nodes/lib/errors.ts");
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const catalogue = source.statements.filter(ts.isInterfaceDeclaration).find(({ name }) => name.text === "ErrorValues");
  assert.ok(catalogue);
  const entries = catalogue.members
    .filter(ts.isPropertySignature)
    .map(({ name, type }) => [textOf(name), namesIn(type)]);
  return Object.fromEntries(entries) as Record<string, string[]>;
}

function namesIn(type: ts.TypeNode | undefined): string[] {
  if (type === undefined || !ts.isTypeLiteralNode(type)) return [];
  return type.members.filter(ts.isPropertySignature).map(({ name }) => textOf(name));
}

function textOf(name: ts.PropertyName): string {
  return ts.isStringLiteral(name) || ts.isIdentifier(name) ? name.text : "";
}
