import assert from "node:assert/strict";
import type { SurveyView } from "../../../../../nodes/lib/editor/topics/known/broker-topics";
import { surveyWords } from "../../../../../nodes/lib/editor/topics/browser/survey-words";
import { useEnglish } from "../english-editor";

const listening: SurveyView = { state: "listening", filter: "#", remaining: 57_100, notKept: 0 };
const ended: SurveyView = { ...listening, state: "ended", remaining: 0 };
const refused = { code: "subscribe-refused", values: { filter: "#", reason: "not authorized" } } as const;

describe("What is said of listening to a broker", () => {
  useEnglish();

  it("is how long it goes on, and that nothing came yet", () => {
    assert.deepEqual(surveyWords(listening, true), said("live, stops in 58 s"));
    assert.deepEqual(surveyWords(listening, false), said("No stored values. Waiting for messages, 58 s more."));
  });

  it("is that it begins", () => {
    for (const state of ["none", "connecting"] as const) {
      assert.deepEqual(surveyWords({ ...listening, state }, true), said("Connecting to the broker ..."));
    }
  });

  it("is that it has ended, and can be repeated, elsewhere if nothing came", () => {
    assert.deepEqual(surveyWords(ended, true), { ...said("not live any more"), canRepeat: true });
    assert.deepEqual(surveyWords({ ...ended, filter: "home/#" }, false), {
      text: "Nothing was seen on home/#.",
      offersFilter: true,
      canRepeat: true,
    });
  });

  it("is that everything was refused, and that a part may not be", () => {
    const { text, ...offers } = surveyWords({ ...ended, problem: refused }, false);
    assert.match(text, /^The broker allows no full listing\. .*not authorized/);
    assert.deepEqual(offers, { offersFilter: true, canRepeat: true });
    const part = surveyWords({ ...ended, filter: "home/#", problem: refused }, false);
    assert.match(part.text, /^(?!The broker allows no full listing)/);
    assert.equal(part.offersFilter, true);
  });

  it("offers another filter where the broker hung up or was silent, but not where another cause is told", () => {
    const lost = { code: "connection-lost", values: { address: "mqtt://a" } } as const;
    const silent = { code: "survey-timeout", values: { filter: "#", seconds: 10 } } as const;
    const login = { code: "bad-credentials", values: { address: "mqtt://a", words: "" } } as const;
    assert.equal(surveyWords({ ...ended, problem: lost }, false).offersFilter, true);
    assert.equal(surveyWords({ ...ended, problem: silent }, false).offersFilter, true);
    const { text, ...offers } = surveyWords({ ...ended, problem: login }, false);
    assert.notEqual(text, "");
    assert.deepEqual(offers, { offersFilter: false, canRepeat: true });
  });

  it("is why the runtime couldn't be asked", () => {
    const problem = new Error("You are not allowed to do this.");
    assert.deepEqual(surveyWords({ ...ended, problem }, true), { ...said(problem.message), canRepeat: true });
  });

  function said(text: string): object {
    return { text, offersFilter: false, canRepeat: false };
  }
});
