import assert from "node:assert/strict";
import {
  carryOut,
  carryOutOne,
  isCommand,
  type Commands,
  type ControlMessage,
} from "../../../nodes/lib/connection/control";
import type { SharedConnection } from "../../../nodes/lib/connection/shared-connection";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { ConnectionBench } from "./connection-bench";
import { settingsOf } from "./settings/saved-connection";

describe("a control message", () => {
  it("connects, and ends when that has succeeded or failed", () => {
    const { bench, send } = controlled();
    send({ action: "connect" }, "connect");
    assert.deepEqual(bench.endings.all, []);
    bench.network.last.close("connection-refused", "not up");
    assert.deepEqual(bench.endings.all, ["connect connection-refused"]);
  });

  it("connects as it is where its broker is absent", () => {
    for (const broker of [undefined, null]) {
      const { bench, send } = controlled();
      send({ action: "connect", broker }, "connect");
      bench.network.last.accept();
      assert.deepEqual(
        [bench.endings.all, bench.network.last.settings.address],
        [["connect"], "mqtt://localhost:1883"],
      );
    }
  });

  it("connects elsewhere, and leaves a connection for that only by force", () => {
    const { bench, send } = controlled();
    send({ action: "connect", broker: { uri: "mqtt://a" } }, "first");
    bench.network.last.accept();
    for (const force of [undefined, false, "true", 1]) {
      send({ action: "connect", broker: { uri: "mqtt://b", force } }, "second");
    }
    const refused = "second already-connected";
    assert.deepEqual(bench.endings.all, ["first", refused, refused, refused, refused]);
    send({ action: "connect", broker: { uri: "mqtt://b", force: true } }, "third");
    bench.network.last.close();
    bench.network.last.accept();
    assert.deepEqual(bench.network.dialled, ["mqtt://a:1883 v5", "mqtt://b:1883 v5"]);
    assert.equal(bench.endings.all.at(-1), "third");
  });

  it("disconnects", () => {
    const { bench, send } = controlled();
    send({ action: "connect" }, "connect");
    send({ action: "disconnect", broker: "is of no meaning" }, "disconnect");
    bench.network.last.close();
    assert.deepEqual(bench.endings.all, ["connect connect-cancelled", "disconnect"]);
  });

  it("fails where its action is none", () => {
    const { send } = controlled();
    for (const [action, named] of [
      ["Connect", "Connect"],
      [undefined, "undefined"],
      [5, "number"],
      [{}, "object"],
    ] as const) {
      const errors: (MqttNodeError | undefined)[] = [];
      send({ action }, (error) => errors.push(error));
      assert.deepEqual(
        errors.map((error) => [error?.code, error?.values]),
        [["action-unknown", { action: named, known: "connect, disconnect" }]],
      );
    }
  });

  it("is carried out by the node where its action is one of the node's own", () => {
    const { bench, shared } = controlled();
    const done: unknown[] = [];
    const own: Commands = {
      dance: (msg, ended) => {
        done.push(msg.topic);
        ended();
      },
    };
    carryOut({ action: "dance", topic: "tango" }, shared, bench.endings.of("dance"), own);
    assert.deepEqual([done, bench.endings.all], [["tango"], ["dance"]]);
  });

  it("lists what is possible where its action is none, also beside the node's own", () => {
    const { shared } = controlled();
    for (const action of ["sing", "toString", "__proto__"]) {
      const errors: unknown[] = [];
      carryOut({ action }, shared, (error) => errors.push(error?.values), { dance: () => assert.fail("danced") });
      assert.deepEqual(errors, [{ action, known: "connect, disconnect, dance" }]);
    }
  });

  it("to a node that has only its own commands is one of these, and no other", () => {
    const ends: unknown[] = [];
    const noted = (error?: MqttNodeError): void => void ends.push(error?.values);
    const own: Commands = { dance: ({ topic }, ended) => ended(topic === "tango" ? undefined : assert.fail()) };
    for (const action of ["dance", "connect", "toString", 5]) carryOutOne({ action, topic: "tango" }, own, noted);
    assert.deepEqual(ends, [
      undefined,
      { action: "connect", known: "dance" },
      { action: "toString", known: "dance" },
      { action: "number", known: "dance" },
    ]);
  });

  it("to such a node ends once with what it throws where its action is read", () => {
    const codes: unknown[] = [];
    const hostile: ControlMessage = Object.defineProperty({}, "action", {
      get: () => {
        throw new TypeError("mine");
      },
    });
    carryOutOne(hostile, {}, (error) => codes.push(error?.code));
    assert.deepEqual(codes, ["unexpected"]);
  });

  it("fails once with what is wrong with its broker, and nothing changes", () => {
    const { bench, send, shared } = controlled();
    const failing: SharedConnection = {
      ...shared,
      settingsFor: () => {
        throw new MqttNodeError("broker-not-object", {});
      },
    };
    carryOut({ action: "connect", broker: 5 }, failing, bench.endings.of("connect"));
    const hostile = Object.defineProperty({}, "force", {
      get: () => {
        throw new TypeError("mine");
      },
    });
    send({ action: "connect", broker: hostile }, "hostile");
    assert.deepEqual(bench.endings.all, ["connect broker-not-object", "hostile unexpected"]);
    assert.equal(bench.network.links.length, 0);
  });

  it("is one by its action, and fails once where reading that fails", () => {
    const failing = (): never => {
      throw new TypeError("mine");
    };
    const hostile: ControlMessage = Object.defineProperty({}, "action", { get: failing });
    for (const msg of [{ action: "connect" }, { action: 1 }, { action: {} }, hostile]) assert.ok(isCommand(msg));
    for (const msg of [{}, { action: "" }, { action: null }, { action: false }]) assert.ok(!isCommand(msg));
    const { bench, send } = controlled();
    send(hostile, "hostile");
    send(Object.defineProperty({ action: "connect" }, "broker", { get: failing }), "broker");
    assert.deepEqual(bench.endings.all, ["hostile unexpected", "broker unexpected"]);
    assert.equal(bench.network.links.length, 0);
  });

  it("ends once even where who is told of it throws", () => {
    const { bench, send } = controlled();
    let ends = 0;
    const failing = (): never => {
      ends += 1;
      throw new Error("from a flow");
    };
    send({ action: "connect" }, "connect");
    bench.network.last.accept();
    assert.throws(() => send({ action: "connect", broker: { uri: "mqtt://a" } }, failing), /from a flow/);
    assert.equal(ends, 1);
  });

  function controlled() {
    const bench = new ConnectionBench({ autoConnect: false });
    bench.connection.join({ stateChanged: () => undefined });
    const settingsFor = (broker: unknown) => settingsOf({ uri: (broker as { uri?: string }).uri });
    const shared: SharedConnection = { connection: bench.connection, settingsFor };
    const send = (message: ControlMessage, ended: string | ((error?: MqttNodeError) => void)): void =>
      carryOut(message, shared, typeof ended === "string" ? bench.endings.of(ended) : ended);
    return { bench, send, shared };
  }
});
