import assert from "node:assert/strict";
import type { BrokerDraft } from "../../../../../nodes/lib/admin-api/broker-draft";
import type { SurveyReport } from "../../../../../nodes/lib/admin-api/survey-report";
import { BrokerTopics, type SurveyRequests } from "../../../../../nodes/lib/editor/topics/known/broker-topics";
import { ManualClock } from "../../../../support/manual-clock";
import { seenTopic } from "../seen-topic";

const LISTENING: SurveyReport = {
  state: "listening",
  filter: "#",
  remaining: 58_000,
  topics: [],
  version: 0,
  hasMore: false,
  kept: 0,
  notKept: 0,
};

/** A runtime whose reports the test writes: those that come once, then always the same. */
class Runtime implements SurveyRequests {
  readonly begun: { broker: BrokerDraft; filter: string }[] = [];
  readonly asked: number[] = [];
  readonly ended: string[] = [];
  readonly once: SurveyReport[] = [];
  report: SurveyReport | Error = LISTENING;

  begin(broker: BrokerDraft, filter: string): Promise<string> {
    this.begun.push({ broker, filter });
    return this.report instanceof Error ? Promise.reject(this.report) : Promise.resolve(`survey-${this.begun.length}`);
  }

  follow(_id: string, since: number): Promise<SurveyReport> {
    this.asked.push(since);
    const report = this.once.shift() ?? this.report;
    return report instanceof Error ? Promise.reject(report) : Promise.resolve(report);
  }

  end(id: string): Promise<void> {
    this.ended.push(id);
    return Promise.resolve();
  }
}

describe("The topics of a broker in the editor", () => {
  let clock: ManualClock;
  let runtime: Runtime;
  let draft: BrokerDraft | undefined;
  let broker: BrokerTopics;
  let isFamiliar: boolean;

  beforeEach(() => {
    isFamiliar = true;
    clock = new ManualClock();
    runtime = new Runtime();
    draft = { id: "broker", properties: { uri: "mqtt://a" }, credentials: {} };
    broker = new BrokerTopics(
      () => draft,
      runtime,
      clock,
      () => isFamiliar,
    );
  });

  it("are listened for as soon as a field is used, once", async () => {
    broker.ask();
    broker.ask();
    await settled();
    assert.deepEqual(runtime.begun, [{ broker: draft, filter: "#" }]);
    assert.equal(broker.survey.state, "listening");
  });

  it("are listened for by no field of a broker that nobody wanted a connection to, until somebody browses", async () => {
    isFamiliar = false;
    broker.ask();
    await settled();
    assert.deepEqual(runtime.begun, []);
    broker.browse();
    await settled();
    assert.equal(runtime.begun.length, 1);
  });

  it("are fetched until there are no more, then every second from where they ended", async () => {
    runtime.once.push({ ...LISTENING, topics: [seenTopic("a", "1")], version: 5, hasMore: true });
    runtime.report = { ...LISTENING, topics: [seenTopic("b", "2")], version: 7 };
    broker.ask();
    await settled();
    assert.deepEqual(
      [...broker.topics].map(({ topic }) => topic),
      ["a", "b"],
    );
    await pass(1_000);
    assert.deepEqual(runtime.asked, [0, 5, 7]);
  });

  it("are told to all who listen, until they no longer want to know", async () => {
    let changes = 0;
    const leave = broker.onChange(() => (changes += 1));
    broker.ask();
    await settled();
    assert.equal(changes, 2);
    leave();
    await pass(1_000);
    assert.equal(changes, 2);
  });

  it("are no longer fetched when no field has asked for a while", async () => {
    broker.ask();
    await pass(14_000);
    assert.deepEqual(runtime.ended, []);
    await pass(2_000);
    assert.deepEqual(runtime.ended, ["survey-1"]);
    assert.equal(broker.survey.state, "ended");
    const { length } = runtime.asked;
    await pass(60_000);
    assert.equal(runtime.asked.length, length);
    assert.equal(clock.pending, 0);
  });

  it("are fetched as long as somebody browses", async () => {
    const close = broker.browse();
    await pass(50_000);
    assert.deepEqual(runtime.ended, []);
    close();
    await pass(1_000);
    assert.deepEqual(runtime.ended, ["survey-1"]);
  });

  it("are not listened for again within five minutes by a field, but whenever somebody browses", async () => {
    broker.ask();
    await settled();
    runtime.report = { ...LISTENING, state: "ended", remaining: 0 };
    await pass(1_000);
    broker.ask();
    await settled();
    assert.equal(runtime.begun.length, 1);
    broker.browse()();
    await settled();
    assert.equal(runtime.begun.length, 2);
    await pass(300_000);
    broker.ask();
    assert.equal(runtime.begun.length, 3);
  });

  it("are listened for at once when the broker was changed meanwhile", async () => {
    runtime.report = new Error("no");
    broker.ask();
    await settled();
    draft = { id: "broker", properties: { uri: "mqtt://a" }, credentials: { password: "right" } };
    broker.ask();
    assert.deepEqual(runtime.begun[1]?.broker, draft);
  });

  it("are those of before when listening fails, which says why", async () => {
    broker.topics.learn([seenTopic("a", "1")]);
    runtime.report = new Error("not allowed");
    broker.ask();
    await settled();
    assert.equal(broker.survey.state, "ended");
    assert.deepEqual(broker.survey.problem, runtime.report);
    assert.equal(broker.topics.size, 1);
    assert.equal(broker.hasListenedFor("a"), false);
  });

  it("tell what the broker refused, and can be listened for under another filter, which fields use from then on", async () => {
    const problem = { code: "subscribe-refused", values: { filter: "#", reason: "no" } } as const;
    runtime.report = { ...LISTENING, state: "ended", problem };
    const close = broker.browse();
    await settled();
    assert.deepEqual(broker.survey.problem, problem);
    runtime.report = { ...LISTENING, filter: "home/#" };
    broker.listenTo("home/#");
    await settled();
    assert.equal(broker.survey.problem, undefined);
    assert.deepEqual([broker.hasListenedFor("home/a"), broker.hasListenedFor("garden")], [true, false]);
    close();
    await pass(300_000);
    broker.ask();
    assert.deepEqual(
      runtime.begun.map(({ filter }) => filter),
      ["#", "home/#", "home/#"],
    );
  });

  it("are listened for once at a time: what is begun later counts", async () => {
    broker.browse();
    await settled();
    broker.listenTo("home/#");
    runtime.report = { ...LISTENING, filter: "home/#" };
    await pass(1_000);
    assert.deepEqual(runtime.ended, ["survey-1"]);
    assert.equal(broker.survey.filter, "home/#");
  });

  it("are listened for once at a time, though the broker is changed meanwhile", async () => {
    broker.ask();
    await settled();
    draft = { id: "broker", properties: { uri: "mqtt://a", keepalive: 5 }, credentials: {} };
    broker.ask();
    await settled();
    assert.equal(runtime.begun.length, 1);
  });

  it("are none of a broker that is gone", async () => {
    draft = undefined;
    broker.ask();
    broker.browse()();
    await settled();
    assert.deepEqual(runtime.begun, []);
    assert.equal(broker.survey.state, "none");
  });

  /** Lets time pass second by second, and answers come meanwhile. */
  async function pass(milliseconds: number): Promise<void> {
    await settled();
    for (let passed = 0; passed < milliseconds; passed += 1_000) {
      clock.advance(1_000);
      await settled();
    }
  }

  function settled(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
});
