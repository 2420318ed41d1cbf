import assert from "node:assert/strict";
import { TrialBench } from "./trial-bench";

const A = "mqtt://192.0.2.1";
const B = "mqtt://192.0.2.2";

/** One that has begun. */
function begun(uri: string, saved: object = {}): TrialBench {
  const bench = new TrialBench({ uri, ...saved });
  bench.clock.advance(0);
  return bench;
}

/** Nothing more happens, and its end was said once. */
function assertEnded({ clock, network, report, ends }: TrialBench): void {
  const { length } = network.links;
  assert.equal(report.isOver, true);
  assert.equal(clock.pending, 0);
  clock.advance(3_600_000);
  assert.deepEqual([ends, network.links.length], [1, length]);
}

describe("a trial", () => {
  it("begins in the next turn, and shows the layer under way", () => {
    const bench = new TrialBench({ uri: "mqtt://broker.example" });
    assert.deepEqual(bench.report, { isOver: false, attempts: [] });
    bench.clock.advance(0);
    assert.deepEqual(bench.attempts, ["v5: name under way, network waiting, mqtt waiting"]);
    bench.passed({ layer: "name", address: "192.0.2.1" });
    assert.deepEqual(bench.attempts, ["v5: name passed, network under way, mqtt waiting"]);
  });

  it("is over when the broker accepts, and has ended when the link is closed", () => {
    const bench = begun(A);
    bench.passed({ layer: "network" });
    bench.network.last.accept({ properties: { maximumQoS: 1 } });
    assert.deepEqual(bench.attempts, ["v5: network passed, mqtt passed"]);
    assert.equal(bench.report.session?.maximumQos, 1);
    assert.deepEqual([bench.report.isOver, bench.ends, bench.network.last.asked], [true, 0, ["end"]]);
    bench.network.last.close();
    assert.deepEqual(bench.attempts, ["v5: network passed, mqtt passed"]);
    assertEnded(bench);
  });

  it("tries each broker once, and none again", () => {
    const bench = begun(`${A},${B}`);
    bench.network.last.close("connection-refused", "not up");
    bench.passed({ layer: "network" });
    bench.network.last.close("bad-credentials", "up");
    assert.deepEqual(bench.attempts, [
      "v5: network failed (connection-refused), mqtt untried",
      "v5: network passed, mqtt failed (bad-credentials)",
    ]);
    assertEnded(bench);
  });

  it("tries no other broker after one that accepts", () => {
    const bench = begun(`${A},${B}`);
    bench.network.last.accept();
    bench.network.last.close();
    assert.equal(bench.network.links.length, 1);
    assertEnded(bench);
  });

  it("falls back to MQTT 3.1.1 where the broker knows no other", () => {
    const bench = begun(A);
    bench.network.last.close("protocol-unsupported");
    bench.network.last.accept();
    bench.network.last.close();
    assert.deepEqual(
      bench.report.attempts.map(({ version }) => version),
      [5, 4],
    );
    assert.deepEqual(bench.report.session?.warnings, ["older-version"]);
    assertEnded(bench);
  });

  it("asks all brokers a second time where one closed without a word, and never a third time", () => {
    const bench = begun(`${A},${B}`);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      assert.equal(bench.report.isOver, false);
      if (bench.network.last.settings.address.startsWith(A)) bench.network.last.close("connection-lost", "up");
      else bench.network.last.close("connection-refused", "not up");
    }
    assert.deepEqual(bench.network.dialled, [
      `${A}:1883 v5`,
      `${B}:1883 v5`,
      `${A}:1883 v5`,
      `${A}:1883 v4`,
      `${B}:1883 v5`,
    ]);
    assertEnded(bench);
  });

  for (const [title, saved, code, progress] of [
    ["the version is fixed", { protocolVersion: "5" }, "connection-lost", "up"],
    ["the broker was silent", {}, "connack-timeout", "up"],
    ["the connection never stood", {}, "connection-lost", "not up"],
  ] as const) {
    it(`asks no second time where ${title}`, () => {
      const bench = begun(A, saved);
      bench.network.last.close(code, progress);
      assert.equal(bench.network.links.length, 1);
      assertEnded(bench);
    });
  }

  it("asks no second time where the version after MQTT 5 is refused without a word", () => {
    const bench = begun(A);
    bench.network.last.close("protocol-unsupported");
    bench.network.last.close("connection-lost", "up");
    assert.deepEqual(bench.network.dialled, [`${A}:1883 v5`, `${A}:1883 v4`]);
    assertEnded(bench);
  });

  it("says why a link can't even be opened", () => {
    const bench = new TrialBench({ uri: "mqtts://192.0.2.1" });
    bench.network.failure = new Error("error:0480006C:PEM routines::no start line");
    bench.clock.advance(0);
    assert.deepEqual(bench.attempts, ["v5: network untried, tls failed (certificate-unusable), mqtt untried"]);
    assertEnded(bench);
  });

  it("is given up after ten seconds, at the layer under way", () => {
    const bench = begun("wss://192.0.2.1");
    bench.passed({ layer: "network" });
    bench.clock.advance(9_999);
    assert.equal(bench.report.isOver, false);
    bench.clock.advance(1);
    assert.deepEqual(bench.attempts, ["v5: network passed, tls failed, websocket untried, mqtt untried"]);
    assert.deepEqual(bench.report.problem, { code: "trial-timeout", values: { seconds: 10 } });
    bench.network.last.close("connection-lost", "not up");
    assertEnded(bench);
  });

  it("destroys a link that doesn't end by itself", () => {
    const bench = begun(A);
    bench.network.last.accept();
    bench.clock.advance(500);
    assert.deepEqual(bench.network.last.asked, ["end", "destroy"]);
    bench.network.last.close();
    assertEnded(bench);
  });

  it("that is ended says nothing against the broker", () => {
    const bench = begun(A);
    bench.trial.end();
    bench.trial.end();
    assert.deepEqual(bench.attempts, ["v5: network untried, mqtt untried"]);
    assert.equal(bench.report.problem, undefined);
    bench.network.last.close("connection-lost", "not up");
    bench.trial.end();
    assert.deepEqual(bench.attempts, ["v5: network untried, mqtt untried"]);
    assertEnded(bench);
  });

  it("that is ended before it has begun dials nobody", () => {
    const bench = new TrialBench({ uri: A });
    bench.trial.end();
    bench.clock.advance(0);
    assert.deepEqual(bench.network.links, []);
    assertEnded(bench);
  });

  it("hears no more of a broker that accepts too late", () => {
    const bench = begun(A);
    bench.trial.end();
    bench.network.last.accept();
    assert.equal(bench.report.session, undefined);
    bench.network.last.close();
    assertEnded(bench);
  });

  it("reports plain data that doesn't change afterwards", () => {
    const bench = begun("mqtt://broker.example");
    bench.passed({ layer: "name", address: "192.0.2.1" });
    const { report } = bench;
    const before = JSON.stringify(report);
    assert.deepEqual(JSON.parse(before), report);
    bench.passed({ layer: "name", address: "192.0.2.2" });
    bench.passed({ layer: "network" });
    bench.network.last.accept();
    assert.equal(JSON.stringify(report), before);
  });
});
