import assert from "node:assert/strict";
import type { PeerCertificate } from "node:tls";
import type { TrialStep } from "../../../nodes/lib/admin-api/trial-report";
import { MqttNodeError, type ErrorCode } from "../../../nodes/lib/errors";
import { Attempt } from "../../../nodes/lib/trial/attempt";
import { ManualClock } from "../../support/manual-clock";
import { useProxyEnvironment } from "../../support/proxy-environment";
import { linkOf } from "../connection/settings/saved-connection";
import { inShort } from "./trial-bench";

const ADDRESS = "mqtt://broker.example:1883";
const CERTIFICATE = { subject: { CN: "broker.lan" } } as PeerCertificate;

describe("an attempt", () => {
  const environment = useProxyEnvironment();
  let clock: ManualClock;
  beforeEach(() => {
    clock = new ManualClock();
  });

  const attemptAt = (uri: string): Attempt => new Attempt(linkOf(5, { uri }), clock);

  /** One that has come as far as CONNECT. */
  function standing(uri: string): Attempt {
    const attempt = attemptAt(uri);
    for (const { layer } of attempt.report.steps) {
      if (layer === "name") attempt.passed({ layer, address: "192.0.2.1" });
      else if (layer === "tls") attempt.passed({ layer, certificate: CERTIFICATE });
      else if (layer !== "mqtt") attempt.passed({ layer });
    }
    return attempt;
  }

  function failed(attempt: Attempt, code: ErrorCode): string {
    attempt.failed(new MqttNodeError(code, { address: ADDRESS }));
    return inShort(attempt.report);
  }

  for (const [uri, layers] of [
    ["mqtt://broker.example", "name network mqtt"],
    ["mqtt://192.0.2.1", "network mqtt"],
    ["mqtt://[2001:db8::1]", "network mqtt"],
    ["mqtts://broker.example", "name network tls mqtt"],
    ["ws://broker.example", "name network websocket mqtt"],
    ["wss://broker.example", "name network tls websocket mqtt"],
  ] as const) {
    it(`has the layers of its address: ${uri}`, () => {
      assert.equal(layersOf(attemptAt(uri)), layers);
    });
  }

  it("has a proxy's layer where there is one: it looks up the name and dials it", () => {
    for (const proxy of ["http://proxy.example:3128", "socks5://proxy.example"]) {
      environment({ all_proxy: proxy });
      assert.equal(layersOf(attemptAt("wss://broker.example")), "proxy tls websocket mqtt");
      assert.equal(layersOf(attemptAt("wss://localhost")), "name network tls websocket mqtt");
    }
  });

  function layersOf(attempt: Attempt): string {
    return attempt.report.steps.map(({ layer }) => layer).join(" ");
  }

  it("tells how long each layer took, and the addresses of the name", () => {
    const attempt = attemptAt("mqtt://broker.example");
    clock.advance(4.4);
    attempt.passed({ layer: "name", address: "2001:db8::1" });
    clock.advance(5);
    attempt.passed({ layer: "name", address: "192.0.2.1" });
    clock.advance(15);
    attempt.passed({ layer: "network" });
    clock.advance(3);
    attempt.passed({ layer: "mqtt" });
    clock.advance(1_000);
    assert.deepEqual(attempt.report, {
      address: "mqtt://broker.example:1883",
      version: 5,
      steps: [
        { layer: "name", state: "passed", milliseconds: 4, addresses: ["2001:db8::1", "192.0.2.1"] },
        { layer: "network", state: "passed", milliseconds: 20 },
        { layer: "mqtt", state: "passed", milliseconds: 3 },
      ] satisfies TrialStep[],
    });
  });

  it("tells how long the layer took that failed, and nothing of those behind it", () => {
    const attempt = attemptAt("mqtt://broker.example");
    clock.advance(7);
    attempt.failed(new MqttNodeError("host-not-found", { address: ADDRESS }));
    assert.deepEqual(attempt.report.steps, [
      {
        layer: "name",
        state: "failed",
        milliseconds: 7,
        problem: { code: "host-not-found", values: { address: ADDRESS } },
      },
      { layer: "network", state: "untried" },
      { layer: "mqtt", state: "untried" },
    ] satisfies TrialStep[]);
  });

  for (const code of ["connection-lost", "connect-timeout", "connection-failed"] as const) {
    it(`that fails by ${code} fails at the layer under way`, () => {
      const attempt = attemptAt("mqtts://broker.example");
      attempt.passed({ layer: "name", address: "192.0.2.1" });
      attempt.passed({ layer: "network" });
      assert.equal(failed(attempt, code), `v5: name passed, network passed, tls failed (${code}), mqtt untried`);
      assert.equal(failed(standing("mqtt://192.0.2.1"), code), `v5: network passed, mqtt failed (${code})`);
    });
  }

  it("may fail at a layer that seemed passed: in TLS 1.3 the server judges our certificate afterwards", () => {
    const attempt = standing("mqtts://192.0.2.1");
    clock.advance(5);
    const code = "client-certificate-required";
    assert.equal(failed(attempt, code), `v5: network passed, tls failed (${code}), mqtt untried`);
    assert.equal(attempt.report.steps[1]?.milliseconds, 0);
    assert.equal(attempt.report.steps[1].certificate?.subject, "broker.lan");
  });

  it("may fail at a layer that wasn't reached: a certificate of ours that can't be read", () => {
    const code = "certificate-unusable";
    const expected = `v5: name untried, network untried, tls failed (${code}), mqtt untried`;
    assert.equal(failed(attemptAt("mqtts://broker.example"), code), expected);
  });

  it("changes no more once it is over, neither by what fails nor by what is still heard of it", () => {
    const attempt = attemptAt("mqtts://broker.example");
    failed(attempt, "connection-refused");
    const over = attempt.report;
    attempt.passed({ layer: "name", address: "192.0.2.1" });
    attempt.passed({ layer: "network" });
    attempt.passed({ layer: "tls", certificate: CERTIFICATE });
    attempt.passed({ layer: "mqtt" });
    attempt.giveUp("failed");
    failed(attempt, "bad-credentials");
    assert.deepEqual(attempt.report, over);
  });

  it("that is given up counts as failed, or as never tried", () => {
    const states = ["failed", "untried"] as const;
    for (const state of states) {
      const attempt = attemptAt("mqtt://broker.example");
      attempt.passed({ layer: "name", address: "192.0.2.1" });
      attempt.giveUp(state);
      assert.equal(inShort(attempt.report), `v5: name passed, network ${state}, mqtt untried`);
      assert.equal("milliseconds" in (attempt.report.steps[1] ?? {}), state === "failed");
    }
  });

  it("that is given up before anything was passed tells no time of what was never tried", () => {
    const attempt = attemptAt("mqtt://192.0.2.1");
    attempt.giveUp("untried");
    assert.deepEqual(attempt.report.steps, [
      { layer: "network", state: "untried" },
      { layer: "mqtt", state: "untried" },
    ] satisfies TrialStep[]);
  });
});
