import assert from "node:assert/strict";
import { expandEnvironment, expandText } from "../../../nodes/lib/config/environment";
import { refusal } from "../thrown";

const VARIABLES = new Map<string, unknown>([
  ["A", "x"],
  ["B", "${A}"],
  ["N", 0],
  ["F", false],
  ["EMPTY", ""],
  ["OBJECT", { a: 1 }],
  ["NULL", null],
  ["with space", "y"],
  ["DOLLARS", "$&$1$$"],
]);
const lookup = (name: string): unknown => VARIABLES.get(name);

describe("an environment variable in a saved property", () => {
  const texts = {
    "${A}": "x",
    "a/${A}/b/${A}": "a/x/b/x",
    "${A}${N}${F}": "x0false",
    "${with space}": "y",
    "[${EMPTY}]": "[]",
    "${DOLLARS}": "$&$1$$",
    "${B}": "${A}",
  };
  for (const [text, expected] of Object.entries(texts)) {
    it(`is put in the place of its name: ${text}`, () => {
      assert.equal(expandEnvironment(text, lookup), expected);
    });
  }

  for (const text of ["", "A", "$A", "${}", "{A}", "$ {A}", "${A", "${a{A}", "$SYS/#"]) {
    it(`is not meant by "${text}"`, () => {
      assert.equal(expandEnvironment(text, lookup), text);
    });
  }

  it("is put into all texts of an object, however deep, and not into its keys", () => {
    const saved = { "${A}": "${A}", list: ["${A}", { deep: "a/${A}" }], number: 5, flag: false, nothing: null };
    const expected = { "${A}": "x", list: ["x", { deep: "a/x" }], number: 5, flag: false, nothing: null };
    assert.deepEqual(expandEnvironment(saved, lookup), expected);
  });

  it("leaves what was saved as it was", () => {
    const saved = Object.freeze({ list: Object.freeze(["${A}"]) });
    expandEnvironment(saved, lookup);
    assert.deepEqual(saved, { list: ["${A}"] });
  });

  it("is put in beside a property called __proto__, which stays a property", () => {
    const expanded = expandEnvironment(JSON.parse('{"__proto__": "${A}"}'), lookup) as object;
    assert.deepEqual(Object.entries(expanded), [["__proto__", "x"]]);
    assert.equal(Object.getPrototypeOf(expanded), Object.prototype);
  });

  it("is named when it is not set, or nothing that can be written", () => {
    for (const name of ["MISSING", "NULL", "OBJECT", "a".repeat(256)]) {
      for (const saved of [`\${${name}}`, `a \${${name}} b`, { list: [`\${${name}}`] }]) {
        const expected = { code: "env-unset", values: { name } };
        assert.deepEqual(
          refusal(() => expandEnvironment(saved, lookup)),
          expected,
        );
      }
    }
  });

  it("can be encoded according to its place in the text", () => {
    const encode = (value: string, position: number): string => `<${value}@${position}>`;
    assert.equal(expandText("${A} and ${N}", lookup, encode), "<x@0> and <0@9>");
  });
});
