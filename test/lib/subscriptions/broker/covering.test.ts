import assert from "node:assert/strict";
import type { Subscriptions } from "../../../../nodes/lib/subscriptions/subscriptions";
import { connect, createSubscriptions, FakeSubscriber, KEPT_WITHOUT_IDENTIFIERS, receive } from "../fake-subscriber";
import { asking, type House, join, leave } from "../house";

const CLEAN = { subscriptionIdentifiers: false };

describe("without subscription identifiers, a filter that another covers", () => {
  it("isn't asked for: the other is, and its answer holds for both", () => {
    const { broker, nodes } = asked(new FakeSubscriber("a/b"), new FakeSubscriber("a/#"), new FakeSubscriber("c"));
    assert.deepEqual(broker.next(), ["1: a/#, c"]);
    broker.answer(1, 1);
    assert.deepEqual(answers(nodes), [[1], [1], [1]]);
    assert.deepEqual(broker.next(), []);
  });

  it("is told, too, that the broker has granted less than asked for", () => {
    const { broker, nodes } = asked(new FakeSubscriber("a/b", 2), new FakeSubscriber("a/#", 1));
    assert.deepEqual(broker.next(), ["2: a/#"]);
    broker.answer(0);
    assert.deepEqual(answers(nodes), [[0], [0]]);
  });

  it("gives the other its QoS, if it is higher", () => {
    const nodes = [new FakeSubscriber("a/b", 2), new FakeSubscriber("a/c", 0), new FakeSubscriber("a/#", 1)];
    assert.deepEqual(asked(...nodes).broker.asked, ["2: a/#"]);
  });

  it("gives it 1 at most where the acknowledgement of any of its messages may be held", () => {
    for (const acknowledging of ["a/b", "a/#"]) {
      const nodes = ["a/b", "a/c", "a/#"].map(
        (filter) => new FakeSubscriber(filter, 2, undefined, { acknowledges: filter === acknowledging }),
      );
      assert.deepEqual(asked(...nodes).broker.asked, ["1: a/#"]);
    }
  });

  it("has the other asked with 1 again, where acknowledgements have to be held from now on", () => {
    for (const retained of ["always", "never"] as const) {
      const { subscriptions, broker } = settled(new FakeSubscriber("a/#", 2));
      join(subscriptions, new FakeSubscriber("a/b", 1, undefined, { acknowledges: true, retained }));
      assert.ok(broker.next().includes("1: a/#"), retained);
    }
  });

  it("isn't covered by QoS 0 where the broker keeps the session, and would have to keep everything", () => {
    const nodes = [new FakeSubscriber("a/b", 1), new FakeSubscriber("a/c", 0), new FakeSubscriber("a/#", 0)];
    const broker = connect(subscriptionsOf(nodes), KEPT_WITHOUT_IDENTIFIERS);
    assert.deepEqual(broker.asked, ["1: a/b", "0: a/#"]);
  });

  it("is never a shared one", () => {
    const { broker } = asked(new FakeSubscriber("$share/g/b/c"), new FakeSubscriber("a/#"));
    assert.deepEqual(broker.asked, ["1: $share/g/b/c, a/#"]);
  });
});

