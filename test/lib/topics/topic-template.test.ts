import assert from "node:assert/strict";
import Mustache from "mustache";
import { runInNewContext } from "node:vm";
import { TopicTemplate } from "../../../nodes/lib/topics/topic-template";
import { refusal, thrown } from "../thrown";

describe("a topic template", () => {
  const msg = {
    topic: "a/b",
    room: "kitchen",
    number: 5,
    zero: 0,
    off: false,
    big: 2n ** 64n,
    markup: `<&>"'`,
    empty: "",
    nothing: null,
    params: { rest: ["lamp", "1"], "first-name": "Ann", gone: undefined },
    list: [{ name: "x" }, { name: "y" }],
  };

  const filled: [template: string, topic: string][] = [
    ["home/set", "home/set"],
    ["home/{{room}}/set", "home/kitchen/set"],
    ["{{topic}}/set", "a/b/set"],
    ["{{ room }}-{{room}}", "kitchen-kitchen"],
    ["{{number}}/{{zero}}/{{off}}/{{big}}", "5/0/false/18446744073709551616"],
    ["{{params.first-name}}", "Ann"],
    ["{{params.rest}}", "lamp/1"],
    ["{{params.rest.0}}/{{list.1.name}}", "lamp/y"],
    ["{{markup}}{{{markup}}}{{&markup}}", `<&>"'<&>"'<&>"'`],
    ["a{{! not part of it }}/b", "a/b"],
    ["{{=<% %>=}}<%room%>/{{room}}", "kitchen/{{room}}"],
    ["{{#params}}{{first-name}}/{{room}}{{/params}}", "Ann/kitchen"],
    ["a{{#list}}/{{name}}{{/list}}", "a/x/y"],
    ["a{{#params.rest}}/{{.}}{{/params.rest}}", "a/lamp/1"],
    ["a{{#off}}/on{{/off}}{{^off}}/off{{/off}}", "a/off"],
    ["a{{^empty}}/none{{/empty}}{{^nothing}}/none{{/nothing}}{{#missing}}/{{missing}}{{/missing}}", "a/none/none"],
    ["a}}", "a}}"],
  ];
  for (const [template, topic] of filled) {
    it(`${template} is filled to ${topic}`, () => {
      assert.equal(new TopicTemplate(template).fill(msg), topic);
    });
  }

  it("takes what a function node has made, which is of another realm", () => {
    const made = runInNewContext('({ params: { rest: ["a", "b"] } })') as object;
    assert.equal(new TopicTemplate("{{params.rest}}").fill(made), "a/b");
  });

  it("keeps empty levels of an array, which a topic may have", () => {
    assert.equal(new TopicTemplate("x/{{rest}}").fill({ rest: ["", "a"] }), "x//a");
  });

  const missing: [template: string, name: string][] = [
    ["home/{{away}}/set", "away"],
    ["home/{{params.away.deeper}}/set", "params.away.deeper"],
    ["home/{{room.away}}/set", "room.away"],
    ["home/{{nothing}}/set", "nothing"],
    ["home/{{empty}}/set", "empty"],
    ["home/{{{empty}}}/set", "empty"],
    ["home/{{params.gone}}/set", "params.gone"],
    ["{{#params}}{{away}}{{/params}}", "away"],
    ["{{none}}", "none"],
    ["{{hollow}}", "hollow"],
  ];
  for (const [template, name] of missing) {
    it(`${template} isn't filled with nothing`, () => {
      const { code, values } = refusal(() => new TopicTemplate(template).fill({ ...msg, none: [], hollow: [""] }));
      assert.deepEqual([code, values], ["template-value-missing", { name }]);
    });
  }

  it("doesn't look for a name further out that a section has with no value", () => {
    const template = new TopicTemplate("{{#inner}}{{room}}{{/inner}}");
    assert.equal(
      refusal(() => template.fill({ room: "kitchen", inner: { room: null } })).code,
      "template-value-missing",
    );
  });

  const unusable: readonly unknown[] = [
    { a: 1 },
    Buffer.from("a"),
    new Date(0),
    [1],
    [["a"]],
    ["a", null],
    Object.assign([], { 1: "b" }),
    Symbol("a"),
    () => "a",
    NaN,
    Infinity,
    Object("a"),
  ];
  unusable.forEach((value, index) => {
    it(`is filled with texts, numbers and booleans only (${index})`, () => {
      const { code, values } = refusal(() => new TopicTemplate("a/{{v}}").fill({ v: value }));
      assert.deepEqual([code, values], ["template-value-invalid", { name: "v" }]);
    });
  });

  it("calls no function, not even for a section", () => {
    const call = (): never => assert.fail("called");
    for (const template of [
      "{{call}}",
      "{{#call}}a{{/call}}",
      "{{^call}}a{{/call}}",
      "{{inner.call}}",
      "{{toString}}",
    ]) {
      assert.equal(
        refusal(() => new TopicTemplate(template).fill({ call, inner: { call } })).code,
        "template-value-invalid",
      );
    }
  });

  it("says which value can't be read, with what was thrown as the cause", () => {
    const failure = new Error("no");
    const failing = (): never => {
      throw failure;
    };
    const hostile = Object.defineProperty({ deep: new Proxy({}, { has: failing }) }, "room", { get: failing });
    const list = Object.defineProperty(["a"], 0, { get: failing });
    for (const [name, msg] of [
      ["room", hostile],
      ["deep.room", hostile],
      ["list", { list }],
    ] as const) {
      const { code, values, cause } = thrown(() => new TopicTemplate(`a/{{${name}}}`).fill(msg));
      assert.deepEqual([code, values, cause], ["template-value-invalid", { name }, failure]);
    }
  });

  const wrongTopics: [what: string, value: string, code: string][] = [
    ["a wildcard", "a/+", "topic-name-wildcard"],
    ["the other wildcard", "#", "topic-name-wildcard"],
    ["U+0000", "a\u0000", "topic-null"],
    ["half a character", "\ud800", "topic-not-unicode"],
    ["more than 65,535 bytes", "x".repeat(65_536), "topic-too-long"],
  ];
  for (const [what, value, code] of wrongTopics) {
    it(`isn't filled with ${what}`, () => {
      assert.equal(refusal(() => new TopicTemplate("{{v}}").fill({ v: value })).code, code);
    });
  }

  it("isn't filled to an empty topic", () => {
    assert.equal(refusal(() => new TopicTemplate("{{#away}}a{{/away}}").fill({})).code, "topic-empty");
  });

  it("puts a value in as it is: what looks like a tag there is none", () => {
    assert.equal(new TopicTemplate("a/{{v}}").fill({ v: "{{room}}", room: "kitchen" }), "a/{{room}}");
  });

  const broken: [template: string, detail: string][] = [
    ["home/{{room", "Unclosed tag (column 6)"],
    ["{{a}}/{{{room}}", "Unclosed tag (column 7)"],
    ["home/{{a/{{b}}", "Unclosed tag (column 6)"],
    ["{{{room", "Unclosed tag (column 1)"],
    ["{{#a}}x", 'Unclosed section "a" (column 8)'],
    ["x/{{/a}}", 'Unopened section "a" (column 3)'],
    ["a/{{}}", "No name (column 3)"],
    ["{{#a}}{{& }}{{/a}}", "No name (column 7)"],
    ["a/{{>other}}", "No other template to put in (column 3)"],
    ["{{^a}}{{> other}}{{/a}}", "No other template to put in (column 7)"],
    ["{{=x=}}", "Invalid tags: x"],
  ];
  for (const [template, detail] of broken) {
    it(`can't be ${template}`, () => {
      assert.deepEqual(
        refusal(() => new TopicTemplate(template)),
        { code: "template-invalid", values: { detail } },
      );
    });
  }

  const wrongTexts: [template: string, code: string][] = [
    ["", "topic-empty"],
    ["{{! nothing }}", "topic-empty"],
    ["home/+/set", "topic-name-wildcard"],
    ["home/+/{{room}}", "topic-name-wildcard"],
    ["home/{{#a}}#{{/a}}", "topic-name-wildcard"],
    ["\u0000{{room}}", "topic-null"],
    [`${"x".repeat(65_536)}{{room}}`, "topic-too-long"],
  ];
  for (const [template, code] of wrongTexts) {
    it(`has no text beside its tags that no topic can have: ${template.slice(0, 20)}`, () => {
      assert.equal(refusal(() => new TopicTemplate(template)).code, code);
    });
  }

  it("tells which values every topic needs, each once", () => {
    assert.deepEqual(new TopicTemplate("home/set").names, []);
    const template = new TopicTemplate("{{a}}/{{{b.c}}}/{{a}}{{#d}}/{{e}}{{/d}}");
    assert.deepEqual(template.names, ["a", "b.c"]);
  });

  it("is of no concern to others who use the library in this process, nor they to it", () => {
    const { tags } = Mustache;
    Mustache.tags = ["[[", "]]"];
    try {
      assert.equal(new TopicTemplate("a/{{room}}/[[room]]").fill(msg), "a/kitchen/[[room]]");
    } finally {
      Mustache.tags = tags;
    }
    assert.equal(Mustache.render("{{markup}}{{away}}", { markup: "<" }), "&lt;");
  });
});
