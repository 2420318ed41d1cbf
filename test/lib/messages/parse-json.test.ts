import assert from "node:assert/strict";
import { parseJson, type JsonError } from "../../../nodes/lib/messages/parse-json";
import { SEED, SeededRandom } from "../seeded-random";

/** Texts with the reason and the position, line and column that are given for them. */
const PLACES: readonly (readonly [text: string, reason: string, position: number, line: number, column: number])[] = [
  ["", "Unexpected end of JSON input", 0, 1, 1],
  ['{"a":', "Unexpected end of JSON input", 5, 1, 6],
  ["[1,\n", "Unexpected end of JSON input", 4, 2, 1],
  ["tru", "Unexpected end of JSON input", 3, 1, 4],
  ['{"a" 1}', "Expected ':' after property name", 5, 1, 6],
  ["[1,\r\n 2 x\r\n]", "Expected ',' or ']' after array element", 8, 2, 4],
  ['"ü💡" x', "Unexpected non-whitespace character after JSON", 6, 1, 7],
  ['"a\nb"', "Bad control character in string literal", 2, 1, 3],
  ["hello", 'Unexpected token "h"', 0, 1, 1],
  ["nuln", 'Unexpected token "n"', 3, 1, 4],
  [" at position 5", 'Unexpected token "a"', 1, 1, 2],
  ["[1,]", 'Unexpected token "]"', 3, 1, 4],
  ["NaN", 'Unexpected token "N"', 0, 1, 1],
  ["undefined", 'Unexpected token "u"', 0, 1, 1],
  ["[object Object]", 'Unexpected token "o"', 1, 1, 2],
  ["\u0000", 'Unexpected token "\\u0000"', 0, 1, 1],
  ["\ufeff{}", 'Unexpected token "\ufeff"', 0, 1, 1],
  ["💡", 'Unexpected token "💡"', 0, 1, 1],
  ['["in JSON at position 7",\n\n x]', 'Unexpected token "x"', 28, 3, 2],
  [`{"on": True, "brightness": 50}`, 'Unexpected token "T"', 7, 1, 8],
  [`{"brightness": 50, "on": True}`, 'Unexpected token "T"', 25, 1, 26],
  [`{"brightness": 50, "on": True, "color": "red"}`, 'Unexpected token "T"', 25, 1, 26],
  [`{"brightness": 50,\n "on": True,\n "color": "red"}`, 'Unexpected token "T"', 26, 2, 8],
  ['["12345678,[x]",12345678,[x]', 'Unexpected token "x"', 26, 1, 27],
  [`[${"NaN,".repeat(20)}NaN]`, 'Unexpected token "N"', 1, 1, 2],
  [`[1,2,3,4,5,6,${'{"temperature":NaN,"humidity":50},'.repeat(20)}0]`, 'Unexpected token "N"', 28, 1, 29],
];

describe("a text that isn't JSON", () => {
  for (const [text, reason, position, line, column] of PLACES) {
    it(`such as ${JSON.stringify(text.length > 50 ? `${text.slice(0, 50)}…` : text)} is said where it goes wrong`, () => {
      const error = errorOf(text);
      assert.equal(error.message, `${reason} at line ${line}, column ${column}`);
      assert.deepEqual(Object.assign({}, error), { position, line, column });
    });
  }

  it("is said where it goes wrong, wherever that is in a text of any length", () => {
    for (let before = 0; before < 40; before += 1) {
      for (let after = 0; after < 40; after += 1) {
        const text = `[${"1,".repeat(before)}x${",2".repeat(after)}]`;
        assert.equal(errorOf(text).position, 1 + 2 * before, text);
      }
    }
  });

  it("is only said to be none where the place can't be told from a string before it that reads the same", () => {
    const error = errorOf('["12345678,[x,3456789012345",12345678,[x,3456789012345]');
    assert.equal(error.message, "Not valid JSON");
    assert.deepEqual(Object.assign({}, error), {});
  });

  it("is quoted with one character at most, for it may hold secrets", () => {
    for (const text of [`{"password": hunter2}`, `{"password": "a", "p": hunter2, "q": "b"}`, "hunter2", "[hunter2"]) {
      assert.doesNotMatch(errorOf(text).message, /unter|password/);
    }
  });

  it(`is said where the first character is that no JSON goes on with (seed ${SEED})`, () => {
    const random = new SeededRandom();
    let found = 0;
    for (let round = 0; round < 3_000; round += 1) {
      const text = spoiled(JSON.stringify(valueOf(random, 4)), random);
      const expected = naivePosition(text);
      if (expected === undefined) continue;
      const isRepeated = text.slice(0, expected).includes(text.slice(Math.max(0, expected - 10), expected + 10));
      if (!isRepeated) assert.equal(errorOf(text).position, expected, `seed ${SEED}: ${text}`);
      found += 1;
    }
    assert.ok(found > 1_000, `only ${found} texts were no JSON`);
  }).timeout(30_000);

  /** Tries all beginnings of the text. */
  function naivePosition(text: string): number | undefined {
    for (let length = 1; length <= text.length; length += 1) {
      const message = messageOf(text.slice(0, length));
      const position = message.startsWith("Unexpected token") ? length - 1 : /at position (\d+)/.exec(message)?.[1];
      if (Number(position) < length) return Number(position);
    }
    return messageOf(text) === "" ? undefined : text.length;
  }

  function messageOf(text: string): string {
    try {
      JSON.parse(text);
      return "";
    } catch (error) {
      return (error as SyntaxError).message;
    }
  }

  function valueOf(random: SeededRandom, depth: number): unknown {
    const kind = depth === 0 ? random.below(4) : random.below(6);
    if (kind < 4) return [random.below(1_000) / 8, true, null, random.text(["a", '"', "\n", "ü", "💡"], 8)][kind];
    const values = Array.from({ length: random.below(5) }, () => valueOf(random, depth - 1));
    return kind === 4 ? values : Object.fromEntries(values.map((value, index) => [`key${index}`, value]));
  }

  /** With a character too many, too few or another one. */
  function spoiled(text: string, random: SeededRandom): string {
    const index = random.below(text.length);
    const piece = random.pick(["[", "]", "{", "}", ",", ":", "x", "1", "-", ".", '"', "\\", "NaN", "", "\n"]);
    return text.slice(0, index) + piece + text.slice(index + random.below(2));
  }

  function errorOf(text: string): JsonError {
    try {
      parseJson(text);
    } catch (error) {
      assert.ok(error instanceof SyntaxError);
      return error;
    }
    return assert.fail("it is JSON");
  }
});
