import assert from "node:assert/strict";
import { MqttNodeError } from "../../nodes/lib/errors";
import { CONNECTED, refusal, reporting } from "./reporter-bench";
import { session, shared } from "./texts";

const NOBODY = new MqttNodeError("connection-refused", { address: "mqtt://h:1883" });

describe("a node's reporter", () => {
  it("shows how the connection stands", () => {
    const { reporter, statuses } = reporting();
    reporter.connection({ name: "connecting", address: "mqtt://h:1883", cause: undefined });
    reporter.connection(CONNECTED);
    assert.deepEqual(statuses, [
      `yellow ring ${shared("status.connecting")}`,
      `green dot ${shared("status.connected")}`,
    ]);
  });

  it("warns of each saved property that nobody reads", () => {
    const { reporter, logged } = reporting();
    reporter.unknownProperties(["topik", "qualty"]);
    assert.deepEqual(logged, [
      'warn warnings.unknown-property {"name":"topik"}',
      'warn warnings.unknown-property {"name":"qualty"}',
    ]);
  });

  it("warns of what a person should know, in words", () => {
    const { reporter, logged, statuses } = reporting();
    reporter.warn("roster-in-memory");
    reporter.warn("presence-full", { devices: 5 });
    assert.deepEqual(logged, ["warn warnings.roster-in-memory {}", 'warn warnings.presence-full {"devices":5}']);
    assert.deepEqual(statuses, []);
  });

  it("logs once why a node can't work, and shows it whatever the connection does", () => {
    const { reporter, statuses, logged } = reporting();
    reporter.invalid(new MqttNodeError("topic-empty", {}));
    reporter.connection(CONNECTED);
    assert.deepEqual(logged, ["error errors.topic-empty {}"]);
    assert.deepEqual(statuses, [`red ring ${shared("status.topic-empty")}`]);
  });

  it("doesn't log again what the broker's node has logged", () => {
    const { reporter, statuses, logged } = reporting();
    const problem = reporting().reporter.explain(new MqttNodeError("client-id-required", {}));
    reporter.invalid(problem);
    assert.deepEqual(logged, []);
    assert.deepEqual(statuses, [`red ring ${shared("status.client-id-required")}`]);
  });

  it("ends a message once with its error, shows it, and leaves the log line to Node-RED", () => {
    const { reporter, statuses, logged } = reporting();
    reporter.connection(CONNECTED);
    const ends: unknown[] = [];
    reporter.failed(new MqttNodeError("queue-full", { waiting: 5 }), (error) => ends.push(error));
    const [end] = ends as MqttNodeError[];
    assert.deepEqual([ends.length, end?.code, end?.message], [1, "queue-full", 'errors.queue-full {"waiting":5}']);
    assert.deepEqual(statuses.slice(1), [`red dot ${shared("status.queue-full")}`]);
    assert.deepEqual(logged, []);
  });

  it("tells what can't be told by ending a message: Node-RED fails to copy one that is nested too deep", () => {
    const { reporter, logged } = reporting();
    const done = (): never => {
      throw new RangeError("nested too deep");
    };
    reporter.completed(done);
    reporter.commanded(undefined, done);
    assert.deepEqual(logged, Array(2).fill('error errors.unexpected {"detail":"nested too deep"}'));
    reporter.failed(new MqttNodeError("not-connected", {}), done);
    reporter.commanded(new MqttNodeError("node-closed", {}), done);
    assert.deepEqual(logged.slice(2), ["error errors.not-connected {}", "error errors.node-closed {}"]);
  });

  it("ends a message well once, which shows that the last failure is over", () => {
    const { reporter, statuses, clock } = reporting();
    reporter.connection(CONNECTED);
    reporter.failed(new MqttNodeError("queue-full", { waiting: 5 }), () => undefined);
    const ends: unknown[] = [];
    reporter.completed((error) => ends.push(error));
    assert.deepEqual(ends, [undefined]);
    clock.advance(1_000);
    assert.deepEqual(statuses.at(-1), `green dot ${shared("status.connected")}`);
  });

  it("doesn't go on showing that a message came while there was no connection", () => {
    const { reporter, statuses, clock } = reporting();
    reporter.connection(CONNECTED);
    reporter.failed(new MqttNodeError("not-connected", {}), () => undefined);
    reporter.connection({ name: "closed" });
    reporter.failed(new MqttNodeError("not-connected", {}), () => undefined);
    reporter.connection(CONNECTED);
    clock.advance(1_000);
    assert.deepEqual(statuses.at(-1), `green dot ${shared("status.connected")}`);
  });

  it("ends a message with an error that isn't ours too", () => {
    const { reporter } = reporting();
    const ends: unknown[] = [];
    const failure = new TypeError("oops");
    reporter.failed(failure, (error) => ends.push(error));
    const [end] = ends as MqttNodeError[];
    assert.deepEqual([end?.code, end?.cause], ["unexpected", failure]);
  });

  it("shows how many messages wait, at most once a second", () => {
    const { reporter, statuses, clock } = reporting();
    let waiting = 0;
    reporter.shows({ waiting: () => waiting });
    reporter.connection({ name: "waiting", attempt: 1, delay: 500, cause: NOBODY });
    for (waiting = 1; waiting < 100; waiting += 1) reporter.sending();
    clock.advance(1_000);
    const text = (waiting: number): string =>
      `red ring status.waiting-because ${JSON.stringify({ waiting, cause: "short.connection-refused" })}`;
    assert.deepEqual(statuses.slice(1), [text(1), text(100)]);
  });

  it("shows what waits on a connection that stands only if it still does a second later", () => {
    const { reporter, statuses, clock } = reporting();
    let waiting = 0;
    reporter.shows({ waiting: () => waiting });
    reporter.connection(CONNECTED);
    for (const left of [0, 5]) {
      waiting = 1;
      reporter.completed(() => undefined);
      reporter.sending();
      clock.advance(999);
      waiting = left;
      clock.advance(1);
    }
    assert.deepEqual(statuses.slice(1), ['green dot status.connected-waiting {"waiting":5}']);
  });

  it("shows that messages wait in memory which should be on disk, while it is connected", () => {
    const { reporter, clock, statuses } = reporting();
    let trouble: MqttNodeError | undefined;
    reporter.shows({ queueTrouble: () => trouble });
    reporter.connection(CONNECTED);
    const shown = [
      new MqttNodeError("store-failed", { file: "f", detail: "d" }),
      new MqttNodeError("store-locked", { folder: "f" }),
      undefined,
    ].map((next) => {
      trouble = next;
      reporter.sending();
      clock.advance(2_000);
      return statuses.at(-1);
    });
    const [failed, locked] = [shared("status.queue-in-memory"), shared("status.store-locked")];
    assert.deepEqual(shown, [
      `yellow dot ${failed}`,
      `yellow dot ${locked}`,
      `green dot ${shared("status.connected")}`,
    ]);
  });

  it("gives Catch nodes what was completed and has failed after all, and shows it", () => {
    const { reporter, caught, statuses } = reporting();
    reporter.connection(CONNECTED);
    const msg = { _msgid: "id", topic: "a", payload: "p", qos: 1, retain: false, queuedAt: 5 } as const;
    const error = new MqttNodeError("message-expired", {});
    reporter.failedLater(error, msg);
    assert.deepEqual(caught, [{ error, msg }]);
    assert.equal(error.message, "errors.message-expired {}");
    assert.equal(statuses.at(-1), `red dot ${shared("status.message-expired")}`);
  });

  it("puts an error into words whose cause can't be looked at", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const ends: unknown[] = [];
    const { reporter } = reporting();
    reporter.failed(new MqttNodeError("payload-unserialisable", {}, proxy), (error) => ends.push(error?.message));
    assert.deepEqual(ends, ["errors.payload-unserialisable {}"]);
  });

  it("leaves nothing behind when the node closes, though its messages may still end", () => {
    const { reporter, statuses, clock } = reporting();
    reporter.connection(CONNECTED);
    reporter.waiting();
    reporter.close();
    reporter.failed(new MqttNodeError("node-closed", {}), () => undefined);
    assert.equal(clock.pending, 0);
    clock.advance(10_000);
    assert.equal(statuses.length, 1);
  });

  it("gives none where the node has no connection, since it can't work", () => {
    const { reporter, shown } = reporting();
    reporter.invalid(new MqttNodeError("topic-empty", {}));
    assert.ok(!("connection" in (shown[0] ?? {})));
  });

  it("takes the next of many attempts for no news, but how long it waits then", () => {
    const { reporter, shown } = reporting();
    const cause = new MqttNodeError("connection-refused", { address: "mqtt://h:1883" });
    for (const attempt of [1, 2, 3]) {
      reporter.connection({ name: "connecting", address: "mqtt://h:1883", cause: attempt === 1 ? undefined : cause });
      reporter.connection({ name: attempt === 3 ? "refused" : "waiting", attempt, delay: 500, cause });
    }
    reporter.connection({ name: "connecting", address: "mqtt://h:1883", cause });
    const [first, ...waits] = shown.map(({ connection }) => connection);
    assert.deepEqual(first, { state: "connecting", address: "mqtt://h:1883" });
    assert.deepEqual(
      waits.map((event) => [event?.state, (event as { attempt?: number }).attempt]),
      [
        ["waiting", 1],
        ["waiting", 2],
        ["refused", 3],
      ],
    );
  });

  it("takes an attempt that begins after a session or a disconnect for news", () => {
    const { reporter, shown } = reporting();
    const connecting = { name: "connecting", address: "mqtt://h:1883", cause: undefined } as const;
    for (const state of [{ name: "closed" } as const, connecting, CONNECTED, connecting]) reporter.connection(state);
    assert.equal(shown.length, 4);
  });

  it("ends a control message with its error, in words, or well, and shows nothing", () => {
    const { reporter, shown, logged } = reporting();
    const ends: unknown[] = [];
    reporter.commanded(undefined, (error) => ends.push(error));
    reporter.commanded(new MqttNodeError("already-connected", {}), (error) => ends.push(error?.message));
    assert.deepEqual(ends, [undefined, "errors.already-connected {}"]);
    assert.deepEqual([shown, logged], [[], []]);
  });

  it("puts a cause of ours into words, too: Catch nodes get it", () => {
    const { reporter } = reporting();
    const cause = new MqttNodeError("connection-refused", { address: "mqtt://h:1883" });
    const { message } = reporter.explain(new MqttNodeError("not-connected", {}, cause));
    assert.deepEqual(
      [message, cause.message],
      ["errors.not-connected {}", 'errors.connection-refused {"address":"mqtt://h:1883"}'],
    );
  });

  it("ends each message to a node that can't work with the reason", () => {
    const { reporter, statuses, logged } = reporting();
    const inputs: ((msg: object, send: unknown, done: (error?: Error) => void) => void)[] = [];
    const problem = new MqttNodeError("topic-empty", {});
    reporter.refuseInputs(problem, { on: (_event, listener) => inputs.push(listener) });
    const ends: unknown[] = [];
    for (let times = 0; times < 2; times += 1) inputs[0]?.({}, undefined, (error) => ends.push(error));
    assert.deepEqual([inputs.length, ends], [1, [problem, problem]]);
    assert.deepEqual([statuses.length, logged.length], [1, 1]);
  });

  it("tells of trouble that no message waits for, in words", () => {
    const { reporter, logged, statuses } = reporting();
    reporter.trouble(new MqttNodeError("store-damaged", { file: "f" }));
    assert.deepEqual([logged, statuses], [['error errors.store-damaged {"file":"f"}'], []]);
  });

  it("counts devices once all that they are told by is granted, and while the connection stands", () => {
    const { reporter, statuses, devices } = watching();
    const subscription = reporter.subscription();
    reporter.connection(CONNECTED);
    subscription.subscribed(undefined);
    devices.offline = 2;
    reporter.connection({ name: "closed" });
    assert.deepEqual(statuses, [
      `yellow ring ${shared("status.connecting")}`,
      'green dot status.devices {"online":1}',
      `grey ring ${shared("status.closed")}`,
    ]);
  });

  it("shows devices that come and go at most once a second, and not while there is no connection", () => {
    const { reporter, statuses, devices, clock } = watching();
    reporter.devicesChanged();
    clock.advance(5_000);
    assert.deepEqual(statuses, []);
    reporter.connection(CONNECTED);
    clock.advance(5_000);
    statuses.length = 0;
    for (let online = 2; online <= 1_000; online += 1) {
      devices.online = online;
      reporter.devicesChanged();
    }
    clock.advance(5_000);
    assert.deepEqual(statuses, ['green dot status.devices {"online":2}', 'green dot status.devices {"online":1000}']);
  });

  it("says rather what is wrong with a connection than how many devices there are", () => {
    const { reporter, statuses } = watching();
    const rival = new MqttNodeError("session-taken-over", { address: "mqtt://h:1883" });
    for (const others of [{ verified: false }, { contested: rival }, { verified: true }]) {
      reporter.connection({ name: "connected", session: session(others) });
    }
    assert.deepEqual(statuses, [
      `yellow dot ${shared("status.not-verified")}`,
      `yellow dot ${shared("status.session-taken-over")}`,
      'green dot status.devices {"online":1}',
    ]);
  });

  it("says rather that a subscription was refused than how many devices there are", () => {
    const { reporter, statuses } = watching();
    const subscription = reporter.subscription();
    reporter.connection(CONNECTED);
    subscription.refused(refusal());
    assert.equal(statuses.at(-1), `red dot ${shared("status.subscribe-refused")}`);
  });

  /** A node that watches a device which is online. */
  function watching() {
    const devices = { online: 1, offline: 0, sleeping: 0, stale: 0, unknown: 0 };
    const bench = reporting();
    bench.reporter.shows({ devices: () => devices });
    return { ...bench, devices };
  }
});
