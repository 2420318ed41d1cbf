import assert from "node:assert/strict";
import { TopicTemplate } from "../../../nodes/lib/topics/topic-template";
import { assertLinear } from "../assert-linear";
import { thrown } from "../thrown";

describe("a topic template of somebody who wants more than a message's values", () => {
  const INHERITED = [
    "constructor",
    "toString",
    "__proto__",
    "__proto__.constructor.name",
    "constructor.name",
    "payload.constructor.name",
    "payload.__proto__.constructor.name",
    "payload.length",
    "__defineGetter__",
    "params.hasOwnProperty",
  ];
  for (const name of INHERITED) {
    it(`gets nothing of what every object has: ${name}`, () => {
      const msg = { payload: "x", params: {} };
      for (const template of [`a/{{${name}}}`, `a/{{{${name}}}}`, `a/{{#${name}}}b{{/${name}}}c{{payload.missing}}`]) {
        assert.match(thrown(() => new TopicTemplate(template).fill(msg)).code, /^template-value-(missing|invalid)$/);
      }
    });
  }

  it("gets what a message calls by such a name", () => {
    const msg = JSON.parse('{"__proto__":{"a":"own"},"constructor":"also own"}') as object;
    assert.equal(new TopicTemplate("{{__proto__.a}}/{{constructor}}").fill(msg), "own/also own");
  });

  for (const broken of ["{{a ", "{{ {", "{"]) {
    it(`is refused in linear time: ${broken} again and again`, () => {
      assertLinear((times) => {
        const template = `{{a}}${broken.repeat(times)}{{`;
        return () => assert.equal(thrown(() => new TopicTemplate(template)).code, "template-invalid");
      });
    });
  }
});
