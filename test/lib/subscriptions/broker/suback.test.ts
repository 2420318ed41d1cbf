import assert from "node:assert/strict";
import { FakeSubscriber, subscribed } from "../fake-subscriber";

describe("the broker's answer to a SUBSCRIBE", () => {
  it("reaches the nodes of each filter by its position [MQTT 5, 3.9.3]", () => {
    const nodes = ["a", "b", "c", "b"].map((filter) => new FakeSubscriber(filter, 2));
    const { broker } = subscribed(0, ...nodes);
    broker.answer(2, 0x87, 0);
    const refusal = { filter: "b", reason: "code 135" };
    assert.deepEqual(
      nodes.map(({ answers }) => answers),
      [[2], [refusal], [0], [refusal]],
    );
  });

  it("is a refusal from 128 on [MQTT 3.1.1, 3.9.3]", () => {
    const node = new FakeSubscriber("$share/g/a");
    const { broker } = subscribed(0, node);
    broker.answer(0x80);
    assert.deepEqual(node.answers, [{ filter: "$share/g/a", reason: "code 128" }]);
  });

  it("belongs to its own SUBSCRIBE", () => {
    const nodes = [new FakeSubscriber("a", 0), new FakeSubscriber("b", 1), new FakeSubscriber("c", 1)];
    const { broker } = subscribed(1, ...nodes);
    broker.answer(0);
    broker.answer(0x80);
    broker.answer(1);
    assert.deepEqual(
      nodes.map(({ answers }) => answers),
      [[0], [{ filter: "b", reason: "code 128" }], [1]],
    );
  });

  it("is none where the connection was lost before", () => {
    const node = new FakeSubscriber("a");
    const { broker } = subscribed(0, node);
    broker.answer();
    assert.deepEqual(node.answers, []);
  });

  it("doesn't reach a node that is gone", () => {
    const nodes = [new FakeSubscriber("a"), new FakeSubscriber("a")] as const;
    const { subscriptions, broker } = subscribed(0, ...nodes);
    subscriptions.remove(nodes[0]);
    broker.answer(1);
    assert.deepEqual(
      nodes.map(({ answers }) => answers),
      [[], [1]],
    );
  });
});
