import assert from "node:assert/strict";
import type { PayloadRule } from "../../../../nodes/lib/presence/conventions/convention";
import type { Report } from "../../../../nodes/lib/presence/evidence";
import { readPayload } from "../../../../nodes/lib/presence/payload/payload-reader";
import { fastest } from "../../assert-linear";

type Meaning = Report | "removed" | "unclear";

const EXACT: readonly PayloadRule[] = [{ states: { Online: "online", Offline: "offline" } }];
const FIELD: readonly PayloadRule[] = [{ field: "net.mqtt.up", states: { true: "online", false: "offline" } }];
const REASON: readonly PayloadRule[] = [{ states: { lost: { state: "offline", reason: "will" } } }];

describe("a payload read by rules", () => {
  it("is what the rule says of its text", () => {
    assert.deepEqual(byRules(EXACT, "Online"), reported("online"));
    assert.deepEqual(byRules(EXACT, "Offline"), reported("offline"));
  });

  it("is compared exactly", () => {
    for (const text of ["online", "ONLINE", "Online!", "On", '"Online"']) {
      assert.equal(byRules(EXACT, text), "unclear", text);
    }
  });

  it("may have white space around it", () => {
    for (const text of [" Online", "Online\n", "\r\n\tOnline ", "\ufeffOnline"]) {
      assert.deepEqual(byRules(EXACT, text), reported("online"));
    }
  });

  it("has the reason that a rule gives", () => {
    assert.deepEqual(byRules(REASON, "lost"), { state: "offline", reason: "will" });
  });

  it("means that the device is removed if it is empty, whatever the rules", () => {
    assert.equal(byRules([{ states: { "": "online" } }], ""), "removed");
    assert.equal(byRules([], ""), "removed");
  });

  it("means nothing if it is white space alone", () => {
    assert.equal(byRules(EXACT, " \n"), "unclear");
  });

  it("means nothing if it isn't UTF-8", () => {
    assert.equal(byRules(EXACT, undefined), "unclear");
  });

  it("may be JSON, in which a path leads to what counts", () => {
    assert.deepEqual(byRules(FIELD, '{"net":{"mqtt":{"up":true}}}'), reported("online"));
    assert.deepEqual(byRules(FIELD, ' {"net": {"mqtt": {"up": false}}}\n'), reported("offline"));
  });

  it("may have a list in its JSON", () => {
    const rules = [{ field: "1.up", states: { "1": "online" } }] as const;
    assert.deepEqual(byRules(rules, '[{"up":0},{"up":1}]'), reported("online"));
  });

  it("tells a text from a number no more than a payload of its own does", () => {
    const rules = [{ field: "v", states: { "1": "online", "2.5": "sleeping" } }] as const;
    assert.deepEqual(byRules(rules, '{"v":1}'), reported("online"));
    assert.deepEqual(byRules(rules, '{"v":"1"}'), reported("online"));
    assert.deepEqual(byRules(rules, '{"v":2.50}'), reported("sleeping"));
  });

  it("means nothing where the path leads to nothing that can be compared", () => {
    for (const text of [
      "{}",
      '{"net":null}',
      '{"net":{"mqtt":{}}}',
      '{"net":{"mqtt":{"up":{}}}}',
      '{"net":{"mqtt":{"up":null}}}',
      '{"net":{"mqtt":{"up":[true]}}}',
      '{"net.mqtt.up":true}',
      '{"net":{"mqtt":{"up":true}}',
      "[]",
      "true",
      "NaN",
    ]) {
      assert.equal(byRules(FIELD, text), "unclear", text);
    }
  });

  it("is what the first rule says that knows it", () => {
    const rules = [
      { field: "status", states: { Asleep: "sleeping" } },
      { field: "value", states: { true: "online", false: "offline" } },
      { states: { true: "online", false: "offline" } },
    ] as const;
    assert.deepEqual(byRules(rules, '{"value":true,"status":"Asleep"}'), reported("sleeping"));
    assert.deepEqual(byRules(rules, '{"value":true,"status":"Alive"}'), reported("online"));
    assert.deepEqual(byRules(rules, "false"), reported("offline"));
  });

  it("is never taken for what every object has", () => {
    for (const text of ["constructor", "__proto__", "toString"]) assert.equal(byRules(EXACT, text), "unclear", text);
    const rules = [{ field: "constructor.name", states: { Object: "online" } }] as const;
    assert.equal(byRules(rules, "{}"), "unclear");
  });

  it("may be called so by a rule", () => {
    const states = Object.fromEntries([["__proto__", "online" as const]]);
    assert.deepEqual(byRules([{ states }], "__proto__"), reported("online"));
  });

  function byRules(rules: readonly PayloadRule[], text: string | undefined): Meaning {
    return readPayload({ kind: "rules", rules }, text);
  }
});

