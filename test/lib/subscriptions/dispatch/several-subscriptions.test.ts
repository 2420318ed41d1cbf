import assert from "node:assert/strict";
import { connect, createSubscriptions, FakeRecord, FakeSubscriber, receive } from "../fake-subscriber";
import { leave } from "../house";
import { grantedTo, identified, KEPT, topics } from "./identified-house";

describe("a message for several subscriptions of one node", () => {
  it("comes once: by the filter with the highest QoS", () => {
    for (const [one, other] of [
      [0, 1],
      [2, 1],
    ] as const) {
      const nodes = [of("n", "a/#", one), of("n", "a/b", other)];
      const { got, identifiers } = grantedTo(nodes);
      assert.equal(got("a/b", identifiers[0]) + got("a/b", identifiers[1]), 1);
      assert.deepEqual(topics(nodes), one > other ? [["a/b"], []] : [[], ["a/b"]]);
    }
  });

  it("comes once where the broker names all filters, or none", () => {
    const nodes = [of("n", "a/#", 0), of("n", "a/b", 1), of("n", "#", 0), of("m", "#", 0)];
    const { got, identifiers } = grantedTo(nodes);
    assert.equal(got("a/b", identifiers), 2);
    assert.equal(got("a/b"), 2);
    assert.deepEqual(topics(nodes), [[], ["a/b", "a/b"], [], ["a/b", "a/b"]]);
  });

  it("comes by a filter that the broker has granted", () => {
    const nodes = [of("n", "a/#", 0), of("n", "a/b", 2)];
    const { subscriptions, broker, got } = identified(nodes);
    broker.answer(0);
    assert.equal(got("a/b", 1), 1);
    broker.answer(0x87);
    assert.equal(got("a/b", 1), 1);
    assert.deepEqual(topics(nodes), [["a/b", "a/b"], []]);
    subscriptions.add(of("m", "a/b", 2));
    subscriptions.reconcile();
    broker.answer(2);
    assert.equal(got("a/b", 3), 2);
    assert.deepEqual(topics(nodes), [["a/b", "a/b"], ["a/b"]]);
  });

  it("comes by a filter that the broker sends for while it is asked for again", () => {
    const nodes = [of("n", "a/#", 0), of("n", "a/b", 2)];
    const { subscriptions, got } = grantedTo(nodes);
    subscriptions.add(of("m", "a/b", 2));
    subscriptions.reconcile();
    assert.equal(got("a/b", 2), 2);
    assert.equal(got("a/b", 1), 0);
  });

  it("comes by the one that is left", () => {
    const nodes = [of("n", "a/#", 0), of("n", "a/b", 1)];
    const { subscriptions, got } = grantedTo(nodes);
    leave(subscriptions, nodes[1]);
    assert.equal(got("a/b", 1), 1);
    assert.equal(got("a/b", 2), 0);
  });

  it("comes by one that gets all of them, not by a shared one or one without own messages", () => {
    for (const [filter, noLocal] of [
      ["$share/g/a/#", false],
      ["a/#", true],
    ] as const) {
      const nodes = [new FakeSubscriber(filter, 2, "shared", { owner: "n", noLocal }), of("n", "a/b", 1)];
      const { got } = grantedTo(nodes);
      assert.equal(got("a/b", 2), 1, filter);
      assert.equal(got("a/b", 1), 0, filter);
    }
  });

  it("comes from the queue of an old session by the filter that was in it", () => {
    const nodes = [of("n", "a/#", 2), of("n", "a/b", 1)];
    const stored = { clientId: "me", filters: [{ wire: "a/b", pattern: "a/b", identifiers: [5] }] };
    const subscriptions = createSubscriptions(0, undefined, new FakeRecord(stored));
    for (const node of nodes) subscriptions.add(node);
    connect(subscriptions, KEPT, true);
    assert.equal(receive(subscriptions, "a/b", { identifiers: 5 }), 1);
  });

  function of(owner: string, filter: string, qos: 0 | 1 | 2): FakeSubscriber {
    return new FakeSubscriber(filter, qos, `${owner} ${filter}`, { owner });
  }
});
