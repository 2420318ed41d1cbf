import assert from "node:assert/strict";
import { AvailabilityPayload } from "../../../../../nodes/lib/presence/interpreters/discovery/availability-payload";
import { AvailabilityTemplate } from "../../../../../nodes/lib/presence/interpreters/discovery/availability-template";
import { templatePieces } from "../../../../../nodes/lib/presence/interpreters/discovery/template-pieces";
import { rendered } from "./rendered";
import { assertLinear } from "../../../assert-linear";
import { SEED, SeededRandom } from "../../../seeded-random";

describe("an availability template", () => {
  const foreign = [
    "{{ states('sensor.x') }}",
    "{{ value_json.state.lower() }}",
    "{{ value.find('x') >= 0 }}",
    "{{ value | float }}",
    "{{ value | regex_match('o') }}",
    "{{ value in ['a'] }}",
    "{{ value + 'a' }}",
    "{{ value ~ 'a' }}",
    "{{ 1 < 2 < 3 }}",
    "{{ value is odd }}",
    "{{ value_json.get() }}",
    "{{ value_json.get('a', 'b', 'c') }}",
    "{{ value | int(0, 16) }}",
    "{{ value | default('x', true, 1) }}",
    ...["lower", "upper", "trim", "string", "is_defined"].map((filter) => `{{ value | ${filter}('x') }}`),
    "{{ 'a\\n' }}",
    "{{ other }}",
    "{{ }}",
    "{{ value",
    "{{ value }",
    "{{ 'value }}",
    "{{ value | }}",
    "{{ value. }}",
    "{{ 1. }}",
    "{{ value_json.'a' }}",
    "{{ value | 'lower' }}",
    "{{ value[0 }}",
    "{{ (value }}",
    "{{ [value) }}",
    "{{ value value }}",
    "{{ value } }}",
    "{{ @ }}",
    "{# value",
    "{% set a = 1 %}",
    "{% for a in value %}{% endfor %}",
    "{% if value %}online",
    "{% if value %}online{% else %}offline",
    "{% if value %}online{% else %}offline{% elif value %}{% endif %}",
    "{% if value %}online{% set a = 1 %}offline{% endif %}",
    "{% if value %}online{% else value %}offline{% endif %}",
    "{% if %}online{% endif %}",
    "{% endif %}",
    "a{% else %}b",
    "a{% %}b",
    "{% if value %}{% endif value %}",
    "{% if value",
    `{{ ${"(".repeat(16)}1${")".repeat(16)} }}`,
    `{{ ${"not ".repeat(16)}1 }}`,
    `{{ (1) and ((1)) and ${"(".repeat(16)}1${")".repeat(16)} }}`,
    `{{ value }}${" ".repeat(990)}`,
  ];
  for (const template of foreign) {
    it(`isn't a simple one: ${template.slice(0, 60)}`, () => {
      assert.equal(AvailabilityTemplate.parse(template), undefined);
    });
  }

  it("may be as deep as anybody writes, and as long", () => {
    assert.equal(rendered(`{{ ${"(".repeat(15)}1${")".repeat(15)} }}`, ""), "1");
    assert.equal(rendered(`{{ ${"not ".repeat(14)}1 }}`, ""), "True");
    assert.equal(rendered(`{{ ${"(1 if 1 else 0) and not 0 and ".repeat(20)}1 }}`, ""), "1");
  });

  it("may have up to 1,000 characters", () => {
    assert.equal(rendered(`{{ value }}${" ".repeat(989)}`, "up"), "up");
  });

  it(`never throws, whatever template and payload are (seed ${SEED})`, () => {
    const random = new SeededRandom();
    const pieces = [
      ...["{", "}", "%", "#", "(", ")", "[", "]", "|", ".", ",", "<", ">", "=", "!", "-", "'", '"', " ", "\n", "\\"],
      ...["{{", "}}", "{%", "%}", "{{-", "-}}", "==", "!="],
      ...["value", "value_json", "if", "elif", "else", "endif", "and", "or", "not", "is", "none", "defined", "true"],
      ...["get('a')", "int", "lower", "default('x')", "'online'", "0", "1.5", "a", "__proto__"],
    ].map((piece) => (/^[a-z]/.test(piece) ? ` ${piece} ` : piece));
    const payloads = [
      "",
      "online",
      '{"a":{"a":[1,"x",null]}}',
      "[]",
      "null",
      "true",
      "1e999",
      '{"__proto__":1}',
      '"a"',
    ];
    let simple = 0;
    for (let round = 0; round < 5_000; round += 1) {
      const inside = random.text(pieces, 8);
      const text = random.below(2) === 0 ? random.text(pieces, 16) : `{{ value_json ${inside} }}`;
      const template = AvailabilityTemplate.parse(text);
      if (template === undefined) continue;
      simple += 1;
      for (const payload of payloads) {
        const result = template.render(new AvailabilityPayload(payload));
        assert.ok(result === undefined || typeof result === "string");
      }
    }
    assert.ok(simple > 50, `only ${simple} were simple`);
  });

  const long: [start: string, repeated: string][] = [
    ["", "{ "],
    ["", "{{ value }}"],
    ["", "{#-#} "],
    ["{{ ", "a"],
    ["{{ ", "9"],
    ["{{ ", "1 "],
    ["{{ ", " "],
  ];
  for (const [start, repeated] of long) {
    it(`is taken apart in linear time: ${start}${repeated}${repeated}...`, () => {
      assertLinear((size) => {
        const template = start + repeated.repeat(size);
        return () => {
          for (let times = 0; times < 4; times += 1) pieces(template);
        };
      });
    });
  }

  it("isn't slow for deep JSON", () => {
    const deep = `${"[".repeat(60_000)}${"]".repeat(60_000)}`;
    assert.equal(rendered("{{ value_json }}", deep), undefined);
    assert.equal(rendered("{{ 'a' if value_json == 1 else 'b' }}", deep), "b");
  });
});

function pieces(template: string): unknown {
  try {
    return templatePieces(template);
  } catch (error) {
    return error;
  }
}
