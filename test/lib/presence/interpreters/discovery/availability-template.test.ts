import assert from "node:assert/strict";
import { AvailabilityPayload } from "../../../../../nodes/lib/presence/interpreters/discovery/availability-payload";
import { rendered } from "./rendered";

describe("an availability template", () => {
  const examples: [template: string, payload: string, text: string][] = [
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
  for (const [template, payload, text] of examples) {
    it(`${template} makes ${text} of ${payload}`, () => {
      assert.equal(rendered(template, payload), text);
    });
  }

  it("keeps the text around its braces, but for white space at its ends", () => {
    assert.equal(rendered(" is {{ value }}, {not a tag} \n", "up"), "is up, {not a tag}");
    assert.equal(rendered("a {{- value -}} b{# nobody\nreads this #}{{ value }}", "-"), "a-b-");
    assert.equal(rendered("{{ value -}} b {{ value }}", "-"), "-b -");
    assert.equal(rendered("a {# c #} b {#- c -#} d {%- if 1 -%} e {%- endif -%} f", ""), "a  bdef");
  });

  it("may be text alone", () => {
    assert.equal(rendered(" online ", "offline"), "online");
  });

  it("chooses among conditions, one within another", () => {
    const template =
      "{% if value == '1' %}one{% elif value == '2' %}{% if true %}two{% endif %}{% elif value == '3' %}three{% endif %}!";
    assert.deepEqual(
      ["1", "2", "3", "4"].map((value) => rendered(template, value)),
      ["one!", "two!", "three!", "!"],
    );
    assert.equal(rendered("{{ 'a' if value == '1' else 'b' if value == '2' else 'c' }}", "2"), "b");
    assert.equal(rendered("{{ 'a' if value == '1' }}", "2"), "");
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
      assert.equal(rendered(template, " online "), " online ", template);
    }
    assert.equal(rendered("{{ value_json.a.b }}", '{"c":1}'), '{"c":1}');
    assert.equal(rendered("{{ value_json.get('a') }}", "[1]"), "[1]");
    assert.equal(rendered("{{ value_json.get('a') }}", "null"), "null");
  });

  it("is empty where only the last name isn't there", () => {
    assert.equal(rendered("{{ value_json.state }}", "{}"), "");
    assert.equal(rendered("{{ value_json.state }}", "1"), "");
    assert.equal(rendered("{{ value_json }}", "x"), "");
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
      assert.equal(rendered(`a{{ ${expression} }}`, '{"list":[],"big":1e999}'), undefined, expression);
    }
  });

  it("reads the JSON of a payload once, however many templates ask", () => {
    const payload = new AvailabilityPayload('{"a":[]}');
    assert.equal(payload.json, payload.json);
  });
});