describe("without subscription identifiers, a filter that comes to be covered", () => {
  it("is given up after the other was granted, for which it was kept", () => {
    const { subscriptions, broker } = settled(new FakeSubscriber("a/b"), new FakeSubscriber("a/c"));
    join(subscriptions, new FakeSubscriber("a/#"), new FakeSubscriber("d", 0));
    assert.deepEqual(broker.next(), ["1: a/#", "0: d"]);
    broker.answer(1);
    assert.deepEqual(broker.next(), []);
    broker.answer(0);
    assert.deepEqual(broker.next(), ["-: a/b, a/c"]);
    broker.confirm();
    subscriptions.reconcile();
    assert.deepEqual(broker.next(), []);
  });

  it("is told what was granted to the other", () => {
    const { subscriptions, broker, nodes } = settled(new FakeSubscriber("a/b"));
    join(subscriptions, new FakeSubscriber("a/#"));
    broker.answer(0);
    broker.confirm();
    assert.deepEqual(answers(nodes), [[1, 0]]);
  });

  it("stays where the other is refused", () => {
    const { subscriptions, broker } = settled(new FakeSubscriber("a/b"));
    join(subscriptions, new FakeSubscriber("a/#"));
    broker.answer(0x87);
    assert.deepEqual(broker.next(), ["1: a/#"]);
  });

  it("isn't asked for again by who joins it, but for the retained messages", () => {
    for (const [retained, expected] of [
      ["never", []],
      ["new", ["1: a/b", "-: a/b"]],
    ] as const) {
      const { subscriptions, broker } = settled(new FakeSubscriber("a/#"), new FakeSubscriber("a/b"));
      join(subscriptions, new FakeSubscriber("a/b", 1, undefined, { retained }));
      broker.settle();
      assert.deepEqual(broker.next(), expected);
    }
  });
});

describe("without subscription identifiers, a new filter that another covers already", () => {
  it("is asked for its retained messages, and given up", () => {
    const { subscriptions, broker } = settled(new FakeSubscriber("a/#"));
    const node = new FakeSubscriber("a/b");
    join(subscriptions, node);
    assert.deepEqual([broker.next(), node.answers], [["1: a/b"], []]);
    broker.answer(1);
    assert.deepEqual(broker.next(), ["-: a/b"]);
    broker.confirm();
    assert.deepEqual([broker.next(), node.answers], [[], [1]]);
  });

  it("isn't asked for where it wants none: it is told at once", () => {
    const { subscriptions, broker } = settled(new FakeSubscriber("a/#", 0));
    const node = new FakeSubscriber("a/b", 0, undefined, { retained: "never" });
    join(subscriptions, node);
    assert.deepEqual([broker.next(), node.answers], [[], [0]]);
  });

  it("has the other asked with the higher QoS that it wants, by which its retained messages come", () => {
    const { subscriptions, broker, nodes } = settled(new FakeSubscriber("a/#", 0));
    const node = new FakeSubscriber("a/b", 2);
    join(subscriptions, node);
    assert.deepEqual(broker.next(), ["2: a/#"]);
    broker.answer(1);
    assert.deepEqual([broker.next(), node.answers, answers(nodes)], [[], [1], [[0, 1]]]);
  });

  it("has others that are covered told what is granted now", () => {
    const { subscriptions, broker, nodes } = settled(new FakeSubscriber("a/#", 1), new FakeSubscriber("a/b", 1));
    join(subscriptions, new FakeSubscriber("a/c", 2));
    broker.answer(0);
    assert.deepEqual(answers(nodes), [
      [1, 0],
      [1, 0],
    ]);
  });

  it("leaves the other at the higher QoS that nobody wants any more", () => {
    const node = new FakeSubscriber("a/b", 2);
    const { subscriptions, broker } = settled(new FakeSubscriber("a/#", 0), node);
    subscriptions.remove(node);
    subscriptions.reconcile();
    assert.deepEqual(broker.next(), []);
  });

  it("is asked for with what the server grants at most", () => {
    const subscriptions = subscriptionsOf([new FakeSubscriber("a/#", 2)]);
    const broker = connect(subscriptions, { ...CLEAN, maximumQos: 1 });
    broker.settle();
    join(subscriptions, new FakeSubscriber("a/b", 2));
    broker.settle();
    assert.deepEqual(broker.asked, ["1: a/#", "1: a/b", "-: a/b"]);
  });
});

