import assert from "node:assert/strict";
import {
  connect,
  createSubscriptions,
  FakeBroker,
  FakeRecord,
  FakeSubscriber,
  KEPT_WITHOUT_IDENTIFIERS,
  receive,
  session,
} from "./fake-subscriber";

const KEPT = { sessionExpiry: 100 };

describe("subscriptions and a session that isn't the last one's", () => {
  it("are asked for where another broker was asked for them: of several, or by command", () => {
    const subscriptions = createSubscriptions();
    subscriptions.add(never("a"));
    connect(subscriptions, KEPT).settle();
    subscriptions.disconnected();
    const elsewhere = new FakeBroker();
    subscriptions.connected(elsewhere, { ...session(KEPT), address: "mqtt://b:1883" });
    subscriptions.add(never("b"));
    subscriptions.reconcile();
    elsewhere.settle();
    subscriptions.disconnected();
    assert.deepEqual(connect(subscriptions, KEPT, true).asked, ["1: a, b"]);
  });

  it("are asked for again where the version has changed, so that all have an identifier", () => {
    const [wide, narrow] = [never("a/#"), never("a/b")];
    const subscriptions = createSubscriptions();
    for (const node of [wide, narrow]) subscriptions.add(node);
    connect(subscriptions, KEPT_WITHOUT_IDENTIFIERS).settle();
    subscriptions.disconnected();
    const broker = connect(subscriptions, KEPT, true);
    broker.settle();
    assert.deepEqual(broker.asked, ["1: a/#", "1: a/b"]);
    for (const identifiers of [1, 2]) receive(subscriptions, "a/b", { identifiers });
    assert.deepEqual([wide.topics, narrow.topics], [["a/b"], ["a/b"]]);
  });
});

describe("retained messages that a process before this one had asked for", () => {
  it("reach a node that wants new ones, though they come late", () => {
    const record = new FakeRecord({ clientId: "me", filters: [{ wire: "a", pattern: "a", identifiers: [7] }] });
    const subscriptions = createSubscriptions(0, undefined, record);
    const node = new FakeSubscriber("a", 1, undefined, { retained: "new" });
    subscriptions.add(node);
    const broker = connect(subscriptions, KEPT, true);
    assert.deepEqual(
      broker.requests.map(({ withRetained }) => withRetained),
      [false],
    );
    receive(subscriptions, "a", { retain: true, identifiers: 7 });
    assert.deepEqual(node.topics, ["a"]);
  });
});

describe("Retain As Published before MQTT 5, which doesn't know it", () => {
  it("replays nothing to nodes that are running", () => {
    const running = new FakeSubscriber("a", 1, "running", { retainAsPublished: true });
    const { subscriptions, broker } = connectedBefore5(running);
    receive(subscriptions, "a", { retain: true, payload: "r" });
    const node = new FakeSubscriber("a");
    subscriptions.add(node);
    subscriptions.reconcile();
    broker.settle();
    receive(subscriptions, "a", { retain: true, payload: "r" });
    assert.deepEqual([running.topics, node.topics], [["a"], ["a"]]);
  });

  it("keeps no filter from covering another", () => {
    const wide = new FakeSubscriber("a/#", 1, "wide", { retainAsPublished: true });
    assert.deepEqual(connectedBefore5(wide, new FakeSubscriber("a/b")).broker.asked, ["1: a/#"]);
  });

  function connectedBefore5(...nodes: FakeSubscriber[]) {
    const subscriptions = createSubscriptions();
    for (const node of nodes) subscriptions.add(node);
    const broker = new FakeBroker();
    subscriptions.connected(broker, { ...session({ subscriptionIdentifiers: false }), protocolVersion: 4 });
    broker.settle();
    return { subscriptions, broker };
  }
});

describe("many answers from a broker", () => {
  it("are looked at once all have come: the record is kept once for all that is given up", () => {
    const record = new FakeRecord();
    const subscriptions = createSubscriptions(1, undefined, record);
    const nodes = Array.from({ length: 50 }, (_, index) => never(`a/${index}`));
    for (const node of nodes) subscriptions.add(node);
    const broker = connect(subscriptions, KEPT);
    broker.settle();
    const before = record.saved.length;
    for (const node of nodes) subscriptions.remove(node);
    subscriptions.reconcile();
    broker.settle();
    assert.equal(record.saved.length - before, 1);
    assert.deepEqual(record.saved.at(-1)?.filters, []);
  });
});

function never(filter: string): FakeSubscriber {
  return new FakeSubscriber(filter, 1, undefined, { retained: "never" });
}
