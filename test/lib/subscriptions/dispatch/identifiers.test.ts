import assert from "node:assert/strict";
import { connect, createSubscriptions, FakeSubscriber } from "../fake-subscriber";
import { granted, topics } from "./identified-house";

describe("a message with subscription identifiers [MQTT 5, 3.3.4]", () => {
  it("goes to the nodes of the filter that it names, and not to others that match", () => {
    const { nodes, identifiers, got } = granted("a/#", "a/b");
    assert.equal(got("a/b", identifiers[0]), 1);
    assert.deepEqual(topics(nodes), [["a/b"], []]);
    assert.equal(got("a/b", identifiers[1]), 1);
    assert.deepEqual(topics(nodes), [["a/b"], ["a/b"]]);
  });

  it("goes to the nodes of all filters that it names, each once, and not to others that match", () => {
    const { nodes, identifiers, got } = granted("a/#", "a/b", "#");
    const [first = 0, second = 0] = identifiers;
    assert.equal(got("a/b", [second, first]), 2);
    assert.deepEqual(topics(nodes), [["a/b"], ["a/b"], []]);
  });

  it("goes to everybody of one filter", () => {
    const { identifiers, got } = granted("a/#", "a/b", "a/b");
    assert.equal(got("a/b", identifiers[1]), 2);
  });

  it("goes to everybody whose filter matches, where the identifier is unknown", () => {
    const { got } = granted("a/#", "a/b");
    assert.equal(got("a/b", 99), 2);
    assert.equal(got("a/b", [98, 99]), 2);
    assert.equal(got("a/b", []), 2);
  });

  it("goes to everybody whose filter matches, where it has none", () => {
    const { got } = granted("a/#", "a/b");
    assert.equal(got("a/b"), 2);
  });

  it("goes to everybody whose filter matches, where it names one that doesn't", () => {
    const { nodes, identifiers, got } = granted("a/#", "a/b", "#");
    assert.equal(got("c/d", identifiers[1]), 1);
    assert.deepEqual(topics(nodes), [[], [], ["c/d"]]);
  });

  it("goes to the filters that it names and that match, where it names others as well", () => {
    const { nodes, identifiers, got } = granted("a/#", "a/b", "#");
    const [first = 0, second = 0] = identifiers;
    assert.equal(got("a/c", [second, first, 99]), 1);
    assert.deepEqual(topics(nodes), [["a/c"], [], []]);
  });

  it("is told apart by its topic where filters that never meet share an identifier", () => {
    const { nodes, broker, got } = granted("a", "b/+", "c/#");
    assert.deepEqual(
      broker.requests.map(({ filters, identifier }) => [filters, identifier]),
      [[["a", "b/+", "c/#"], 1]],
    );
    assert.equal(got("b/x", 1), 1);
    assert.deepEqual(topics(nodes), [[], ["b/x"], []]);
  });

  it("names filters that meet by an identifier each, also those asked for later", () => {
    const { subscriptions, broker } = granted("a/#", "a/b", "c");
    subscriptions.add(new FakeSubscriber("d"));
    subscriptions.reconcile();
    assert.deepEqual(
      broker.requests.map(({ filters, identifier }) => [filters, identifier]),
      [
        [["a/#", "c"], 1],
        [["a/b"], 2],
        [["d"], 3],
      ],
    );
  });

  it("keeps the identifier of a group in each of its packets", () => {
    const nodes = [new FakeSubscriber("a", 0), new FakeSubscriber("b", 1), new FakeSubscriber("c", 1)];
    const subscriptions = createSubscriptions(1);
    for (const node of nodes) subscriptions.add(node);
    const broker = connect(subscriptions);
    assert.deepEqual(
      broker.requests.map(({ filters, identifier }) => [filters, identifier]),
      [
        [["a"], 1],
        [["b"], 1],
        [["c"], 1],
      ],
    );
  });

  it("has no identifier in a SUBSCRIBE to a server without them", () => {
    const subscriptions = createSubscriptions();
    subscriptions.add(new FakeSubscriber("a"));
    const { requests } = connect(subscriptions, { subscriptionIdentifiers: false });
    assert.deepEqual(
      requests.map(({ identifier }) => identifier),
      [undefined],
    );
  });
});
