import assert from "node:assert/strict";
import type { ErrorCode } from "../../../nodes/lib/errors";
import { ConnectorBench } from "./connector-bench";
import type { FakeLink } from "./fake-link";

const A = "mqtt://a:1883";

describe("a connector", () => {
  it("connects when it is opened, once, and says so before its state does", () => {
    const bench = new ConnectorBench({ uri: "mqtt://a" });
    assert.deepEqual(bench.log, []);
    bench.connector.open();
    bench.connector.open();
    assert.deepEqual(bench.takeLog(), [`connecting ${A}`]);
    bench.network.last.accept();
    bench.connector.open();
    assert.deepEqual(bench.takeLog(), ["+", "connected"]);
    assert.deepEqual(bench.network.dialled, [`${A} v5`]);
  });

  it("tells what the broker said in its CONNACK", () => {
    const bench = new ConnectorBench({ uri: "mqtts://a" });
    bench.connector.open();
    const properties = { receiveMaximum: 5, assignedClientIdentifier: "assigned" };
    bench.network.last.accept({ sessionPresent: true, properties });
    const state = bench.states.at(-1);
    assert.ok(state?.name === "connected");
    const { address, protocolVersion, clientId, sessionPresent, verified, limits } = state.session;
    assert.deepEqual(
      { address, protocolVersion, clientId, sessionPresent, verified },
      {
        address: "mqtts://a:8883",
        protocolVersion: 5,
        clientId: "assigned",
        sessionPresent: true,
        verified: true,
      },
    );
    assert.equal(limits.receiveMaximum, 5);
  });

  it("waits after a failure, then tries again, and shows the cause until the broker accepts", () => {
    const bench = new ConnectorBench({ uri: "mqtt://a", reconnectMin: 2 });
    bench.connector.open();
    bench.network.last.close("connection-refused", "not up");
    assert.deepEqual(bench.takeLog(), [`connecting ${A}`, "waiting 1 1000 (connection-refused)"]);
    bench.clock.advance(999);
    assert.deepEqual(bench.takeLog(), []);
    bench.clock.advance(1);
    assert.deepEqual(bench.takeLog(), [`connecting ${A} (connection-refused)`]);
    bench.network.last.close("bad-credentials");
    assert.deepEqual(bench.takeLog(), ["refused 2 2000 (bad-credentials)"]);
    bench.clock.advance(2_000);
    bench.network.last.accept();
    assert.deepEqual(bench.takeLog(), [`connecting ${A} (bad-credentials)`, "+", "connected"]);
  });

  it("reports a lost connection once, and comes back", () => {
    const bench = new ConnectorBench({ uri: "mqtt://a" });
    bench.connector.open();
    bench.network.last.accept();
    bench.takeLog();
    bench.network.last.close("session-taken-over");
    assert.deepEqual(bench.takeLog(), ["-", "waiting 1 500 (session-taken-over)"]);
    bench.clock.advance(500);
    bench.network.last.accept();
    assert.deepEqual(bench.takeLog(), [`connecting ${A} (session-taken-over)`, "+", "connected"]);
  });

  it("takes a link that can't even be opened for a failed attempt", () => {
    const bench = new ConnectorBench({ uri: "mqtts://a" });
    bench.network.failure = Object.assign(new Error("bad key"), { code: "ERR_SSL_NO_START_LINE" });
    bench.connector.open();
    assert.deepEqual(bench.takeLog(), ["connecting mqtts://a:8883", "waiting 1 500 (tls-failed)"]);
    bench.network.failure = undefined;
    bench.clock.advance(500);
    bench.network.last.accept();
    assert.deepEqual(bench.takeLog().at(-1), "connected");
  });

  it("hands the same memory of what the broker began to send in a session to every link", () => {
    const bench = new ConnectorBench();
    bench.connector.open();
    bench.network.last.close();
    bench.clock.advance(60_000);
    assert.equal(bench.network.links.length, 2);
    assert.equal(bench.network.links[0]?.incoming, bench.network.links[1]?.incoming);
  });

  it("starts to wait a short time again after a session that lasted", () => {
    const bench = new ConnectorBench({ uri: "mqtt://a" });
    bench.connector.open();
    for (const [lasted, expected] of [
      [10_000, "waiting 1 500"],
      [0, "waiting 2 1000"],
      [10_000, "waiting 1 500"],
    ] as const) {
      bench.network.last.accept();
      bench.clock.advance(lasted);
      bench.takeLog();
      bench.network.last.close("keepalive-timeout");
      assert.deepEqual(bench.takeLog(), ["-", `${expected} (keepalive-timeout)`]);
      bench.clock.advance(1_000);
    }
  });
});

