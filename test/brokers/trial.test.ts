import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { TrialReport, TrialStep } from "../../nodes/lib/admin-api/trial-report";
import type { ConnectionSecrets } from "../../nodes/lib/connection/settings/connection-settings";
import { inShort, RealTrial } from "../lib/trial/trial-bench";
import { startAedes } from "../support/aedes-broker";
import { certificates, opensslMissing, type Certificates, type KeyPair } from "../support/certificates";
import { freePort } from "../support/free-port";
import { refusingWith, startHttpProxy, type HttpProxyOptions } from "../support/http-proxy";
import { Leftovers } from "../support/leftovers";
import { ManualClock } from "../support/manual-clock";
import { mosquittoMissing, startMosquitto, type Mosquitto } from "../support/mosquitto";
import { useNameService } from "../support/name-service";
import { needs } from "../support/needs";
import { useProxyEnvironment } from "../support/proxy-environment";
import { startPeer } from "../support/scripted-peer";
import { startSilence } from "../support/silence";
import { startWebSocketBroker } from "../support/websocket-broker";

/** Tries a broker. The report holds no secret, and nothing is left open. */
async function tried(saved: object, secrets: Partial<ConnectionSecrets> = {}): Promise<TrialReport> {
  const leftovers = new Leftovers();
  const report = await new RealTrial(saved, { username: "alice", password: "s3cret", ...secrets }).ended;
  assert.deepEqual(await leftovers.remaining(), []);
  assert.equal(report.isOver, true);
  assert.ok(!JSON.stringify(report).includes("s3cret"));
  return report;
}

function attempts(report: TrialReport): string[] {
  return report.attempts.map(inShort);
}

function step(report: TrialReport, layer: TrialStep["layer"]): TrialStep | undefined {
  return report.attempts[0]?.steps.find((other) => other.layer === layer);
}

