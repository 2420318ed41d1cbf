import assert from "node:assert/strict";
import type { ErrorCode } from "../../../nodes/lib/errors";
import { thrown } from "../thrown";
import { SurveyBench } from "./survey-bench";

describe("a survey", () => {
  it("connects in a later turn, subscribes, and listens once that is granted", () => {
    const bench = new SurveyBench("plant/+/state");
    assert.deepEqual(bench.network.dialled, []);
    bench.dial();
    assert.deepEqual([bench.network.dialled, bench.report.state], [["mqtt://a:1883 v5"], "connecting"]);
    bench.network.last.accept();
    assert.deepEqual([bench.network.last.asked, bench.report.state], [["subscribe plant/+/state"], "connecting"]);
    bench.network.last.answer(0);
    assert.equal(bench.report.state, "listening");
  });

  it("takes a filter with named wildcards, and asks for it as MQTT knows it", () => {
    const bench = new SurveyBench("+site/lamp/#rest").listen();
    assert.deepEqual(bench.network.last.asked, ["subscribe +/lamp/#"]);
    assert.equal(bench.report.filter, "+/lamp/#");
  });

  it("takes a shared subscription's filter without its group, from which it would take messages", () => {
    const bench = new SurveyBench("$share/workers/plant/+press/#").listen();
    assert.deepEqual(bench.network.last.asked, ["subscribe plant/+/#"]);
    assert.equal(bench.report.filter, "plant/+/#");
  });

  it("listens from the first message on, where the broker sends retained ones before it answers", () => {
    const bench = new SurveyBench().dial();
    bench.network.last.accept();
    bench.receive("a");
    assert.equal(bench.report.state, "listening");
    bench.watch(20_000);
    bench.network.last.answer(0);
    assert.deepEqual([bench.report.state, bench.report.kept], ["listening", 1]);
  });

  const refusals: Readonly<Record<string, ErrorCode>> = {
    "": "topic-empty",
    "a/#/b": "filter-hash-not-last",
    "$share/group": "filter-share",
    "$share/group/$share/group/plant/#": "filter-share",
  };
  for (const [filter, code] of Object.entries(refusals)) {
    it(`refuses the filter "${filter}" before anything is begun: ${code}`, () => {
      assert.equal(thrown(() => new SurveyBench(filter)).code, code);
    });
  }

  it("reports what it has seen since a version", () => {
    const bench = new SurveyBench().listen();
    bench.receive("a", "b");
    const { topics, version, kept, notKept, hasMore } = bench.report;
    assert.deepEqual([topics.map(({ topic }) => topic), kept, notKept, hasMore], [["a", "b"], 2, 0, false]);
    assert.equal(topics[0]?.at, bench.clock.date());
    bench.receive("c", "a");
    const next = bench.survey.reportSince(version);
    assert.deepEqual(
      next.topics.map(({ topic, count }) => [topic, count]),
      [
        ["c", 1],
        ["a", 2],
      ],
    );
  });

  it("ends by itself 60 seconds after it began, and tells from memory what it has seen", () => {
    const bench = new SurveyBench();
    bench.watch(20_000);
    bench.listen();
    bench.receive("a");
    assert.equal(bench.report.remaining, 40_000);
    bench.watch(39_999);
    assert.deepEqual([bench.report.state, bench.report.remaining], ["listening", 1]);
    bench.clock.advance(1);
    assertEnds(bench);
    const { state, remaining, problem, kept } = bench.report;
    assert.deepEqual([state, remaining, problem, kept], ["ended", 0, undefined, 1]);
  });

  it("ends when it isn't asked for 10 seconds, listening or not", () => {
    for (const bench of [new SurveyBench().listen(), new SurveyBench().dial()]) {
      bench.clock.advance(9_999);
      bench.survey.reportSince(0);
      bench.clock.advance(9_999);
      assert.deepEqual(bench.network.last.asked.includes("end"), false);
      bench.clock.advance(1);
      assertEnds(bench);
    }
  });

  it("ends when it is told to, once, and remembers nothing of what comes later", () => {
    const bench = new SurveyBench().listen();
    bench.receive("a");
    bench.survey.end();
    bench.receive("b");
    bench.survey.end();
    assertEnds(bench);
    bench.survey.end();
    assert.deepEqual([bench.report.kept, bench.ends], [1, 1]);
  });

  it("stays ended when the broker grants the subscription too late", () => {
    const bench = new SurveyBench().dial();
    bench.network.last.accept();
    bench.survey.end();
    bench.network.last.answer(0);
    assert.equal(bench.report.state, "ended");
  });

  it("ends without a connection, where it is told to before it dials", () => {
    const bench = new SurveyBench();
    bench.survey.end();
    bench.dial();
    assert.deepEqual([bench.ends, bench.network.links.length, bench.clock.pending], [1, 0, 0]);
  });

  it("destroys a connection that doesn't end by itself", () => {
    const bench = new SurveyBench().listen();
    bench.survey.end();
    bench.clock.advance(500);
    assert.deepEqual(bench.network.last.asked.slice(-2), ["end", "destroy"]);
  });
});