describe("a payload read by common words", () => {
  const words: Readonly<Record<"online" | "offline" | "sleeping", string>> = {
    online: "online on true 1 2 connected ready alive available up yes init alert starting",
    offline: "offline off false 0 disconnected lost stopped dead unavailable down no",
    sleeping: "sleeping asleep",
  };
  for (const [state, list] of Object.entries(words)) {
    it(`is ${state}: ${list}`, () => {
      for (const word of list.split(" ")) {
        for (const text of [word, word.toUpperCase(), ` ${word}\n`, `{"state":"${word}"}`]) {
          assert.deepEqual(byWords(text), { state, reason: "reported" }, text);
        }
      }
    });
  }

  it("may be two words", () => {
    assert.deepEqual(byWords("Connection Lost"), reported("offline"));
  });

  it("means nothing if it is another", () => {
    for (const text of [
      "",
      "running",
      "3",
      "-1",
      "1.0",
      "on line",
      "null",
      "constructor",
      "{}",
      "[]",
      "{",
      '{"x":1}',
    ]) {
      assert.equal(byWords(text), text === "" ? "removed" : "unclear", text);
    }
    assert.equal(byWords(undefined), "unclear");
  });

  it("isn't parsed if it can't be a JSON object, since the parser's refusal is costly", () => {
    const times = 500;
    const reading = fastest(() => {
      for (let count = 0; count < times; count += 1) byWords("running smoothly");
    });
    const refusals = fastest(() => {
      for (let count = 0; count < times; count += 1) assert.throws(() => JSON.parse("running smoothly"));
    });
    assert.ok(reading < refusals);
  });

  it("may say it in any of the common fields of JSON", () => {
    for (const field of ["state", "status", "value", "online", "connected", "available"]) {
      assert.deepEqual(byWords(`{"name":"lamp","${field}":false}`), reported("offline"), field);
      assert.deepEqual(byWords(`{"${field}":1}`), reported("online"), field);
      assert.deepEqual(byWords(`{"${field}":"Asleep"}`), reported("sleeping"), field);
    }
  });

  it("is judged by the first field that says anything", () => {
    assert.deepEqual(byWords('{"online":true,"state":"lost"}'), reported("offline"));
    assert.deepEqual(byWords('{"state":{"code":5},"status":null,"online":true}'), reported("online"));
    assert.equal(byWords('{"state":"heating","value":1}'), "unclear");
  });

  it("is judged by one field alone if that is given", () => {
    const reading = { kind: "common-words", field: "net.up" } as const;
    assert.deepEqual(readPayload(reading, '{"state":"offline","net":{"up":"YES"}}'), reported("online"));
    assert.equal(readPayload(reading, '{"state":"offline"}'), "unclear");
    assert.equal(readPayload(reading, "offline"), "unclear");
  });

  function byWords(text: string | undefined): Meaning {
    return readPayload({ kind: "common-words" }, text);
  }
});

describe("a hostile payload", () => {
  const MEGABYTE = 1_048_576;
  const readings = [
    { kind: "rules", rules: [...EXACT, ...FIELD, { field: "a.b[0].c", states: { x: "online" } }] },
    { kind: "common-words" },
  ] as const;
  const hostile: Readonly<Record<string, string>> = {
    "open brackets": "[".repeat(MEGABYTE),
    "nested lists": "[".repeat(MEGABYTE / 2) + "]".repeat(MEGABYTE / 2),
    "nested objects": '{"a":'.repeat(MEGABYTE / 5),
    spaces: " ".repeat(MEGABYTE),
    "a word of a megabyte": "online".repeat(MEGABYTE / 6),
    "a word behind spaces": `${" ".repeat(MEGABYTE)}online`,
    "a long list": `[${"0,".repeat(MEGABYTE / 2)}0]`,
    "nested lists that may be parsed": "[".repeat(32_768) + "]".repeat(32_768),
    "nested objects that may be parsed": `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`,
  };
  for (const [what, text] of Object.entries(hostile)) {
    it(`means nothing: ${what}`, () => {
      for (const reading of readings) assert.equal(readPayload(reading, text), "unclear");
    });
  }

  it("costs nothing if it is longer than 64 kB", () => {
    const longest = `[${"0,".repeat(32_767)}0]`.slice(0, 65_536);
    const large = `[${"0,".repeat(MEGABYTE / 2)}0]`;
    const cost = (text: string): number =>
      fastest(() => {
        for (let times = 0; times < 20; times += 1) readPayload({ kind: "common-words" }, text);
      });
    assert.ok(cost(large) < cost(longest));
  });

  it("is still read if it isn't longer than that", () => {
    const text = `{"state":"online","rest":"${"x".repeat(60_000)}"}`;
    assert.deepEqual(readPayload({ kind: "common-words" }, text), reported("online"));
  });
});

function reported(state: Report["state"]): Report {
  return { state, reason: "reported" };
}
