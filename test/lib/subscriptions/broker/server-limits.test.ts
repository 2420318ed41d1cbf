import assert from "node:assert/strict";
import type { SubscribeLimits } from "../../../../nodes/lib/subscriptions/broker/subscribe-limits";
import type { Subscriptions } from "../../../../nodes/lib/subscriptions/subscriptions";
import { createSubscriptions, FakeBroker, FakeSubscriber, session } from "../fake-subscriber";

describe("what a server doesn't allow to be subscribed [MQTT 5, 3.2.2.3]", () => {
  it("is no more than its Maximum QoS, which is all that is asked for", () => {
    for (const [maximumQos, asked] of [
      [0, ["0: a, b, c"]],
      [1, ["0: a", "1: b, c"]],
      [2, ["0: a", "1: b", "2: c"]],
    ] as const) {
      const nodes = [new FakeSubscriber("a", 0), new FakeSubscriber("b", 1), new FakeSubscriber("c", 2)];
      assert.deepEqual(limited({ maximumQos }, ...nodes).broker.asked, asked);
    }
  });

  it("are wildcards, if it says so: such a filter is refused here, and the others are asked for", () => {
    const nodes = ["a/+", "a/#", "#", "$share/g/a/+", "a"].map((filter) => new FakeSubscriber(filter));
    const { broker } = limited({ wildcards: false }, ...nodes);
    assert.deepEqual(broker.asked, ["1: a"]);
    for (const node of nodes.slice(0, 4)) {
      assert.deepEqual(node.refusals, ["wildcards-not-supported"]);
      assert.deepEqual(node.answers, [{ filter: node.filter.wire }]);
    }
  });

  it("are shared subscriptions, if it says so", () => {
    const nodes = [new FakeSubscriber("$share/g/a"), new FakeSubscriber("a/+")] as const;
    const { broker } = limited({ sharedSubscriptions: false }, ...nodes);
    assert.deepEqual(broker.asked, ["1: a/+"]);
    assert.deepEqual([nodes[0].refusals, nodes[0].answers], [["shared-not-supported"], [{ filter: "$share/g/a" }]]);
  });

  it("is told to who comes later, once", () => {
    const { subscriptions, broker } = limited({ wildcards: false });
    const node = new FakeSubscriber("a/+");
    subscriptions.add(node);
    subscriptions.reconcile();
    assert.deepEqual([broker.asked, node.refusals], [[], ["wildcards-not-supported"]]);
  });

  it("may be allowed by the next one", () => {
    const node = new FakeSubscriber("a/+");
    const { subscriptions } = limited({ wildcards: false }, node);
    subscriptions.disconnected();
    const broker = new FakeBroker();
    subscriptions.connected(broker, session());
    assert.deepEqual(broker.asked, ["1: a/+"]);
    broker.answer(1);
    assert.deepEqual(node.answers.at(-1), 1);
  });

  it("is named in words, too, where it only says so in its SUBACK [MQTT 5, 3.9.3]", () => {
    const nodes = ["a", "b", "c"].map((filter) => new FakeSubscriber(filter));
    const { broker } = limited({}, ...nodes);
    broker.answer(0xa2, 0x9e, 0x8f);
    assert.deepEqual(
      nodes.map(({ refusals }) => refusals),
      [["wildcards-not-supported"], ["shared-not-supported"], ["subscribe-refused"]],
    );
  });

  function limited(
    limits: Partial<SubscribeLimits>,
    ...nodes: FakeSubscriber[]
  ): { subscriptions: Subscriptions; broker: FakeBroker } {
    const subscriptions = createSubscriptions();
    const broker = new FakeBroker();
    for (const node of nodes) subscriptions.add(node);
    subscriptions.connected(broker, session(limits));
    return { subscriptions, broker };
  }
});
