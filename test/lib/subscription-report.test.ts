import assert from "node:assert/strict";
import { MqttNodeError } from "../../nodes/lib/errors";
import type { SubscriptionReport } from "../../nodes/lib/subscription-report";
import type { ReceivedFlowMessage } from "../../nodes/lib/subscriptions/flow/flow-subscriber";
import { CONNECTED, refusal, reporting } from "./reporter-bench";
import { shared } from "./texts";

describe("a node's reporter of subscriptions", () => {
  it("logs a refusal once, and again only for another reason or after it was lifted", () => {
    const { reporter, logged } = reporting();
    reporter.connection(CONNECTED);
    const subscription = reporter.subscription();
    for (let times = 0; times < 3; times += 1) {
      subscription.refused(refusal());
      reporter.connection({ name: "closed" });
      reporter.connection(CONNECTED);
    }
    assert.equal(logged.length, 1);
    subscription.refused(new MqttNodeError("not-authorised", { address: "mqtt://h:1883" }));
    assert.equal(logged.length, 2);
    subscription.subscribed(undefined);
    subscription.refused(new MqttNodeError("not-authorised", { address: "mqtt://h:1883" }));
    assert.equal(logged.length, 3);
  });

  it("shows a refusal until there is another answer, on this connection or the next", () => {
    const { reporter, statuses } = reporting();
    const subscription = reporter.subscription();
    reporter.connection(CONNECTED);
    subscription.refused(refusal());
    reporter.connection({ name: "closed" });
    reporter.connection(CONNECTED);
    subscription.subscribed(undefined);
    assert.deepEqual(statuses.slice(1), [
      `red dot ${shared("status.subscribe-refused")}`,
      `grey ring ${shared("status.closed")}`,
      `yellow ring ${shared("status.connecting")}`,
      `green dot ${shared("status.connected")}`,
    ]);
  });

  it("shows a lower QoS than the node asked for, until it is granted", () => {
    const { reporter, statuses } = reporting();
    const subscription = reporter.subscription();
    reporter.connection(CONNECTED);
    subscription.subscribed(1);
    subscription.subscribed(undefined);
    assert.deepEqual(statuses.slice(1), [
      'yellow dot status.qos-granted {"qos":1}',
      `green dot ${shared("status.connected")}`,
    ]);
  });

  it("shows a node as connected once all its subscriptions are answered, and a refusal at once", () => {
    const { reporter, statuses } = reporting();
    const [first, second, third] = [reporter.subscription(), reporter.subscription(), reporter.subscription()];
    reporter.connection(CONNECTED);
    first.subscribed(undefined);
    assert.deepEqual(statuses, [`yellow ring ${shared("status.connecting")}`]);
    second.refused(refusal());
    third.subscribed(0);
    second.subscribed(undefined);
    third.subscribed(undefined);
    assert.deepEqual(statuses.slice(1), [
      `red dot ${shared("status.subscribe-refused")}`,
      'yellow dot status.qos-granted {"qos":0}',
      `green dot ${shared("status.connected")}`,
    ]);
  });

  it("shows the older of two refusals, and the other when that is over", () => {
    const { reporter, statuses, clock } = reporting();
    reporter.connection(CONNECTED);
    const [first, second] = [reporter.subscription(), reporter.subscription()];
    first.refused(refusal());
    second.refused(new MqttNodeError("wildcards-not-supported", { filter: "#" }));
    clock.advance(1_000);
    assert.equal(statuses.at(-1), `red dot ${shared("status.subscribe-refused")}`);
    first.over();
    first.refused(refusal());
    clock.advance(1_000);
    assert.equal(statuses.at(-1), `red dot ${shared("status.wildcards-not-supported")}`);
    second.over();
    clock.advance(1_000);
    assert.equal(statuses.at(-1), `green dot ${shared("status.connected")}`);
  });

  it("shows how many subscriptions came by message, once a second however many come", () => {
    const { reporter, statuses, clock } = reporting();
    let topics = 0;
    reporter.shows({ topics: () => topics });
    reporter.connection(CONNECTED);
    while (topics < 100) {
      topics += 1;
      reporter.subscription().subscribed(undefined);
    }
    assert.deepEqual(statuses, [`green dot ${shared("status.connected")}`]);
    clock.advance(1_000);
    assert.deepEqual(statuses.slice(1), ['green dot status.connected-topics {"topics":100}']);
  });

  it("shows a subscription by message as connecting if the broker takes its time", () => {
    const { reporter, statuses, clock } = reporting();
    reporter.connection(CONNECTED);
    const subscription = reporter.subscription();
    clock.advance(1_000);
    subscription.subscribed(undefined);
    clock.advance(1_000);
    assert.deepEqual(statuses.slice(1), [
      `yellow ring ${shared("status.connecting")}`,
      `green dot ${shared("status.connected")}`,
    ]);
  });

  it("shows for how many acknowledgements the node waits, and when it has room again", () => {
    const { reporter, statuses, clock } = reporting();
    let unacknowledged = 0;
    reporter.shows({ unacknowledged: () => unacknowledged });
    reporter.connection(CONNECTED);
    for (const count of [10, 0, 10, 0]) {
      unacknowledged = count;
      reporter.waiting();
    }
    clock.advance(1_000);
    assert.deepEqual(statuses.slice(1), [
      'yellow dot status.waiting-for-acks {"acks":10}',
      `green dot ${shared("status.connected")}`,
    ]);
  });

  it("looks at what it waits for again after a message that the flow hasn't acknowledged in time", () => {
    const { reporter, statuses, clock } = reporting();
    let unacknowledged = 1;
    reporter.shows({ unacknowledged: () => unacknowledged });
    const subscription = reporter.subscription();
    reporter.connection(CONNECTED);
    subscription.subscribed(undefined);
    unacknowledged = 0;
    subscription.undeliverable(new MqttNodeError("payload-not-json", { topic: "a" }), received("a"));
    clock.advance(1_000);
    assert.deepEqual(statuses.slice(1), [
      `yellow dot ${shared("status.waiting-for-ack")}`,
      `green dot ${shared("status.connected")}`,
    ]);
  });

  it("gives a message that can't be delivered to Catch nodes, with its sentence", () => {
    const { reporter, caught, statuses } = reporting();
    const msg = received("a");
    const subscription = reporter.subscription();
    subscription.undeliverable(new MqttNodeError("payload-not-json", { topic: "a" }), msg);
    subscription.undeliverable(new TypeError("from elsewhere"), msg);
    assert.deepEqual(
      caught.map(({ error }) => [error.code, error.message]),
      [
        ["payload-not-json", 'errors.payload-not-json {"topic":"a"}'],
        ["unexpected", 'errors.unexpected {"detail":"from elsewhere"}'],
      ],
    );
    assert.deepEqual(
      caught.map((each) => each.msg),
      [msg, msg],
    );
    assert.deepEqual(statuses, []);
  });

  it("shows a node that subscribes as connected only when the broker has answered, on each connection", () => {
    const { reporter, statuses } = reporting();
    const subscription = reporter.subscription();
    reporter.connection(CONNECTED);
    subscription.subscribed(undefined);
    reporter.connection({ name: "closed" });
    reporter.connection(CONNECTED);
    const connecting = `yellow ring ${shared("status.connecting")}`;
    const connected = `green dot ${shared("status.connected")}`;
    assert.deepEqual(statuses, [connecting, connected, `grey ring ${shared("status.closed")}`, connecting]);
  });

  it("gives Status nodes the connection as data, also where a refusal or a lower QoS is shown", () => {
    const { reporter, shown } = reporting();
    const subscription = reporter.subscription();
    reporter.connection({ name: "connecting", address: "mqtt://h:1883", cause: undefined });
    reporter.connection(CONNECTED);
    subscription.subscribed(0);
    subscription.refused(refusal());
    assert.deepEqual(
      shown.map(({ connection }) => connection?.state),
      ["connecting", "connected", "connected", "connected"],
    );
    assert.equal(shown[1]?.connection, shown[3]?.connection);
  });

  it("shows nothing of a subscription that a node takes over before it knows of the connection", () => {
    for (const take of [
      (subscription: SubscriptionReport) => subscription.subscribed(undefined),
      (subscription: SubscriptionReport) => subscription.refused(refusal()),
    ]) {
      const { reporter, shown } = reporting();
      take(reporter.subscription());
      assert.deepEqual(shown, []);
      reporter.connection(CONNECTED);
      assert.deepEqual(
        shown.map(({ shape }) => shape),
        ["dot"],
      );
    }
  });

  it("shows a node that must subscribe as connecting though an earlier connection had an answer", () => {
    const { reporter, statuses } = reporting();
    const subscription = reporter.subscription();
    subscription.subscribed(undefined);
    reporter.connection({ name: "closed" });
    reporter.connection(CONNECTED);
    assert.equal(statuses.at(-1), `yellow ring ${shared("status.connecting")}`);
  });

  it("says a refused subscription once, and again for another reason", () => {
    const { reporter, logged } = reporting();
    const subscription = reporter.subscription();
    for (const reason of ["not authorized", "not authorized", "quota exceeded"]) {
      subscription.refused(new MqttNodeError("subscribe-refused", { filter: "a", reason }));
    }
    assert.equal(logged.length, 2);
  });

  function received(topic: string): ReceivedFlowMessage {
    return { _msgid: "1", topic, payload: Buffer.alloc(0), qos: 0, retain: false };
  }
});
