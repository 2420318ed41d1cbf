import assert from "node:assert/strict";
import { rendered } from "./rendered";

describe("an availability template", () => {
  const texts: [json: string, text: string][] = [
    ["true", "True"],
    ["false", "False"],
    ["null", "None"],
    ["1", "1"],
    ["2.5", "2.5"],
    ['"on"', "on"],
  ];
  for (const [json, text] of texts) {
    it(`writes ${json} as Python does: ${text}`, () => {
      assert.equal(rendered("{{ value_json.a }}", `{"a":${json}}`), text);
      assert.equal(rendered("{{ value_json }}", json), text);
    });
  }

  const falsy = ["false", "null", "0", '""', "[]", "{}"];
  const truthy = ["true", "1", "-1", '"0"', '"false"', "[0]", '{"a":0}'];
  it("takes for true what Python does", () => {
    const told = (json: string): unknown => rendered("{{ 'yes' if value_json.a else 'no' }}", `{"a":${json}}`);
    assert.deepEqual(falsy.map(told), Array<string>(falsy.length).fill("no"));
    assert.deepEqual(truthy.map(told), Array<string>(truthy.length).fill("yes"));
    assert.equal(rendered("{{ 'yes' if value_json.b else 'no' }}", "{}"), "no");
  });

  const truths: [expression: string, value: boolean][] = [
    ["1 == 1", true],
    ["True == true and False == false and None == none", true],
    ["2 > 2 or 2 < 2 or 'a' < 'a' or 'a' > 'a'", false],
    ["1 == 1.0", true],
    ["true == 1", true],
    ["'1' == 1", false],
    ["'a' != 'a'", false],
    ["none == false", false],
    ["value_json.none == none", true],
    ["value_json.missing == none", false],
    ["value_json.missing != 'a'", true],
    ["value_json.list == value_json.list.x", false],
    ["not value_json.none", true],
    ["not not 1", true],
    ["not 1 == 2", true],
    ["1 < 2 and 2 > 1 and 1 <= 1 and 1 >= 1", true],
    ["1 < 1 or 2 < 1 or 1 >= 2 or 2 <= 1", false],
    ["'a' < 'b' and 'b' > 'a' and 'a' <= 'a'", true],
    ["false and false or true", true],
    ["true or true and false", true],
    ["(true or true) and false", false],
    ["value_json.text is defined and value_json.text is not undefined", true],
    ["value_json.missing is defined or value_json.text is undefined", false],
    ["value_json.none is none and value_json.text is not none", true],
    ["value_json.yes is true and value_json.yes is not false", true],
    ["value_json.one is true", false],
    ["value_json.list[1] == 'b' and value_json.list[-1] == 'b'", true],
    ["value_json.list[2] is defined", false],
    ["value_json.list[1.5] is defined or value_json.list['0'] is defined or value_json.dict[0] is defined", false],
    ["value_json.none.x is defined", false],
    ["value_json.text[0] == 'T'", true],
    ["value_json['text'] == value_json.text", true],
    ["value_json.get('text', 'x') == 'Text'", true],
    ["value_json.get('missing', 'x') == 'x'", true],
    ["value_json.get('none', 'x') is none", true],
    ["value_json.one.x is defined", false],
    ["value_json.__proto__ is defined or value_json.constructor is defined", false],
    ["value_json.text | lower == 'text' and value_json.text | upper == 'TEXT'", true],
    ["value_json.yes | lower == 'true' and value_json.one | string == '1'", true],
    ["' a ' | trim == 'a'", true],
    ["'7' | int == 7 and 7.9 | int == 7 and ' -7.9 ' | int == -7 and true | int == 1", true],
    ["'x' | int(3) == 3 and none | int(3) == 3 and '7' | int() == 7", true],
    ["value_json.missing | default('d') == 'd' and value_json.text | default('d') == 'Text'", true],
    ["value_json.missing | default == '' and value_json.none | default('d') is none", true],
    ["value_json.none | default('d', true) == 'd' and value_json.one | default('d', true) == 1", true],
    ["value_json.one | is_defined == 1", true],
    ['"it\'s" == value_json.quoted', true],
  ];
  const json = JSON.stringify({
    text: "Text",
    none: null,
    yes: true,
    one: 1,
    list: ["a", "b"],
    dict: { "0": 1 },
    quoted: "it's",
  });
  for (const [expression, value] of truths) {
    it(`${expression} is ${value}`, () => {
      assert.equal(rendered(`{{ ${expression} }}`, json), value ? "True" : "False");
    });
  }
});
