import assert from "node:assert/strict";
import type { Subscriptions } from "../../../../nodes/lib/subscriptions/subscriptions";
import { createSubscriptions, FakeBroker, FakeSubscriber, receive, session } from "../fake-subscriber";
import { asking, leave } from "../house";

const CLEAN = { subscriptionIdentifiers: false };

describe("No Local [MQTT 5, 3.8.3.1]", () => {
  it("is asked for where a node wants it", () => {
    const { broker } = asking({}, withoutOwn("a"), new FakeSubscriber("b"));
    assert.deepEqual(
      broker.requests.map(({ filters, noLocal }) => [filters, noLocal]),
      [
        [["a"], true],
        [["b"], false],
      ],
    );
  });

  it("can't be had before MQTT 5: the node is refused in words, and the others of its filter are subscribed", () => {
    for (const protocolVersion of [3, 4] as const) {
      const nodes = [withoutOwn("a"), new FakeSubscriber("a"), withoutOwn("b")] as const;
      const subscriptions = createSubscriptions();
      for (const node of nodes) subscriptions.add(node);
      const broker = connectWith(subscriptions, protocolVersion);
      assert.deepEqual(broker.asked, ["1: a"]);
      broker.settle();
      assert.deepEqual(nodes[0].refusals, ["no-local-not-supported"]);
      assert.deepEqual(nodes[0].answers, [{ filter: "a" }]);
      assert.deepEqual(nodes[2].answers, [{ filter: "b" }]);
      assert.deepEqual(nodes[1].answers, [1]);
    }
  });

  it("is refused to a node once, and again on the next connection", () => {
    const node = withoutOwn("a");
    const subscriptions = createSubscriptions();
    subscriptions.add(node);
    connectWith(subscriptions, 4);
    subscriptions.reconcile();
    assert.equal(node.refusals.length, 1);
    subscriptions.disconnected();
    connectWith(subscriptions, 4);
    assert.equal(node.refusals.length, 2);
  });

  it("may be had from the next broker", () => {
    const node = withoutOwn("a");
    const subscriptions = createSubscriptions();
    subscriptions.add(node);
    connectWith(subscriptions, 4);
    subscriptions.disconnected();
    const broker = connectWith(subscriptions, 5);
    broker.settle();
    assert.deepEqual([broker.asked, node.answers.at(-1)], [["1: a"], 1]);
  });
});

describe("two nodes of one filter that disagree on No Local", () => {
  it("can't both be had: the later is refused in words, and gets nothing", () => {
    for (const nodes of [
      [withoutOwn("a"), new FakeSubscriber("a", 2)],
      [new FakeSubscriber("a"), withoutOwn("a")],
    ] as const) {
      const [first, second] = nodes;
      const { subscriptions, broker } = asking({}, ...nodes);
      assert.deepEqual(
        broker.requests.map(({ qos, noLocal }) => [qos, noLocal]),
        [[1, first.options.noLocal]],
      );
      broker.settle();
      assert.deepEqual([first.answers, second.answers], [[1], [{ filter: "a" }]]);
      assert.deepEqual(second.refusals, ["no-local-disagrees"]);
      assert.equal(receive(subscriptions, "a"), 1);
      assert.equal(receive(subscriptions, "a", { identifiers: 1 }), 1);
      assert.equal(receive(subscriptions, "a", { identifiers: 1, retain: true }), 1);
      assert.deepEqual([first.topics, second.topics], [["a", "a", "a"], []]);
    }
  });

  it("keep the first of them, however many come", () => {
    const nodes = [new FakeSubscriber("a"), withoutOwn("a"), new FakeSubscriber("a"), withoutOwn("a")];
    const { broker } = asking({}, ...nodes);
    broker.settle();
    assert.deepEqual(
      nodes.map(({ refusals }) => refusals.length),
      [0, 1, 0, 1],
    );
  });

  it("leave the place to the second when the first has gone, with its retained messages", () => {
    const [first, second] = [new FakeSubscriber("a"), withoutOwn("a")];
    const { subscriptions, broker } = asking({}, first, second);
    broker.settle();
    leave(subscriptions, first);
    const request = broker.requests.at(-1);
    assert.deepEqual([request?.filters, request?.noLocal, request?.withRetained], [["a"], true, true]);
    broker.settle();
    assert.equal(second.answers.at(-1), 1);
    assert.equal(receive(subscriptions, "a", { identifiers: 2 }), 1);
    assert.equal(receive(subscriptions, "a", { identifiers: 2, retain: true }), 1);
  });

  it("leave the place, too, to one that once had it, with its retained messages", () => {
    const [first, second] = [new FakeSubscriber("a", 1, "n"), withoutOwn("a")];
    const { subscriptions, broker } = asking({}, first, second);
    broker.settle();
    subscriptions.remove(first);
    subscriptions.add(new FakeSubscriber("a", 1, "n"));
    subscriptions.reconcile();
    broker.settle();
    leave(subscriptions, second);
    const request = broker.requests.at(-1);
    assert.deepEqual([request?.noLocal, request?.withRetained], [false, true]);
  });

  it("may be of different filters", () => {
    const nodes = [new FakeSubscriber("a/#"), withoutOwn("a/b")];
    const { broker } = asking(CLEAN, ...nodes);
    broker.settle();
    assert.deepEqual(broker.asked, ["1: a/#", "1: a/b"]);
  });
});

