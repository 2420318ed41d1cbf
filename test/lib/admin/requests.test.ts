import assert from "node:assert/strict";
import { readSurveyRequest, readTrialRequest, readVersion } from "../../../nodes/lib/admin/requests";
import { refusal, thrown } from "../thrown";

const DRAFT = { id: "broker", properties: { uri: "mqtt://a" }, credentials: {} };
const SHAPE = '{"id": "...", "properties": {...}, "credentials": {...}}';

describe("what an editor sends to have a broker tried", () => {
  it("is the broker as it shows it, with the credentials that were typed in", () => {
    const credentials = { username: "u", password: "", websocketHeaders: "{}" };
    const drafts = [DRAFT, { ...DRAFT, credentials }, { ...DRAFT, hasStoredPassword: true }];
    for (const draft of drafts) assert.deepEqual(readTrialRequest(draft), draft);
  });

  const bad: Readonly<Record<string, unknown>> = {
    nothing: undefined,
    null: null,
    "a text": "mqtt://a",
    "a list": [DRAFT],
    "no broker": {},
    "an id that isn't a text": { ...DRAFT, id: 1 },
    "no id": { properties: {}, credentials: {} },
    "no properties": { id: "broker", credentials: {} },
    "a list of properties": { ...DRAFT, properties: [] },
    "no credentials": { id: "broker", properties: {} },
    "credentials that are null": { ...DRAFT, credentials: null },
    "a password that isn't a text": { ...DRAFT, credentials: { password: { length: 1 } } },
    "a credential that the nodes don't have": { ...DRAFT, credentials: { tls: "x" } },
    "a stored password rather than whether there is one": { ...DRAFT, hasStoredPassword: "s3cret" },
    "a prototype for the credentials": JSON.parse(
      '{"id":"a","properties":{},"credentials":{"__proto__":{}}}',
    ) as object,
  };
  for (const [name, body] of Object.entries(bad)) {
    it(`is refused, with what is expected: ${name}`, () => {
      assert.deepEqual(
        refusal(() => readTrialRequest(body)),
        { code: "request-invalid", values: { expected: SHAPE } },
      );
      assert.equal(thrown(() => readSurveyRequest({ broker: body })).code, "request-invalid");
    });
  }
});

describe("what an editor sends to listen to a broker", () => {
  it("is the broker and a filter, which may be left out", () => {
    assert.deepEqual(readSurveyRequest({ broker: DRAFT }), { broker: DRAFT, filter: "#" });
    assert.deepEqual(readSurveyRequest({ broker: DRAFT, filter: "a/+" }), { broker: DRAFT, filter: "a/+" });
  });

  for (const filter of [null, 1, ["#"], {}]) {
    it(`is refused with a filter that isn't a text: ${JSON.stringify(filter)}`, () => {
      assert.deepEqual(
        refusal(() => readSurveyRequest({ broker: DRAFT, filter })),
        { code: "request-invalid", values: { expected: `{"broker": ${SHAPE}, "filter": "#"}` } },
      );
    });
  }

  it("is followed from a version on, and from the beginning where that can't be read", () => {
    assert.equal(readVersion("17"), 17);
    // Of `?since[toString]=x` Express makes an object that can't be turned into a text.
    for (const since of [undefined, "", "x", "NaN", ["17"], {}, { toString: "x", valueOf: "y" }]) {
      assert.equal(readVersion(since), 0);
    }
  });
});
