import assert from "node:assert/strict";
import { createSubscriptions, FakeBroker, FakeSubscriber, session, subscribed } from "../fake-subscriber";

describe("subscribing", () => {
  it("asks for nothing where nobody wants anything", () => {
    assert.deepEqual(subscribed(0).broker.asked, []);
  });

  it("takes one SUBSCRIBE for each QoS", () => {
    const wanted = [
      ["a", 1],
      ["b", 0],
      ["c/#", 2],
      ["d", 1],
      ["e", 0],
    ] as const;
    const { broker } = subscribed(0, ...wanted.map(([filter, qos]) => new FakeSubscriber(filter, qos)));
    assert.deepEqual(broker.asked, ["1: a, d", "0: b, e", "2: c/#"]);
  });

  it("takes no more filters in one SUBSCRIBE than the broker allows", () => {
    const filters = ["a", "b", "c", "d", "e"].map((filter) => new FakeSubscriber(filter));
    assert.deepEqual(subscribed(2, ...filters, new FakeSubscriber("f", 0)).broker.asked, [
      "1: a, b",
      "1: c, d",
      "1: e",
      "0: f",
    ]);
    assert.deepEqual(subscribed(5, ...filters).broker.asked, ["1: a, b, c, d, e"]);
  });

  it("asks once for a filter of several nodes, with the highest QoS of them", () => {
    for (const qos of [
      [0, 2, 1],
      [2, 0, 1],
      [1, 2, 0],
    ] as const) {
      const { broker } = subscribed(0, ...qos.map((each) => new FakeSubscriber("a/+", each)));
      assert.deepEqual(broker.asked, ["2: a/+"]);
    }
  });

  it("asks once for filters that differ in the names of their wildcards only", () => {
    const { broker } = subscribed(
      0,
      new FakeSubscriber("a/+room"),
      new FakeSubscriber("a/+"),
      new FakeSubscriber("a/+r"),
    );
    assert.deepEqual(broker.asked, ["1: a/+"]);
  });

  it("asks for a shared subscription apart from the filter behind its group", () => {
    const { broker } = subscribed(
      0,
      new FakeSubscriber("$share/g/a"),
      new FakeSubscriber("a"),
      new FakeSubscriber("$share/h/a"),
    );
    assert.deepEqual(broker.asked, ["1: $share/g/a", "1: a", "1: $share/h/a"]);
  });

  it("waits until it is told to", () => {
    const { subscriptions, broker } = subscribed(0);
    subscriptions.add(new FakeSubscriber("a"));
    assert.deepEqual(broker.asked, []);
    subscriptions.reconcile();
    assert.deepEqual(broker.asked, ["1: a"]);
  });

  it("asks only for what is new", () => {
    const { subscriptions, broker } = subscribed(0, new FakeSubscriber("a"));
    subscriptions.add(new FakeSubscriber("b"));
    subscriptions.reconcile();
    subscriptions.reconcile();
    assert.deepEqual(broker.asked, ["1: a", "1: b"]);
  });

  it("asks again when another node joins a filter, which wants the retained messages too", () => {
    const { subscriptions, broker } = subscribed(0, new FakeSubscriber("a", 2));
    subscriptions.add(new FakeSubscriber("a", 0));
    subscriptions.reconcile();
    assert.deepEqual(broker.asked, ["2: a", "2: a"]);
  });

  it("asks for everything again after a reconnect", () => {
    const { subscriptions } = subscribed(0, new FakeSubscriber("a"), new FakeSubscriber("b", 0));
    subscriptions.disconnected();
    subscriptions.add(new FakeSubscriber("c"));
    subscriptions.reconcile();
    const broker = new FakeBroker();
    subscriptions.connected(broker, session());
    assert.deepEqual(broker.asked, ["1: a, c", "0: b"]);
    subscriptions.reconcile();
    assert.equal(broker.asked.length, 2);
  });

  it("asks nothing of a broker that is gone", () => {
    const { subscriptions, broker } = subscribed(0, new FakeSubscriber("a"));
    subscriptions.disconnected();
    subscriptions.add(new FakeSubscriber("b"));
    subscriptions.reconcile();
    assert.deepEqual(broker.asked, ["1: a"]);
  });
});