describe("what a link says of messages that it sends", () => {
  it("is passed on while the link is the present one", () => {
    const bench = new ConnectorBench({ uri: "mqtt://a" });
    bench.connector.open();
    bench.network.last.accept();
    bench.takeLog();
    report(bench.network.last);
    assert.deepEqual(bench.takeLog(), ["received 7", "acknowledged 7", "writable"]);
  });

  it("isn't any more when the next one is dialled: packet identifiers may be in use again", () => {
    const bench = new ConnectorBench({ uri: "mqtt://a" });
    bench.connector.open();
    bench.network.last.accept();
    const gone = bench.network.last;
    gone.close();
    bench.clock.advance(500);
    bench.network.last.accept();
    bench.takeLog();
    report(gone);
    assert.deepEqual(bench.takeLog(), []);
  });

  function report(link: FakeLink): void {
    link.publishReceived(7);
    link.acknowledge(7);
    link.drain();
  }
});

describe("a connector that is told to connect now", () => {
  it("starts where it hasn't", () => {
    const bench = new ConnectorBench({ uri: "mqtt://a" });
    bench.connector.openNow();
    assert.deepEqual(bench.takeLog(), [`connecting ${A}`]);
  });

  it("doesn't wait for the next attempt, and makes none besides", () => {
    for (const code of ["connection-refused", "bad-credentials"] as const) {
      const bench = new ConnectorBench({ uri: "mqtt://a" });
      bench.connector.open();
      bench.network.last.close(code, "not up");
      bench.takeLog();
      bench.connector.open();
      assert.deepEqual(bench.takeLog(), []);
      bench.connector.openNow();
      assert.deepEqual(bench.takeLog(), [`connecting ${A} (${code})`]);
      assert.equal(bench.clock.pending, 0);
      bench.connector.openNow();
      bench.clock.advance(60_000);
      assert.deepEqual(bench.takeLog(), []);
    }
  });

  it("leaves a connection alone, and one that closes", () => {
    const bench = new ConnectorBench({ uri: "mqtt://a" });
    bench.connector.open();
    bench.network.last.accept();
    bench.connector.openNow();
    bench.connector.close(() => undefined);
    bench.connector.openNow();
    assert.equal(bench.network.links.length, 1);
  });
});

describe("a connector that is told to hold what it receives", () => {
  it("holds its link until it is released, and the next one too", () => {
    const bench = new ConnectorBench();
    bench.connector.hold();
    bench.connector.open();
    assert.deepEqual(bench.network.last.asked, ["pause"]);
    bench.network.last.close("connection-refused", "not up");
    bench.clock.advance(60_000);
    assert.deepEqual(bench.network.last.asked, ["pause"]);
    bench.connector.release();
    assert.deepEqual(bench.network.last.asked, ["pause", "resume"]);
    bench.network.last.close("connection-refused", "not up");
    bench.clock.advance(60_000);
    assert.deepEqual(bench.network.last.asked, []);
  });

  it("may be told so without a link", () => {
    const bench = new ConnectorBench();
    bench.connector.hold();
    bench.connector.release();
    bench.connector.open();
    assert.deepEqual(bench.network.last.asked, []);
  });
});

describe("a broker's refusal", () => {
  const refusals = [
    "bad-credentials",
    "banned",
    "client-id-refused",
    "connect-refused",
    "not-authorised",
    "quota-exceeded",
    "server-unavailable",
  ] as const;
  for (const code of refusals) {
    it(`is ${code}: it answered, and its answer was no`, () => {
      assert.equal(stateAfter(code), "refused");
    });
  }

  it("is protocol-unsupported where no other version may be tried", () => {
    assert.equal(stateAfter("protocol-unsupported", { protocolVersion: "5" }), "refused");
  });

  it("is none of what happens before CONNACK or after it", () => {
    for (const code of ["connection-refused", "connack-timeout", "websocket-refused", "tls-failed"] as const) {
      assert.equal(stateAfter(code), "waiting");
    }
  });

  function stateAfter(code: ErrorCode, saved: object = {}): string | undefined {
    const bench = new ConnectorBench(saved);
    bench.connector.open();
    bench.network.last.close(code, "not up");
    return bench.states.at(-1)?.name;
  }
});

