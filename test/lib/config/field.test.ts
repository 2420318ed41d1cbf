import assert from "node:assert/strict";
import { choice, flag, integer, json, text, uris, type Field } from "../../../nodes/lib/config/field";
import { refusal } from "../thrown";

const ABSENT = [undefined, null, ""];

/** How an error quotes what was saved. */
function shown(saved: string | number | boolean | object): string {
  return typeof saved === "object" ? "object" : String(saved);
}

describe("a saved text", () => {
  it("is the fallback when it is missing or empty", () => {
    for (const saved of ABSENT) assert.equal(text("fallback").read("name", saved), "fallback");
    assert.equal(text().read("name", undefined), "");
  });

  it("is taken as it is, with its spaces", () => {
    for (const saved of [" ", "a", " a ", "0", "false", "null"]) assert.equal(text("b").read("name", saved), saved);
  });

  it("may be saved as a number or a boolean, 0 and false too", () => {
    for (const saved of [0, 5, -1.5, true, false]) assert.equal(text("b").read("name", saved), String(saved));
  });

  it("is nothing else", () => {
    for (const saved of [{}, [], ["a"], () => "a", Symbol("a")]) {
      const expected = { code: "config-not-text", values: { property: "name" } };
      assert.deepEqual(
        refusal(() => text().read("name", saved)),
        expected,
      );
    }
  });

  it("has environment variables put in, unless it is an address", () => {
    const lookup = (name: string): string => `<${name}>`;
    assert.equal(text().read("name", "a-${B}", lookup), "a-<B>");
    assert.equal(text().read("name", "a-${B}"), "a-${B}");
    assert.equal(uris("mqtt://h").read("uri", "mqtt://${B}", lookup), "mqtt://${B}");
    assert.equal(uris("mqtt://h").read("uri", ""), "mqtt://h");
  });
});

describe("a saved whole number", () => {
  const field = integer(5, -2, 10);

  it("is the fallback when it is missing or empty", () => {
    for (const saved of ABSENT) assert.equal(field.read("n", saved), 5);
    assert.equal(integer(undefined, 0, 1).read("n", ""), undefined);
  });

  it("may be a number or its text, 0 too", () => {
    const cases: [unknown, number][] = [
      [0, 0],
      ["0", 0],
      [7, 7],
      ["7", 7],
      [" 7 ", 7],
      ["-2", -2],
      [10, 10],
      ["007", 7],
    ];
    for (const [saved, value] of cases) assert.equal(field.read("n", saved), value);
  });

  const wrong = [
    "11",
    11,
    -3,
    "-3",
    1.5,
    "1.5",
    NaN,
    Infinity,
    "Infinity",
    "seven",
    "7s",
    " ",
    "\t",
    true,
    false,
    {},
    [],
    [7],
  ];
  for (const saved of wrong) {
    it(`is not ${JSON.stringify(saved)} (${typeof saved})`, () => {
      const value = shown(saved);
      const values = { property: "n", value, min: -2, max: 10 };
      assert.deepEqual(
        refusal(() => field.read("n", saved)),
        { code: "config-not-integer", values },
      );
    });
  }
});

describe("a saved boolean", () => {
  it("is the fallback when it is missing or empty", () => {
    for (const saved of ABSENT) {
      assert.equal(flag(true).read("b", saved), true);
      assert.equal(flag(undefined).read("b", saved), undefined);
    }
  });

  it("may be a boolean or its text", () => {
    for (const fallback of [true, false, undefined]) {
      assert.equal(flag(fallback).read("b", false), false);
      assert.equal(flag(fallback).read("b", "false"), false);
      assert.equal(flag(fallback).read("b", true), true);
      assert.equal(flag(fallback).read("b", "true"), true);
    }
  });

  it("is nothing that only resembles one", () => {
    for (const saved of [0, 1, "0", "1", "yes", "TRUE", " true", {}, []]) {
      const values = { property: "b", value: shown(saved) };
      assert.deepEqual(
        refusal(() => flag(true).read("b", saved)),
        { code: "config-not-boolean", values },
      );
    }
  });
});

describe("a saved choice", () => {
  const words = choice("auto", ["auto", "5", "4"]);
  const numbers = choice(undefined, [0, 1]);

  it("is the fallback when it is missing or empty", () => {
    for (const saved of ABSENT) assert.equal(words.read("c", saved), "auto");
    assert.equal(numbers.read("c", ""), undefined);
  });

  it("may be a number or its text, whichever the options are", () => {
    const cases: [Field<unknown>, unknown, unknown][] = [
      [words, "5", "5"],
      [words, 4, "4"],
      [numbers, 0, 0],
      [numbers, "1", 1],
    ];
    for (const [field, saved, chosen] of cases) assert.equal(field.read("c", saved), chosen);
  });

  it("is nothing that isn't offered", () => {
    for (const saved of ["6", 6, "AUTO", " auto", true, {}, ["5", "4"], ["5"], Object.create(null) as object]) {
      const value = shown(saved);
      const values = { property: "c", value, options: "auto, 5, 4" };
      assert.deepEqual(
        refusal(() => words.read("c", saved)),
        { code: "config-not-one-of", values },
      );
    }
  });
});

describe("a saved object", () => {
  const isList = (value: unknown): value is unknown[] => Array.isArray(value);
  const field = json<unknown[]>([], isList, "[...]");

  it("is the fallback when it is missing or empty", () => {
    for (const saved of ABSENT) assert.equal(field.read("o", saved), field.fallback);
  });

  it("may be the object or its JSON text", () => {
    const saved = [1, { a: "b" }];
    assert.equal(field.read("o", saved), saved);
    assert.deepEqual(field.read("o", JSON.stringify(saved)), saved);
  });

  it("has the right shape", () => {
    for (const saved of [{}, 5, false, "{}", "5", "null", '"text"']) {
      const expected = { code: "config-wrong-shape", values: { property: "o", shape: "[...]" } };
      assert.deepEqual(
        refusal(() => field.read("o", saved)),
        expected,
      );
    }
  });

  it("is not quoted when it is no JSON, since it may hold a token", () => {
    for (const saved of ["Bearer s3cret", "[", "{a: 1}"]) {
      const error = refusal(() => field.read("o", saved));
      assert.deepEqual(error, { code: "config-not-json", values: { property: "o" } });
    }
  });
});