describe("unsubscribing", () => {
  it("takes one UNSUBSCRIBE for all filters that nobody wants any more", () => {
    const nodes = ["a", "b", "c"].map((filter) => new FakeSubscriber(filter));
    const { subscriptions, broker } = subscribed(0, ...nodes);
    for (const node of nodes.slice(0, 2)) subscriptions.remove(node);
    subscriptions.reconcile();
    subscriptions.reconcile();
    assert.deepEqual(broker.asked, ["1: a, b, c", "-: a, b"]);
  });

  it("waits for the last of several nodes", () => {
    const nodes = [new FakeSubscriber("a"), new FakeSubscriber("a")] as const;
    const { subscriptions, broker } = subscribed(0, ...nodes);
    subscriptions.remove(nodes[0]);
    subscriptions.reconcile();
    assert.deepEqual(broker.asked, ["1: a"]);
    subscriptions.remove(nodes[1]);
    subscriptions.reconcile();
    assert.deepEqual(broker.asked, ["1: a", "-: a"]);
  });

  it("asks nothing for a filter that was never subscribed", () => {
    const { subscriptions, broker } = subscribed(0);
    const node = new FakeSubscriber("a");
    subscriptions.add(node);
    subscriptions.remove(node);
    subscriptions.reconcile();
    assert.deepEqual(broker.asked, []);
  });

  it("comes after subscribing, and spares a filter that was taken up again meanwhile", () => {
    const nodes = ["a", "b"].map((filter) => new FakeSubscriber(filter));
    const { subscriptions, broker } = subscribed(0, ...nodes);
    for (const node of nodes) subscriptions.remove(node);
    for (const filter of ["b", "c"]) subscriptions.add(new FakeSubscriber(filter));
    subscriptions.reconcile();
    assert.deepEqual(broker.asked.slice(1), ["1: b, c", "-: a"]);
  });

  it("isn't needed over a reconnect, which asks only for what is wanted", () => {
    const node = new FakeSubscriber("a");
    const { subscriptions } = subscribed(0, node, new FakeSubscriber("b"));
    subscriptions.disconnected();
    subscriptions.remove(node);
    subscriptions.reconcile();
    const broker = new FakeBroker();
    subscriptions.connected(broker, session());
    subscriptions.reconcile();
    assert.deepEqual(broker.asked, ["1: b"]);
  });

  it("leaves a filter free to be asked for again", () => {
    const node = new FakeSubscriber("a");
    const { subscriptions, broker } = subscribed(0, node);
    subscriptions.remove(node);
    subscriptions.reconcile();
    subscriptions.add(node);
    subscriptions.reconcile();
    assert.deepEqual(broker.asked, ["1: a", "-: a", "1: a"]);
  });

  it("ignores who never subscribed", () => {
    const { subscriptions, broker } = subscribed(0, new FakeSubscriber("a"));
    subscriptions.remove(new FakeSubscriber("a"));
    subscriptions.remove(new FakeSubscriber("b"));
    subscriptions.reconcile();
    assert.deepEqual(broker.asked, ["1: a"]);
  });
});

describe("a subscription and what the broker remembers or takes", () => {
  it("is withdrawn after a reconnect where the broker still knows it from before", () => {
    const node = new FakeSubscriber("a");
    const { subscriptions } = subscribed(0, node, new FakeSubscriber("b"));
    subscriptions.disconnected();
    subscriptions.remove(node);
    subscriptions.reconcile();
    const broker = new FakeBroker();
    subscriptions.connected(broker, session({}, true));
    assert.deepEqual(broker.asked, ["1: b", "-: a"]);
  });

  it("keeps each SUBSCRIBE within the server's Maximum Packet Size, and refuses a filter that alone is larger", () => {
    const large = new FakeSubscriber("x".repeat(50));
    const subscriptions = createSubscriptions();
    for (const node of [new FakeSubscriber("a".repeat(20)), large, new FakeSubscriber("b".repeat(20))]) {
      subscriptions.add(node);
    }
    const broker = new FakeBroker();
    subscriptions.connected(broker, session({ maximumPacketSize: 50 }));
    assert.deepEqual(broker.asked, [`1: ${"a".repeat(20)}`, `1: ${"b".repeat(20)}`]);
    assert.deepEqual(large.answers, [{ filter: large.filter.wire, reason: "code 149" }]);
  });
});

describe("an UNSUBSCRIBE", () => {
  it("keeps to the most filters a SUBSCRIBE may have, and to the server's Maximum Packet Size", () => {
    const nodes = ["a", "b", "c"].map((filter) => new FakeSubscriber(filter.repeat(20)));
    for (const [batch, maximumPacketSize] of [
      [1, undefined],
      [0, 50],
    ] as const) {
      const subscriptions = createSubscriptions(batch);
      const broker = new FakeBroker();
      for (const node of nodes) subscriptions.add(node);
      subscriptions.connected(broker, session({ maximumPacketSize }));
      for (const node of nodes) subscriptions.remove(node);
      subscriptions.reconcile();
      const unsubscribed = broker.asked.filter((packet) => packet.startsWith("-"));
      assert.deepEqual(
        unsubscribed,
        nodes.map(({ filter }) => `-: ${filter.wire}`),
      );
    }
  });
});