describe("a survey that fails", () => {
  it("says what the broker answered to the subscription", () => {
    for (const [code, problem] of [
      [0x80, { code: "subscribe-refused", values: { filter: "#", reason: "unspecified error" } }],
      [0x87, { code: "subscribe-refused", values: { filter: "#", reason: "not authorized" } }],
      [0xa2, { code: "wildcards-not-supported", values: { filter: "#" } }],
    ] as const) {
      const bench = new SurveyBench().dial();
      bench.network.last.accept();
      bench.network.last.answer(code);
      assertEnds(bench);
      assert.deepEqual([bench.report.state, bench.report.problem], ["ended", problem]);
    }
  });

  it("waits 10 seconds for the broker's answer to the subscription, from when it was asked", () => {
    const bench = new SurveyBench("plant/+").dial();
    bench.watch(5_000);
    bench.network.last.accept();
    bench.watch(9_999);
    assert.equal(bench.report.state, "connecting");
    bench.clock.advance(1);
    assertEnds(bench);
    const { state, problem } = bench.report;
    assert.deepEqual(
      [state, problem],
      ["ended", { code: "survey-timeout", values: { filter: "plant/+", seconds: 10 } }],
    );
  });

  it("doesn't ask for what the broker has said it doesn't take", () => {
    const bench = new SurveyBench().dial();
    bench.network.last.accept({ properties: { wildcardSubscriptionAvailable: false } });
    assert.deepEqual(bench.network.last.asked, ["end"]);
    assertEnds(bench);
    assert.equal(bench.report.problem?.code, "wildcards-not-supported");
  });

  it("tries every broker and every version of MQTT once, and says why the last one wasn't to be had", () => {
    const bench = new SurveyBench("#", { uri: "mqtt://a,mqtt://b" }).dial();
    bench.network.last.close("protocol-unsupported");
    bench.network.last.close("connection-refused", "not up");
    assert.equal(bench.report.state, "connecting");
    bench.network.last.close("bad-credentials");
    assert.deepEqual(bench.network.dialled, ["mqtt://a:1883 v5", "mqtt://a:1883 v4", "mqtt://b:1883 v5"]);
    assert.deepEqual([bench.ends, bench.clock.pending], [1, 0]);
    const { state, problem } = bench.report;
    assert.deepEqual([state, problem], ["ended", { code: "bad-credentials", values: { address: "mqtt://b:1883" } }]);
  });

  it("says so where a connection can't even be begun", () => {
    const bench = new SurveyBench();
    bench.network.failure = new Error("bad header");
    bench.dial();
    assert.deepEqual([bench.ends, bench.clock.pending, bench.report.problem?.code], [1, 0, "connection-failed"]);
  });

  it("isn't begun anew when its connection is lost: what was seen stays", () => {
    const bench = new SurveyBench().listen();
    bench.receive("a");
    bench.network.last.close("keepalive-timeout");
    bench.watch(30_000);
    assert.deepEqual([bench.ends, bench.clock.pending, bench.network.links.length], [1, 0, 1]);
    assert.deepEqual([bench.report.problem?.code, bench.report.kept], ["keepalive-timeout", 1]);
  });

  it("says so too where the connection is lost before the subscription is granted", () => {
    const bench = new SurveyBench().dial();
    bench.network.last.accept();
    bench.network.last.close("server-shutting-down");
    bench.network.last.answer();
    assert.deepEqual([bench.ends, bench.report.problem?.code], [1, "server-shutting-down"]);
  });
});

describe("a survey of a busy broker", () => {
  const all = Array.from({ length: 2_000 }, (_, index) => `t${index}`);

  it("reads 2,000 messages and then none until 100 milliseconds after the first of them", () => {
    const bench = new SurveyBench().listen();
    const { asked } = bench.network.last;
    bench.receive("t0");
    bench.clock.advance(60);
    bench.receive(...all.slice(2));
    assert.deepEqual(asked, ["subscribe #"]);
    bench.receive("last");
    assert.deepEqual(asked, ["subscribe #", "pause"]);
    bench.clock.advance(39);
    assert.deepEqual(asked, ["subscribe #", "pause"]);
    bench.clock.advance(1);
    assert.deepEqual(asked, ["subscribe #", "pause", "resume"]);
    bench.receive(...all);
    assert.deepEqual(asked, ["subscribe #", "pause", "resume", "pause"]);
  });

  it("counts each message as a delivery, after some of which the event loop has its turn", () => {
    assert.equal(new SurveyBench().listen().receive("a", "b", "a"), 3);
  });

  it("doesn't wait where fewer come in each 100 milliseconds", () => {
    const bench = new SurveyBench().listen();
    for (let period = 0; period < 10; period += 1) {
      bench.receive(...all.slice(1));
      bench.clock.advance(100);
    }
    assert.deepEqual(bench.network.last.asked, ["subscribe #"]);
  });

  it("ends as well while it waits", () => {
    const bench = new SurveyBench().listen();
    bench.receive(...all);
    bench.survey.end();
    assertEnds(bench);
    assert.deepEqual(bench.network.last.asked, ["subscribe #", "pause", "end"]);
  });
});

/** It has said goodbye to the broker, and says that it has ended when nothing is open any more. */
function assertEnds(bench: SurveyBench): void {
  assert.equal(bench.network.last.asked.at(-1), "end");
  assert.equal(bench.ends, 0);
  bench.network.last.close();
  assert.deepEqual([bench.ends, bench.clock.pending], [1, 0]);
}
