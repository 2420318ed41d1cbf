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

  function waiting(code: ErrorCode): ConnectionState {
    const cause = new MqttNodeError(code, { address: "mqtt://h:1883" });
    return { name: "waiting", attempt: 1, delay: 500, cause };
  }

  function logging(): { log: ConnectionLog; lines: string[] } {
    const lines: string[] = [];
    const target = {
      log: (text: string) => lines.push(`log ${text}`),
      warn: (text: string) => lines.push(`warn ${text}`),
    };
    return { log: new ConnectionLog(target, translate), lines };
  }
});
