import assert from "node:assert/strict";
import { connect, createSubscriptions, FakeRecord, FakeSubscriber, receive, session } from "../fake-subscriber";
import { asking, type House, leave } from "../house";

const KEPT = { sessionExpiry: 100 };

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
    const { subscriptions, broker, got } = subscribedBy(nodes);
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

interface GrantedHouse extends House {
  /** In the order of the SUBSCRIBEs. */
  readonly identifiers: number[];
  readonly got: (topic: string, identifiers?: number | number[]) => number;
}

/** Nodes whose filters the broker has granted, in a session that it keeps. */
function granted(...filters: string[]): GrantedHouse {
  return grantedTo(filters.map((filter) => new FakeSubscriber(filter)));
}

function grantedTo(nodes: FakeSubscriber[]): GrantedHouse {
  const house = subscribedBy(nodes);
  house.broker.settle();
  return house;
}

function subscribedBy(nodes: FakeSubscriber[]): GrantedHouse {
  const house = asking(KEPT, ...nodes);
  const { subscriptions, broker } = house;
  const identifiers = broker.requests.flatMap(({ identifier }) => identifier ?? []);
  const got = (topic: string, named?: number | number[]): number =>
    receive(subscriptions, topic, named === undefined ? {} : { identifiers: named });
  return { ...house, identifiers, got };
}

function topics(nodes: readonly FakeSubscriber[]): string[][] {
  return nodes.map((node) => node.topics);
}
