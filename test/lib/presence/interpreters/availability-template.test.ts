import assert from "node:assert/strict";
import { AvailabilityPayload } from "../../../../nodes/lib/presence/interpreters/discovery/availability-payload";
import { AvailabilityTemplate } from "../../../../nodes/lib/presence/interpreters/discovery/availability-template";
import { templatePieces } from "../../../../nodes/lib/presence/interpreters/discovery/template-pieces";
import { assertLinear } from "../../assert-linear";
import { SEED, SeededRandom } from "../../seeded-random";

describe("an availability template", () => {
  const rendered: [template: string, payload: string, text: string][] = [
    // Zigbee2MQTT, and its disabled devices.
    ["{{ value_json.state }}", '{"state":"online"}', "online"],
    ['{{ "offline" }}', '{"state":"online"}', "offline"],
    // zwave-js-ui.
    ["{{'true' if value_json.value else 'false'}}", '{"time":1,"value":true,"status":"Alive","nodeId":2}', "true"],
    ["{{'true' if value_json.value else 'false'}}", '{"value":false}', "false"],
    ["{{'online' if value_json.value else 'offline'}}", '{"value":false}', "offline"],
    // Others, as they are found in the wild.
    ["{{ value }}", "ready", "ready"],
    ["{{ value_json.Zz_9 }}", '{"Zz_9":"up"}', "up"],
    ["{{value_json.Availability}}", '{"Availability":"offline"}', "offline"],
    ["{{ value_json['status'] }}", '{"status":"online"}', "online"],
    ["{{ 'online' if value_json.get('flow') is not none else 'offline' }}", '{"flow":0}', "online"],
    ["{{ 'online' if value_json.get('flow') is not none else 'offline' }}", "{}", "offline"],
    [
      "{{ 'online' if value_json.probes[0].connected == true else 'offline' }}",
      '{"probes":[{"connected":1}]}',
      "online",
    ],
    ["{{ 'online' if value | int(0) >= 2 else 'offline' }}", "2", "online"],
    ["{{ 'online' if value | int(0) >= 2 else 'offline' }}", "1", "offline"],
    ["{{ 'online' if value | int(0) >= 2 else 'offline' }}", "?", "offline"],
    ["{% if value_json.online == true %}online{% else %}offline{% endif %}", '{"online":true}', "online"],
    ["{% if value_json.status == 'OFFLINE' %}offline{% else %}online{% endif %}", '{"status":"OFFLINE"}', "offline"],
    ["{%if value_json.x is defined%} {{'online'}} {%else%} {{'offline'}} {%endif%}", '{"x":1}', "online"],
    ["{%if value_json.x is defined%} {{'online'}} {%else%} {{'offline'}} {%endif%}", "{}", "offline"],
  ];
  for (const [template, payload, text] of rendered) {
    it(`${template} makes ${text} of ${payload}`, () => {
      assert.equal(render(template, payload), text);
    });
  }

  it("keeps the text around its braces, but for white space at its ends", () => {
    assert.equal(render(" is {{ value }}, {not a tag} \n", "up"), "is up, {not a tag}");
    assert.equal(render("a {{- value -}} b{# nobody\nreads this #}{{ value }}", "-"), "a-b-");
    assert.equal(render("{{ value -}} b {{ value }}", "-"), "-b -");
    assert.equal(render("a {# c #} b {#- c -#} d {%- if 1 -%} e {%- endif -%} f", ""), "a  bdef");
  });

  it("may be text alone", () => {
    assert.equal(render(" online ", "offline"), "online");
  });

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
      assert.equal(render("{{ value_json.a }}", `{"a":${json}}`), text);
      assert.equal(render("{{ value_json }}", json), text);
    });
  }

  const falsy = ["false", "null", "0", '""', "[]", "{}"];
  const truthy = ["true", "1", "-1", '"0"', '"false"', "[0]", '{"a":0}'];
  it("takes for true what Python does", () => {
    const told = (json: string): unknown => render("{{ 'yes' if value_json.a else 'no' }}", `{"a":${json}}`);
    assert.deepEqual(falsy.map(told), Array<string>(falsy.length).fill("no"));
    assert.deepEqual(truthy.map(told), Array<string>(truthy.length).fill("yes"));
    assert.equal(render("{{ 'yes' if value_json.b else 'no' }}", "{}"), "no");
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
      assert.equal(render(`{{ ${expression} }}`, json), value ? "True" : "False");
    });
  }

  it("chooses among conditions, one within another", () => {
    const template =
      "{% if value == '1' %}one{% elif value == '2' %}{% if true %}two{% endif %}{% elif value == '3' %}three{% endif %}!";
    assert.deepEqual(
      ["1", "2", "3", "4"].map((value) => render(template, value)),
      ["one!", "two!", "three!", "!"],
    );
    assert.equal(render("{{ 'a' if value == '1' else 'b' if value == '2' else 'c' }}", "2"), "b");
    assert.equal(render("{{ 'a' if value == '1' }}", "2"), "");
  });

  it("means the payload as it is where it uses what isn't there: a plain `online` is understood, as by Home Assistant", () => {
    for (const template of [
      "{{ value_json.state }}",
      "{{ value_json['state'] }}",
      "{{ value_json.get('state') }}",
      "{% if value_json.state == 'online' %}online{% else %}offline{% endif %}",
      "{{ value_json | is_defined }}",
      "{{ value_json < 1 }}",
      "{{ value_json | int }}",
    ]) {
      assert.equal(render(template, " online "), " online ", template);
    }
    assert.equal(render("{{ value_json.a.b }}", '{"c":1}'), '{"c":1}');
    assert.equal(render("{{ value_json.get('a') }}", "[1]"), "[1]");
    assert.equal(render("{{ value_json.get('a') }}", "null"), "null");
  });

  it("is empty where only the last name isn't there", () => {
    assert.equal(render("{{ value_json.state }}", "{}"), "");
    assert.equal(render("{{ value_json.state }}", "1"), "");
    assert.equal(render("{{ value_json }}", "x"), "");
  });

  it("comes to no result where values don't fit, or have a text that nobody compares with", () => {
    for (const expression of [
      "'a' < 1",
      "none > 1",
      "'x' | int",
      "value_json",
      "value_json.list",
      "value_json | lower",
      "value_json == value_json.list",
      "value_json != value_json",
      "value_json.big | int",
    ]) {
      assert.equal(render(`a{{ ${expression} }}`, '{"list":[],"big":1e999}'), undefined, expression);
    }
  });

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
    assert.equal(render(`{{ ${"(".repeat(15)}1${")".repeat(15)} }}`, ""), "1");
    assert.equal(render(`{{ ${"not ".repeat(14)}1 }}`, ""), "True");
    assert.equal(render(`{{ ${"(1 if 1 else 0) and not 0 and ".repeat(20)}1 }}`, ""), "1");
  });

  it("may have up to 1,000 characters", () => {
    assert.equal(render(`{{ value }}${" ".repeat(989)}`, "up"), "up");
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
    assert.equal(render("{{ value_json }}", deep), undefined);
    assert.equal(render("{{ 'a' if value_json == 1 else 'b' }}", deep), "b");
  });

  it("reads the JSON of a payload once, however many templates ask", () => {
    const payload = new AvailabilityPayload('{"a":[]}');
    assert.equal(payload.json, payload.json);
  });
});

function render(template: string, payload: string): string | undefined {
  const parsed = AvailabilityTemplate.parse(template);
  assert.ok(parsed, `${template} isn't simple`);
  return parsed.render(new AvailabilityPayload(payload));
}

function pieces(template: string): unknown {
  try {
    return templatePieces(template);
  } catch (error) {
    return error;
  }
}