describe("a trial of mosquitto", () => {
  needs(mosquittoMissing());
  needs(opensslMissing());
  const environment = useProxyEnvironment();
  let files: Certificates;
  let broker: Mosquitto;
  /** Of its listeners: for each certificate one, for clients that have one, and for WebSockets. */
  const ports: Record<string, number> = {};
  const shown = ["server", "expired", "otherHost"] as const;
  before(async () => {
    files = await certificates();
    for (const name of [...shown, "client", "ws", "wss"]) ports[name] = await freePort();
    const secure = ({ certificate, key }: KeyPair): string[] => [`certfile ${certificate}`, `keyfile ${key}`];
    const listener = (name: string): string => `listener ${ports[name] ?? 0} 127.0.0.1`;
    const lines = [
      ...shown.flatMap((name) => [listener(name), ...secure(files[name])]),
      ...[listener("client"), ...secure(files.server), `cafile ${files.ca}`, "require_certificate true"],
      ...[listener("ws"), "protocol websockets"],
      ...[listener("wss"), "protocol websockets", ...secure(files.server)],
    ];
    broker = await startMosquitto({ users: { alice: "s3cret" }, lines });
  });
  after(() => broker.stop());

  const trust = (): Partial<ConnectionSecrets> => ({ tls: { ca: readFileSync(files.ca) } });

  it("passes each layer, learns what the broker allows, and goes with a DISCONNECT", async () => {
    const report = await tried({ uri: `mqtt://localhost:${broker.port}` });
    assert.deepEqual(attempts(report), ["v5: name passed, network passed, mqtt passed"]);
    assert.ok(step(report, "name")?.addresses?.includes("127.0.0.1"));
    const { address, version, maximumQos, receiveMaximum, warnings } = report.session ?? {};
    assert.deepEqual(
      { address, version, maximumQos, receiveMaximum, warnings },
      {
        address: `mqtt://localhost:${broker.port}`,
        version: 5,
        maximumQos: 2,
        receiveMaximum: 20,
        warnings: [],
      },
    );
    await broker.log.next((line) => line.endsWith("Received DISCONNECT from trial-1"));
  });

  it("says in which words the broker refuses a login, and repeats no address's password", async () => {
    const report = await tried({ uri: `mqtt://bob:s3cret@127.0.0.1:${broker.port}` });
    assert.deepEqual(attempts(report), ["v5: network passed, mqtt failed (not-authorised)"]);
    assert.equal(report.session, undefined);
    assert.equal(report.attempts[0]?.address, `mqtt://127.0.0.1:${broker.port}`);
  });

  for (const scheme of ["mqtts", "wss"] as const) {
    it(`shows the certificate of a server that is trusted: ${scheme}`, async () => {
      const port = ports[scheme === "wss" ? "wss" : "server"];
      const report = await tried({ uri: `${scheme}://127.0.0.1:${port}` }, trust());
      const webSocket = scheme === "wss" ? "websocket passed, " : "";
      assert.deepEqual(attempts(report), [`v5: network passed, tls passed, ${webSocket}mqtt passed`]);
      const { subject, issuer, isVerified } = step(report, "tls")?.certificate ?? {};
      assert.deepEqual([subject, issuer, isVerified], ["localhost", "Test CA", true]);
      assert.deepEqual(report.session?.warnings, []);
    });

    it(`shows one that isn't trusted: ${scheme}`, async () => {
      const port = ports[scheme === "wss" ? "wss" : "server"];
      const report = await tried({ uri: `${scheme}://127.0.0.1:${port}` });
      const webSocket = scheme === "wss" ? "websocket untried, " : "";
      const expected = `v5: network passed, tls failed (certificate-untrusted), ${webSocket}mqtt untried`;
      assert.deepEqual(attempts(report), [expected]);
      assert.equal(step(report, "tls")?.certificate?.issuer, "Test CA");
    });
  }

  for (const [listener, code, subject] of [
    ["expired", "certificate-expired", "localhost"],
    ["otherHost", "certificate-wrong-host", "broker.example"],
    ["client", "client-certificate-required", "localhost"],
  ] as const) {
    it(`puts it on the encryption, and shows the certificate: ${code}`, async () => {
      const report = await tried({ uri: `mqtts://127.0.0.1:${ports[listener]}` }, trust());
      assert.deepEqual(attempts(report), [`v5: network passed, tls failed (${code}), mqtt untried`]);
      assert.equal(step(report, "tls")?.certificate?.subject, subject);
    });
  }

  it("warns of a server that isn't verified", async () => {
    const report = await tried({ uri: `mqtts://127.0.0.1:${ports["expired"]}`, verifyServer: false });
    assert.deepEqual(attempts(report), ["v5: network passed, tls passed, mqtt passed"]);
    assert.equal(step(report, "tls")?.certificate?.isVerified, false);
    assert.deepEqual(report.session?.warnings, ["server-not-verified"]);
  });

  it("says that there is no TLS where it was asked for", async () => {
    const report = await tried({ uri: `mqtts://127.0.0.1:${broker.port}` });
    assert.deepEqual(attempts(report), ["v5: network passed, tls failed (tls-not-spoken), mqtt untried"]);
  });

  it("opens a WebSocket", async () => {
    const report = await tried({ uri: `ws://127.0.0.1:${ports["ws"]}/mqtt` });
    assert.deepEqual(attempts(report), ["v5: network passed, websocket passed, mqtt passed"]);
  });

  it("goes on to the next of several brokers", async () => {
    const uri = `mqtt://127.0.0.1:${await freePort()},mqtt://127.0.0.1:${broker.port}`;
    const report = await tried({ uri });
    assert.deepEqual(attempts(report), [
      "v5: network failed (connection-refused), mqtt untried",
      "v5: network passed, mqtt passed",
    ]);
    assert.equal(report.session?.address, `mqtt://127.0.0.1:${broker.port}`);
  });

  describe("through a proxy", () => {
    async function proxied(options: HttpProxyOptions, uri: string): Promise<TrialReport> {
      const proxy = await startHttpProxy(options);
      environment({ all_proxy: `http://joe:s3cret@${proxy.name}` });
      const report = await tried({ uri }, trust());
      await proxy.stop();
      return report;
    }

    it("asks the proxy for name and network, and warns of a password that can be read on the way", async () => {
      const report = await proxied({ leadsTo: broker.port }, "mqtt://broker.example");
      assert.deepEqual(attempts(report), ["v5: proxy passed, mqtt passed"]);
      assert.deepEqual(report.session?.warnings, ["password-unencrypted"]);
    });

    it("passes TLS and the WebSocket inside the tunnel", async () => {
      const report = await proxied({ leadsTo: ports["otherHost"] ?? 0 }, "mqtts://broker.example");
      assert.deepEqual(attempts(report), ["v5: proxy passed, tls passed, mqtt passed"]);
      assert.equal(step(report, "tls")?.certificate?.subject, "broker.example");
      const other = await proxied({ leadsTo: ports["ws"] ?? 0 }, "ws://broker.example/mqtt");
      assert.deepEqual(attempts(other), ["v5: proxy passed, websocket passed, mqtt passed"]);
    });

    it("says what the proxy refuses", async () => {
      const report = await proxied({ answer: refusingWith(403) }, "mqtts://broker.example");
      assert.deepEqual(attempts(report), ["v5: proxy failed (proxy-refused), tls untried, mqtt untried"]);
    });

    it("says that the proxy itself can't be used, before anything is dialled", async () => {
      environment({ all_proxy: "socks5://joe:s3cret@127.0.0.1:1" });
      const report = await tried({ uri: "mqtt://broker.example" });
      assert.deepEqual(attempts(report), ["v5: proxy failed (proxy-unsupported), mqtt untried"]);
    });
  });
});

