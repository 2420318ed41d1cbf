import assert from "node:assert/strict";
import { connect, createSubscriptions, FakeRecord, FakeSubscriber, receive, session } from "../fake-subscriber";
import { leave } from "../house";
import { granted, KEPT, topics } from "./identified-house";

describe("a message under way while a filter is asked for again or given up", () => {
  it("is still for the filter whose identifier has changed since", () => {
    const { subscriptions, broker, nodes, identifiers, got } = granted("a/#", "a/b");
    subscriptions.add(new FakeSubscriber("a/b"));
    subscriptions.reconcile();
    assert.equal(broker.requests.at(-1)?.identifier, 3);
    assert.equal(got("a/b", identifiers[1]), 2);
    broker.settle();
    assert.equal(got("a/b", identifiers[1]), 2);
    assert.equal(got("a/b", 3), 2);
    assert.deepEqual(nodes[0]?.topics, []);
  });

  it("is recognised by the last eight identifiers of its filter", () => {
    const { subscriptions, identifiers, got } = granted("a/#", "a/b");
    for (let more = 0; more < 7; more += 1) {
      subscriptions.add(new FakeSubscriber("a/b"));
      subscriptions.reconcile();
    }
    assert.equal(got("a/b", identifiers[1]), 8);
    subscriptions.add(new FakeSubscriber("a/b"));
    subscriptions.reconcile();
    assert.equal(got("a/b", identifiers[1]), 10);
  });

  it("goes to nobody where nobody wants its filter any more, since the others get their own", () => {
    const { subscriptions, broker, nodes, identifiers, got } = granted("a/#", "a/b");
    leave(subscriptions, nodes[1]);
    assert.equal(got("a/b", identifiers[1]), 0);
    broker.settle();
    assert.equal(got("a/b", identifiers[1]), 0);
    assert.equal(got("a/b", identifiers[0]), 1);
    assert.equal(got("a/b", identifiers), 1);
  });

  it("goes to nobody before the deploy is over, either", () => {
    const { subscriptions, nodes, identifiers, got } = granted("a/#", "a/b");
    for (const node of nodes.slice(1)) subscriptions.remove(node);
    assert.equal(got("a/b", identifiers[1]), 0);
  });

  it("goes to nobody though the connection was lost, where its session goes on", () => {
    const { subscriptions, broker, nodes, identifiers, got } = granted("a/#", "a/b");
    leave(subscriptions, nodes[1]);
    broker.settle();
    subscriptions.disconnected();
    subscriptions.connected(broker, session(KEPT, true));
    assert.equal(got("a/b", identifiers[1]), 0);
  });

  it("says nothing by its identifier in another session", () => {
    const { subscriptions, broker, nodes, got } = granted("a/#", "a/b", "#");
    leave(subscriptions, nodes[1]);
    broker.settle();
    subscriptions.disconnected();
    subscriptions.connected(broker, session(KEPT, false));
    assert.equal(got("a/b", 99), 2);
    assert.equal(got("a/b", 1), 1);
    assert.equal(got("a/b", 3), 2);
  });

  it("goes to nobody for a thousand filters that were given up, and is matched for those before", () => {
    const filters = Array.from({ length: 1_002 }, (_, index) => `a/${index}`);
    const { subscriptions, broker, nodes, got } = granted("a/#", ...filters);
    for (const node of nodes.slice(1)) subscriptions.remove(node);
    subscriptions.reconcile();
    broker.settle();
    assert.equal(got("a/1", 2), 1);
    assert.equal(got("a/2", 2), 0);
    assert.equal(got("a/1001", 2), 0);
  });
});

describe("the identifiers of a session", () => {
  it("go on with it: none is given again", () => {
    const { subscriptions } = granted("a/#", "a/b");
    subscriptions.disconnected();
    const broker = connect(subscriptions, KEPT, true);
    assert.deepEqual(
      broker.requests.map(({ identifier }) => identifier),
      [3, 4],
    );
  });

  it("begin anew with another", () => {
    const { subscriptions } = granted("a/#", "a/b");
    subscriptions.disconnected();
    const broker = connect(subscriptions, KEPT);
    assert.deepEqual(
      broker.requests.map(({ identifier }) => identifier),
      [1, 2],
    );
  });

  it("are those of the process before as well, which a new one doesn't give again", () => {
    const { broker } = restarted(["a/#", [7, 3]], ["a/b", [9]]);
    assert.deepEqual(
      broker.requests.map(({ identifier }) => identifier),
      [10, 11],
    );
  });

  it("begin again after the highest [MQTT 5, 3.8.2.1.2]", () => {
    const { broker } = restarted(["a/#", [268_435_454]], ["a/b", [1]]);
    assert.deepEqual(
      broker.requests.map(({ identifier }) => identifier),
      [268_435_455, 1],
    );
  });

  it("tell for whom queued messages of the process before are", () => {
    const { subscriptions, nodes } = restarted(["a/#", [7]], ["a/b", [9]]);
    assert.equal(receive(subscriptions, "a/b", { identifiers: 9 }), 1);
    assert.equal(receive(subscriptions, "a/b", { identifiers: [7, 9] }), 2);
    assert.deepEqual(topics(nodes), [["a/b"], ["a/b", "a/b"]]);
  });

  it("tell of queued messages that nobody wants any more: their filter is given up, and they go to nobody", () => {
    const { subscriptions, broker } = restarted(["a/#", [7]], ["a/b", [8]], ["a/c", [9]]);
    assert.equal(broker.asked.at(-1), "-: a/c");
    assert.equal(receive(subscriptions, "a/c", { identifiers: 9 }), 0);
    broker.settle();
    assert.equal(receive(subscriptions, "a/c", { identifiers: 9 }), 0);
    assert.equal(receive(subscriptions, "a/c", { identifiers: [7, 9] }), 1);
  });

  /** A new process that wants `a/#` and `a/b`, and the session that one before it has left. */
  function restarted(...stored: readonly (readonly [wire: string, identifiers: number[]])[]) {
    const nodes = ["a/#", "a/b"].map((filter) => new FakeSubscriber(filter));
    const filters = stored.map(([wire, identifiers]) => ({ wire, pattern: wire, identifiers }));
    const subscriptions = createSubscriptions(0, undefined, new FakeRecord({ clientId: "me", filters }));
    for (const node of nodes) subscriptions.add(node);
    return { subscriptions, nodes, broker: connect(subscriptions, KEPT, true) };
  }
});
