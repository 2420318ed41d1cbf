import assert from "node:assert/strict";
import type { Problem } from "../../../../nodes/lib/admin-api/problem";
import type { TrialAttempt, TrialReport, TrialStep } from "../../../../nodes/lib/admin-api/trial-report";
import { cancelledLines, trialLines, type TrialLines } from "../../../../nodes/lib/editor/broker/trial-lines";
import { english } from "./english";

const ADDRESS = "mqtts://broker.lan:8883";
const OTHER = "mqtt://192.168.1.9:1883";

const CERTIFICATE = { subject: "broker.lan", issuer: "Home CA", validTo: "2027-03-01", isVerified: true };

const NAME: TrialStep = { layer: "name", state: "passed", milliseconds: 4, addresses: ["192.168.1.20", "fd00::20"] };
const NETWORK: TrialStep = { layer: "network", state: "passed", milliseconds: 2 };
const TLS: TrialStep = { layer: "tls", state: "passed", milliseconds: 1_240, certificate: CERTIFICATE };
const LOGIN: TrialStep = { layer: "mqtt", state: "passed", milliseconds: 9 };

describe("the lines of a trial", () => {
  it("say what was found at each layer, and how long it took", () => {
    const { attempts } = linesOf(attempt(ADDRESS, NAME, NETWORK, TLS, LOGIN));
    assert.deepEqual(layersOf({ attempts, notes: [] }), [
      "passed Name: broker.lan is 192.168.1.20, fd00::20 (4 ms)",
      "passed Network: port 8883 answers (2 ms)",
      "passed Encryption: certificate of broker.lan, issued by Home CA, valid to 2027-03-01 (1,240 ms)",
      "passed Login: accepted with MQTT 5 (9 ms)",
    ]);
    assert.equal(attempts[0]?.heading, "", "there is but one address");
  });

  it("say so of layers without news: a proxy, a WebSocket, an encryption without a certificate", () => {
    const steps = (["proxy", "tls", "websocket"] as const).map((layer): TrialStep => ({ layer, state: "passed" }));
    assert.deepEqual(layersOf(linesOf(attempt("wss://broker.lan:443/mqtt", ...steps))), [
      "passed Proxy: opened the way to the broker ()",
      "passed Encryption: encrypted ()",
      "passed WebSocket: accepted ()",
    ]);
  });

  it("say that a certificate isn't verified", () => {
    const unverified = { ...TLS, certificate: { ...CERTIFICATE, isVerified: false } };
    const [layer] = layersOf(linesOf(attempt(ADDRESS, unverified)));
    assert.match(layer ?? "", /^passed Encryption: not verified: certificate of broker\.lan/);
  });

  it("have nothing to say of what is to come, and of what wasn't tried", () => {
    const steps: TrialStep[] = [
      { layer: "network", state: "under way" },
      { layer: "tls", state: "waiting" },
      { layer: "mqtt", state: "untried" },
    ];
    assert.deepEqual(layersOf(linesOf(attempt(ADDRESS, ...steps))), [
      "under way Network:  ()",
      "waiting Encryption:  ()",
      "untried Login: not tried ()",
    ]);
  });

  it("explain a failure: the layer, the certificate, what to do, and where", () => {
    const values = { address: ADDRESS, issuer: "Home CA" };
    const problem = { code: "certificate-untrusted", values } as const;
    const failed: TrialStep = { ...TLS, state: "failed", problem };
    const lines = linesOf(attempt(ADDRESS, NETWORK, failed, { layer: "mqtt", state: "untried" }));
    assert.equal(
      layersOf(lines)[1],
      "failed Encryption: certificate not trusted: certificate of broker.lan, issued by Home CA, valid to 2027-03-01 (1,240 ms)",
    );
    const [note] = lines.attempts[0]?.notes ?? [];
    assert.equal(note?.level, "error");
    assert.match(note.text, /issued by Home CA, which is no authority .*\nUnder Encryption add the certificate/);
    assert.equal(note.place, "tls");
  });

  it("mark the layer where its time was over", () => {
    const steps: TrialStep[] = [{ layer: "mqtt", state: "failed", milliseconds: 9_990 }];
    const problem = { code: "trial-timeout", values: { seconds: 10 } } as const;
    const lines = trialLines({ isOver: true, attempts: [attempt(ADDRESS, ...steps)], problem }, english);
    assert.deepEqual(layersOf(lines), ["failed Login: test given up (9,990 ms)"]);
    assert.match(lines.notes[0]?.text ?? "", /^The test was given up after 10 seconds\.\n/);
  });

  it("say why nothing could be tried", () => {
    const problem = { code: "uri-no-host", values: { column: 8 } } as const;
    const lines = trialLines({ isOver: true, attempts: [], problem }, english);
    assert.deepEqual(lines, {
      attempts: [],
      notes: [{ level: "error", text: "The host is missing after :// (column 8).", place: "uri" }],
    });
  });

  it("show of several tries at an address the last, where the first was", () => {
    const lost: TrialStep = { ...LOGIN, state: "failed", problem: problemAt("connection-lost") };
    const bad: TrialStep = { ...LOGIN, state: "failed", problem: problemAt("bad-credentials") };
    const lines = linesOf(
      attempt(ADDRESS, lost),
      attempt(OTHER, lost),
      { ...attempt(ADDRESS, bad), version: 4 },
      { ...attempt(OTHER, LOGIN), version: 4 },
    );
    assert.deepEqual(headingsOf(lines), [ADDRESS, OTHER]);
    assert.deepEqual(layersOf(lines), [
      "failed Login: bad user name or password (9 ms)",
      "passed Login: accepted with MQTT 3.1.1 (9 ms)",
    ]);
    assert.equal(lines.attempts[0]?.notes.length, 1, "the first try's cause is no news");
    assert.deepEqual(lines.attempts[1]?.notes, []);
  });

  it("stop where a trial is cancelled", () => {
    const steps: TrialStep[] = [NETWORK, { layer: "tls", state: "under way" }, { layer: "mqtt", state: "waiting" }];
    const lines = cancelledLines({ isOver: false, attempts: [attempt(ADDRESS, ...steps)] }, english);
    assert.deepEqual(layersOf(lines).slice(1), ["untried Encryption: not tried ()", "untried Login: not tried ()"]);
    assert.deepEqual(lines.notes, [{ level: "info", text: "The test was cancelled." }]);
  });

  it("end with what the broker allows, and what to think of", () => {
    const warnings = ["password-unencrypted", "older-version"] as const;
    const report = { isOver: true, attempts: [attempt(OTHER, LOGIN)], session: { ...SESSION, warnings } };
    const [success, ...others] = trialLines(report, english).notes;
    assert.equal(success?.level, "ok");
    assert.match(success.text, /^Connected with MQTT 5\. The broker allows QoS 2, /);
    assert.deepEqual(
      others.map(({ level, place }) => [level, place]),
      [
        ["warning", "uri"],
        ["warning", undefined],
      ],
    );
  });

  it("name the one of several addresses that took us", () => {
    const refused: TrialStep = { ...NETWORK, state: "failed", problem: problemAt("connection-refused") };
    const attempts = [attempt(ADDRESS, refused), attempt(OTHER, LOGIN)];
    const lines = trialLines({ isOver: true, attempts, session: SESSION }, english);
    assert.match(lines.notes[0]?.text ?? "", /^Connected to mqtt:\/\/192\.168\.1\.9:1883 with MQTT 5\./);
  });
});

const SESSION: NonNullable<TrialReport["session"]> = {
  address: OTHER,
  version: 5,
  maximumQos: 2,
  retain: true,
  wildcards: true,
  sharedSubscriptions: true,
  subscriptionIdentifiers: true,
  warnings: [],
};

function attempt(address: string, ...steps: TrialStep[]): TrialAttempt {
  return { address, version: 5, steps };
}

function problemAt(code: "connection-lost" | "connection-refused" | "bad-credentials"): Problem {
  return { code, values: { address: ADDRESS, words: "" } };
}

function linesOf(...attempts: TrialAttempt[]): TrialLines {
  return trialLines({ isOver: false, attempts }, english);
}

function layersOf({ attempts }: TrialLines): string[] {
  const layers = attempts.flatMap(({ layers }) => layers);
  return layers.map(({ state, name, found, time }) => `${state} ${name}: ${found} (${time})`);
}

function headingsOf({ attempts }: TrialLines): string[] {
  return attempts.map(({ heading }) => heading);
}