describe("without subscription identifiers, a covering filter", () => {
  it("that is refused has those it covers asked for one by one, and only its own nodes are told so", () => {
    const { broker, nodes } = asked(new FakeSubscriber("a/b"), new FakeSubscriber("a/#"), new FakeSubscriber("a/c", 0));
    broker.answer(0x87);
    assert.deepEqual(broker.next(), ["1: a/#", "1: a/b", "0: a/c"]);
    assert.deepEqual(
      nodes.map(({ refusals }) => refusals),
      [[], ["subscribe-refused"], []],
    );
    assert.ok(broker.requests.every(({ withRetained }) => withRetained));
    broker.settle();
    assert.deepEqual(answers(nodes), [[1], [{ filter: "a/#", reason: "code 135" }], [0]]);
  });

  it("that the server can't take, by its limits, leaves those it covers to themselves", () => {
    const nodes = [new FakeSubscriber("a/b"), new FakeSubscriber("a/#")];
    const broker = connect(subscriptionsOf(nodes), { ...CLEAN, wildcards: false });
    assert.deepEqual(broker.asked, ["1: a/b"]);
  });

  it("that nobody wants any more is given up after those it covered have been granted", () => {
    const wide = new FakeSubscriber("a/#");
    const { subscriptions, broker } = settled(wide, new FakeSubscriber("a/b"), new FakeSubscriber("a/c", 0));
    leave(subscriptions, wide);
    assert.deepEqual(broker.next(), ["1: a/b", "0: a/c"]);
    assert.ok(broker.requests.slice(-2).every(({ withRetained }) => !withRetained));
    broker.answer(1);
    assert.deepEqual(broker.next(), []);
    broker.answer(0);
    assert.deepEqual(broker.next(), ["-: a/#"]);
  });

  it("that nobody wants any more brings no message twice meanwhile, and none too few", () => {
    const wide = new FakeSubscriber("a/#");
    const narrow = new FakeSubscriber("a/b");
    const { subscriptions } = settled(wide, narrow);
    leave(subscriptions, wide);
    assert.equal(receive(subscriptions, "a/b"), 1);
    assert.equal(receive(subscriptions, "a/c"), 0);
    assert.deepEqual([narrow.topics, wide.topics], [["a/b"], []]);
  });

  it("is covered by the next one that is wider", () => {
    const { subscriptions, broker } = settled(new FakeSubscriber("a/#"), new FakeSubscriber("a/b"));
    join(subscriptions, new FakeSubscriber("#"));
    broker.settle();
    assert.deepEqual(broker.next(), ["1: #", "-: a/#"]);
  });

  it("is asked for again in a session that doesn't go on, and nothing else", () => {
    const { subscriptions } = settled(new FakeSubscriber("a/b"), new FakeSubscriber("a/#"));
    subscriptions.disconnected();
    assert.deepEqual(connect(subscriptions, CLEAN).asked, ["1: a/#"]);
  });

  it("isn't asked for again in a session that goes on, where nobody waits for retained messages", () => {
    const subscriptions = subscriptionsOf([
      new FakeSubscriber("a/b", 1, undefined, { retained: "new" }),
      new FakeSubscriber("a/#", 1, undefined, { retained: "never" }),
    ]);
    connect(subscriptions, KEPT_WITHOUT_IDENTIFIERS).settle();
    subscriptions.disconnected();
    assert.deepEqual(connect(subscriptions, KEPT_WITHOUT_IDENTIFIERS, true).asked, []);
  });
});

function subscriptionsOf(nodes: readonly FakeSubscriber[]): Subscriptions {
  const subscriptions = createSubscriptions();
  for (const node of nodes) subscriptions.add(node);
  return subscriptions;
}

/** Nodes whose filters a broker of MQTT 3.1.1 was just asked for. */
function asked(...nodes: FakeSubscriber[]): House {
  return asking(CLEAN, ...nodes);
}

/** The same, after its answers. */
function settled(...nodes: FakeSubscriber[]): House {
  const house = asked(...nodes);
  house.broker.settle();
  house.broker.next();
  return house;
}

function answers(nodes: readonly FakeSubscriber[]): unknown[] {
  return nodes.map((node) => node.answers);
}