describe("a connector with several brokers", () => {
  const uri = "mqtt://a,mqtt://b,mqtt://c";

  it("tries them in order, waits when none accepts, and starts with the first again", () => {
    const bench = new ConnectorBench({ uri });
    bench.connector.open();
    for (const code of ["host-not-found", "connection-refused", "bad-credentials"] as const)
      bench.network.last.close(code, "not up");
    assert.deepEqual(bench.takeLog(), [
      `connecting ${A}`,
      "connecting mqtt://b:1883 (host-not-found)",
      "connecting mqtt://c:1883 (connection-refused)",
      "refused 1 500 (bad-credentials)",
    ]);
    bench.clock.advance(500);
    assert.deepEqual(bench.takeLog(), [`connecting ${A} (bad-credentials)`]);
  });

  it("stays with the one that accepts, and starts with the first after a loss", () => {
    const bench = new ConnectorBench({ uri });
    bench.connector.open();
    bench.network.last.close("connection-refused", "not up");
    bench.network.last.accept();
    bench.network.last.close();
    assert.equal(bench.network.links.length, 2);
    bench.clock.advance(500);
    assert.equal(bench.network.last.settings.address, A);
  });

  it("goes on to the next where a link can't be opened", () => {
    const bench = new ConnectorBench({ uri });
    bench.network.failure = new Error("bad header");
    bench.connector.open();
    assert.deepEqual(bench.takeLog().slice(-2), [
      "connecting mqtt://c:1883 (connection-failed)",
      "waiting 1 500 (connection-failed)",
    ]);
  });

  it("chooses the protocol version for each by itself", () => {
    const bench = new ConnectorBench({ uri: "mqtt://a,mqtt://b" });
    bench.connector.open();
    bench.network.last.close("protocol-unsupported");
    bench.network.last.close("connection-refused", "not up");
    bench.network.last.close("connection-refused", "not up");
    assert.deepEqual(bench.network.dialled, [`${A} v5`, `${A} v4`, "mqtt://b:1883 v5"]);
  });
});

describe("a connector with a broker that doesn't know MQTT 5", () => {
  it("tries 3.1.1 at once, and stays with it", () => {
    const bench = new ConnectorBench({ uri: "mqtt://a" });
    bench.connector.open();
    bench.network.last.close("protocol-unsupported");
    assert.deepEqual(bench.takeLog(), [`connecting ${A}`, `connecting ${A}`]);
    bench.network.last.accept();
    bench.network.last.close();
    bench.clock.advance(500);
    assert.deepEqual(bench.network.dialled, [`${A} v5`, `${A} v4`, `${A} v4`]);
  });

  it("tries 3.1.1 after it has closed twice without a word", () => {
    const bench = new ConnectorBench({ uri: "mqtt://a" });
    bench.connector.open();
    bench.network.last.close();
    bench.clock.advance(500);
    bench.network.last.close();
    assert.deepEqual(bench.network.dialled, [`${A} v5`, `${A} v5`, `${A} v4`]);
  });

  it("doesn't count a close before a session that it has had since", () => {
    const bench = new ConnectorBench({ uri: "mqtt://a" });
    bench.connector.open();
    for (let times = 0; times < 3; times += 1) {
      bench.network.last.close();
      bench.clock.advance(60_000);
      bench.network.last.accept();
      bench.network.last.close("keepalive-timeout");
      bench.clock.advance(60_000);
    }
    assert.deepEqual(new Set(bench.network.dialled), new Set([`${A} v5`]));
  });

  it("doesn't take a port that closes at once for such a broker", () => {
    const bench = new ConnectorBench({ uri: "mqtt://a" });
    bench.connector.open();
    for (let times = 0; times < 4; times += 1) {
      bench.network.last.close("connection-lost", "not up");
      bench.clock.advance(60_000);
    }
    assert.deepEqual(new Set(bench.network.dialled), new Set([`${A} v5`]));
  });

  it("doesn't take a lost session for a close before CONNACK", () => {
    const bench = new ConnectorBench({ uri: "mqtt://a" });
    bench.connector.open();
    for (let times = 0; times < 3; times += 1) {
      bench.network.last.accept();
      bench.network.last.close();
      bench.clock.advance(60_000);
    }
    assert.deepEqual(new Set(bench.network.dialled), new Set([`${A} v5`]));
  });

  it("is asked for the version that the user has set, and no other", () => {
    const bench = new ConnectorBench({ uri: "mqtt://a", protocolVersion: "3" });
    bench.connector.open();
    bench.network.last.close("protocol-unsupported");
    bench.clock.advance(60_000);
    assert.deepEqual(bench.network.dialled, [`${A} v3`, `${A} v3`]);
  });
});