describe("a trial of what is no such broker", () => {
  useProxyEnvironment();
  const names = useNameService();

  it("says that nobody knows the name", async () => {
    names.answer("broker.example", "ENOTFOUND");
    const report = await tried({ uri: "mqtts://broker.example" });
    const expected = "v5: name failed (host-not-found), network untried, tls untried, mqtt untried";
    assert.deepEqual(attempts(report), [expected]);
  });

  it("shows all addresses of a name where none answers", async () => {
    names.answer("broker.example", ["127.0.0.1", "127.0.0.2"]);
    const report = await tried({ uri: `mqtt://broker.example:${await freePort()}` });
    assert.deepEqual(attempts(report), ["v5: name passed, network failed (connection-refused), mqtt untried"]);
    assert.deepEqual(step(report, "name")?.addresses, ["127.0.0.1", "127.0.0.2"]);
  });

  it("falls back to MQTT 3.1.1 where the broker knows no other, and warns of that", async () => {
    const broker = await startAedes();
    const report = await tried({ uri: broker.uri });
    assert.match(attempts(report)[0] ?? "", /^v5: network passed, mqtt failed/);
    assert.equal(attempts(report).at(-1), "v4: network passed, mqtt passed");
    assert.deepEqual(report.session?.warnings, ["older-version"]);
    await broker.stop();
  });

  it("tries MQTT 3.1.1 after two closes without a word, and is over after a third", async () => {
    const peer = await startPeer((_packet, connection) => connection.close());
    assert.deepEqual(attempts(await tried({ uri: peer.uri })), [
      "v5: network passed, mqtt failed (connection-lost)",
      "v5: network passed, mqtt failed (connection-lost)",
      "v4: network passed, mqtt failed (connection-lost)",
    ]);
    await peer.stop();
  });

  it("says that the WebSocket is refused", async () => {
    const broker = await startWebSocketBroker(() => 403);
    const report = await tried({ uri: `ws://127.0.0.1:${broker.port}/mqtt?token=s3cret` });
    assert.deepEqual(attempts(report), ["v5: network passed, websocket failed (websocket-refused), mqtt untried"]);
    await broker.stop();
  });

  it("says at which layer a peer fell silent", async () => {
    const silence = await startSilence();
    const dial = (scheme: string): Promise<TrialReport> =>
      tried({ uri: `${scheme}://127.0.0.1:${silence.port}`, connectTimeout: 1 });
    const reports = await Promise.all(["mqtt", "mqtts", "ws", "wss"].map(dial));
    assert.deepEqual(reports.flatMap(attempts), [
      "v5: network passed, mqtt failed (connack-timeout)",
      "v5: network passed, tls failed (connect-timeout), mqtt untried",
      "v5: network passed, websocket failed (connect-timeout), mqtt untried",
      "v5: network passed, tls failed (connect-timeout), websocket untried, mqtt untried",
    ]);
    await silence.stop();
  });

  for (const [scheme, stuck] of [
    ["mqtt", "mqtt"],
    ["mqtts", "tls"],
    ["ws", "websocket"],
  ] as const) {
    it(`leaves nothing open when its time is over, or it is ended: ${scheme}`, async () => {
      const silence = await startSilence();
      const leftovers = new Leftovers();
      const clock = new ManualClock();
      const begin = async (): Promise<RealTrial> => {
        const begun = new RealTrial({ uri: `${scheme}://127.0.0.1:${silence.port}` }, {}, clock);
        clock.advance(0);
        await silence.heard.next();
        return begun;
      };
      const late = await begin();
      assert.equal(late.trial.report.isOver, false);
      clock.advance(10_000);
      const report = await late.ended;
      assert.equal(step(report, stuck)?.state, "failed");
      assert.deepEqual(report.problem, { code: "trial-timeout", values: { seconds: 10 } });
      const ended = await begin();
      ended.trial.end();
      assert.equal(step(await ended.ended, stuck)?.state, "untried");
      assert.deepEqual(await leftovers.remaining(), []);
      assert.equal(clock.pending, 0);
      await silence.stop();
    });
  }
});