describe("a shared subscription that another filter meets", () => {
  it("is refused in words without subscription identifiers, and gets nothing", () => {
    const nodes = [new FakeSubscriber("$share/g/a/+"), new FakeSubscriber("+/b"), new FakeSubscriber("c")] as const;
    const { subscriptions, broker } = asking(CLEAN, ...nodes);
    assert.deepEqual(broker.asked, ["1: +/b, c"]);
    broker.settle();
    assert.deepEqual(nodes[0].refusals, ["shared-overlaps"]);
    assert.deepEqual(nodes[0].answers, [{ filter: "$share/g/a/+", other: "+/b" }]);
    assert.equal(receive(subscriptions, "a/b"), 1);
    assert.equal(receive(subscriptions, "a/c"), 0);
  });

  it("is told apart by its identifier where there are such", () => {
    const { broker } = asking({}, new FakeSubscriber("$share/g/a/+"), new FakeSubscriber("+/b"));
    assert.deepEqual(broker.asked, ["1: $share/g/a/+", "1: +/b"]);
  });

  it("is admitted when the other has gone", () => {
    const [shared, other] = [new FakeSubscriber("$share/g/a"), new FakeSubscriber("a")];
    const { subscriptions, broker } = asking(CLEAN, shared, other);
    broker.settle();
    leave(subscriptions, other);
    broker.settle();
    assert.equal(shared.answers.at(-1), 1);
    assert.equal(receive(subscriptions, "a"), 1);
  });

  it("is told of another that it meets when the first has gone", () => {
    const nodes = [new FakeSubscriber("$share/g/a"), new FakeSubscriber("a"), new FakeSubscriber("+")] as const;
    const { subscriptions, broker } = asking(CLEAN, ...nodes);
    broker.settle();
    leave(subscriptions, nodes[1]);
    broker.settle();
    subscriptions.reconcile();
    assert.deepEqual(nodes[0].answers, [
      { filter: "$share/g/a", other: "a" },
      { filter: "$share/g/a", other: "+" },
    ]);
  });

  it("comes to be refused where the other comes later, and is given up", () => {
    const shared = new FakeSubscriber("$share/g/a");
    const { subscriptions, broker } = asking(CLEAN, shared);
    broker.settle();
    subscriptions.add(new FakeSubscriber("#"));
    subscriptions.reconcile();
    broker.settle();
    assert.deepEqual(broker.asked, ["1: $share/g/a", "1: #", "-: $share/g/a"]);
    assert.deepEqual(shared.refusals, ["shared-overlaps"]);
  });
});

function withoutOwn(filter: string): FakeSubscriber {
  return new FakeSubscriber(filter, 1, undefined, { noLocal: true });
}

function connectWith(subscriptions: Subscriptions, protocolVersion: 3 | 4 | 5): FakeBroker {
  const broker = new FakeBroker();
  subscriptions.connected(broker, { ...session(protocolVersion === 5 ? {} : CLEAN), protocolVersion });
  return broker;
}
