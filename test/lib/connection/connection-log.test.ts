import assert from "node:assert/strict";
import { ConnectionLog } from "../../../nodes/lib/connection/connection-log";
import type { ConnectionState } from "../../../nodes/lib/connection/state";
import { MqttNodeError, type ErrorCode } from "../../../nodes/lib/errors";
import { session, translate } from "../texts";

const WHO = { address: "mqtt://h:1883", clientId: "c" };

describe("the log of a connection", () => {
  it("names the broker, the client id and the version once it is connected", () => {
    for (const [protocolVersion, version] of [
      [3, "3.1"],
      [4, "3.1.1"],
      [5, "5"],
    ] as const) {
      const { log, lines } = logging();
      log.stateChanged({ name: "connected", session: session({ protocolVersion }) });
      assert.deepEqual(lines, [`log log.connected ${JSON.stringify({ ...WHO, version })}`]);
    }
  });

  it("warns with each connect that a server isn't verified", () => {
    const { log, lines } = logging();
    for (let times = 0; times < 2; times += 1) {
      log.stateChanged({ name: "connected", session: session({ verified: false }) });
    }
    const warning = 'warn log.not-verified {"address":"mqtt://h:1883"}';
    assert.deepEqual(
      lines.filter((line) => line.startsWith("warn")),
      [warning, warning],
    );
    log.stateChanged({ name: "connected", session: session({ verified: true }) });
    assert.equal(lines.length, 5);
  });

  it("names a cause once, not once per attempt", () => {
    const { log, lines } = logging();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      log.stateChanged({ name: "connecting", address: "mqtt://h:1883", cause: undefined });
      log.stateChanged(waiting("connection-refused"));
    }
    assert.deepEqual(lines, ['warn errors.connection-refused {"address":"mqtt://h:1883"}']);
  });

  it("names why each of several brokers isn't used, once", () => {
    const { log, lines } = logging();
    for (let round = 0; round < 2; round += 1) {
      const first = new MqttNodeError("bad-credentials", { address: "mqtt://a:1883" });
      log.stateChanged({ name: "connecting", address: "mqtt://h:1883", cause: first });
      log.stateChanged(waiting("connection-refused"));
    }
    assert.deepEqual(lines, [
      'warn errors.bad-credentials {"address":"mqtt://a:1883"}',
      'warn errors.connection-refused {"address":"mqtt://h:1883"}',
    ]);
  });

  it("takes another status or reason code for another cause, and other words for the same", () => {
    const { log, lines } = logging();
    const causes = [
      new MqttNodeError("websocket-refused", { address: "ws://h:80", status: 502 }),
      new MqttNodeError("websocket-refused", { address: "ws://h:80", status: 401 }),
      ...["one", "two"].map((reason) => refusal(131, reason)),
      refusal(156, "two"),
    ];
    for (const cause of causes) log.stateChanged({ name: "refused", attempt: 1, delay: 500, cause });
    assert.equal(lines.length, 4);
  });

  function refusal(reasonCode: number, reason: string): MqttNodeError {
    return new MqttNodeError("connect-refused", { address: "mqtt://h:1883", reason }, { reasonCode });
  }

  it("names another cause, and the first again after it", () => {
    const { log, lines } = logging();
    for (const code of ["connection-refused", "bad-credentials", "connection-refused"] as const)
      log.stateChanged(waiting(code));
    assert.equal(lines.length, 3);
  });

  it("names the same cause again after a session, and after it was closed", () => {
    const { log, lines } = logging();
    log.stateChanged(waiting("connection-lost"));
    log.stateChanged({ name: "connected", session: session() });
    log.stateChanged(waiting("connection-lost"));
    log.stateChanged({ name: "closed" });
    log.stateChanged(waiting("connection-lost"));
    assert.equal(lines.filter((line) => line.startsWith("warn errors.connection-lost")).length, 3);
  });

  it("tells the end of a connection that there was, once", () => {
    const { log, lines } = logging();
    log.stateChanged({ name: "closed" });
    assert.deepEqual(lines, []);
    log.stateChanged({ name: "connected", session: session() });
    log.stateChanged({ name: "closing" });
    log.stateChanged({ name: "closed" });
    log.stateChanged({ name: "closed" });
    assert.deepEqual(lines.slice(1), ["log log.disconnected"]);
  });

  it("tells in a line what the broker doesn't allow, and nothing of one that allows everything", () => {
    const { limits } = session();
    const { log, lines } = logging();
    log.stateChanged({
      name: "connected",
      session: session({
        limits: {
          ...limits,
          maximumQos: 1,
          retainAvailable: false,
          wildcards: false,
          sharedSubscriptions: false,
          maximumPacketSize: 100,
        },
      }),
    });
    const all = [
      'log.limit-qos {"qos":1}',
      "log.limit-retain",
      "log.limit-wildcards",
      "log.limit-shared",
      'log.limit-packet {"bytes":100}',
    ].join(", ");
    assert.deepEqual(lines.slice(1), [`log log.limits ${JSON.stringify({ limits: all })}`]);
    for (const [only, text] of [
      [{ maximumQos: 0 }, 'log.limit-qos {"qos":0}'],
      [{ retainAvailable: false }, "log.limit-retain"],
    ] as const) {
      log.stateChanged({ name: "connected", session: session({ limits: { ...limits, ...only } }) });
      assert.equal(lines.at(-1), `log log.limits ${JSON.stringify({ limits: text })}`);
    }
    log.stateChanged({ name: "connected", session: session({ limits: { ...limits, receiveMaximum: 1 } }) });
    assert.ok(lines.at(-1)?.startsWith("log log.connected"));
  });

  it("warns once of settings that are left out", () => {
    const { log, lines } = logging();
    const connected = { name: "connected", session: session({ protocolVersion: 4, leftOut: ["a", "b"] }) } as const;
    for (let times = 0; times < 2; times += 1) log.stateChanged(connected);
    assert.deepEqual(
      lines.filter((line) => line.startsWith("warn")),
      ['warn log.left-out {"version":"3.1.1","properties":"a, b"}'],
    );
  });

  it("names a fight for the client id once, and each connect in it not at all", () => {
    const { log, lines } = logging();
    const contested = new MqttNodeError("client-id-contested", WHO);
    log.stateChanged({ name: "connected", session: session() });
    for (let times = 0; times < 3; times += 1) {
      log.stateChanged(waiting("client-id-contested"));
      log.stateChanged({ name: "connected", session: session({ contested }) });
    }
    assert.deepEqual(lines.slice(1), ['warn errors.client-id-contested {"address":"mqtt://h:1883"}']);
    log.stateChanged({ name: "connected", session: session() });
    assert.ok(lines[2]?.startsWith("log log.connected"));
    log.stateChanged(waiting("client-id-contested"));
    assert.equal(lines.length, 4);
  });

  it("names a refusal like any other cause", () => {
    const { log, lines } = logging();
    const refused = { ...waiting("bad-credentials"), name: "refused" } as ConnectionState;
    for (let times = 0; times < 2; times += 1) log.stateChanged(refused);
    assert.deepEqual(lines, ['warn errors.bad-credentials {"address":"mqtt://h:1883"}']);
  });

  it("warns of a birth message that wasn't published, and of a client id that is used twice", () => {
    const { log, lines } = logging();
    log.announcementFailed(new MqttNodeError("qos-not-supported", { qos: 2, limit: 1 }));
    log.troubled(new MqttNodeError("client-id-shared", WHO));
    const reason = 'errors.qos-not-supported {"qos":2,"limit":1}';
    assert.deepEqual(lines, [
      `warn log.announcement-failed ${JSON.stringify({ reason })}`,
      `warn errors.client-id-shared ${JSON.stringify(WHO)}`,
    ]);
  });

  it("gives Catch nodes a message that failed after its input was completed, with its sentence", () => {
    const { log, lines } = logging();
    const publication = { topic: "a/b", payload: "on", qos: 1, retain: false, properties: undefined } as const;
    log.messageFailed(new MqttNodeError("message-expired", {}), { publication, queuedAt: 1 });
    assert.deepEqual(lines, ["error errors.message-expired {}: a/b on"]);
  });

  it("of a connection that was taken over knows that it was connected, or why it wasn't", () => {
    const connected = logging({ name: "connected", session: session() });
    connected.log.stateChanged({ name: "closed" });
    assert.deepEqual(connected.lines, ["log log.disconnected"]);
    for (const state of [waiting("connection-lost"), { ...waiting("connection-lost"), name: "refused" }]) {
      const failing = logging(state as ConnectionState);
      failing.log.stateChanged(waiting("connection-lost"));
      failing.log.stateChanged({ name: "closed" });
      assert.deepEqual(failing.lines, []);
    }
    const connecting = logging({ name: "connecting", address: "mqtt://h:1883", cause: undefined });
    connecting.log.stateChanged(waiting("connection-lost"));
    assert.equal(connecting.lines.length, 1);
  });

  function waiting(code: ErrorCode): ConnectionState {
    const cause = new MqttNodeError(code, { address: "mqtt://h:1883" });
    return { name: "waiting", attempt: 1, delay: 500, cause };
  }

  function logging(state: ConnectionState = { name: "closed" }): { log: ConnectionLog; lines: string[] } {
    const lines: string[] = [];
    const target = {
      log: (text: string) => lines.push(`log ${text}`),
      warn: (text: string) => lines.push(`warn ${text}`),
      error: (error: Error, { topic, payload }: Record<string, unknown>) =>
        lines.push(`error ${error.message}: ${String(topic)} ${String(payload)}`),
    };
    return { log: new ConnectionLog(target, translate, state), lines };
  }
});
