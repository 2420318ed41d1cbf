import assert from "node:assert/strict";
import type { SubscriptionOptions } from "../../../../nodes/lib/subscriptions/subscription-options";
import type { Subscriptions } from "../../../../nodes/lib/subscriptions/subscriptions";
import { ManualClock } from "../../../support/manual-clock";
import {
  connect,
  createSubscriptions,
  FakeRecord,
  FakeSubscriber,
  KEPT_WITHOUT_IDENTIFIERS,
  receive,
  type FakeBroker,
} from "../fake-subscriber";
import { asking, type Limits } from "../house";

const KINDS = [
  ["with subscription identifiers", { sessionExpiry: 100 }],
  ["without subscription identifiers", KEPT_WITHOUT_IDENTIFIERS],
] as const;

for (const [words, limits] of KINDS) {
  const house = (...nodes: FakeSubscriber[]): House => new House(limits, nodes);

  describe(`retained messages ${words}`, () => {
    it("are asked for at start, by a node that wants always or new ones", () => {
      const { broker } = house(wanting("always"), new FakeSubscriber("b", 1, "never", { retained: "never" }));
      assert.deepEqual(asked(broker), [
        ["a", true],
        ["b", false],
      ]);
      assert.deepEqual(asked(house(wanting("new")).broker), [["a", true]]);
      assert.deepEqual(asked(house(wanting("never")).broker), [["a", false]]);
    });

    it("are asked for after each reconnect by a node that always wants them", () => {
      for (const sessionPresent of [false, true]) {
        const { subscriptions } = house(wanting("always")).settle();
        subscriptions.disconnected();
        assert.deepEqual(asked(connect(subscriptions, limits, sessionPresent)), [["a", true]]);
      }
    });

    it("are asked for only in a new session by a node that wants those of a new subscription", () => {
      for (const [sessionPresent, expected] of [
        [false, [["a", true]]],
        [true, []],
      ] as const) {
        const { subscriptions } = house(wanting("new")).settle();
        subscriptions.disconnected();
        assert.deepEqual(asked(connect(subscriptions, limits, sessionPresent)), expected);
      }
    });

    it("are asked for in the old session by a node that is new in it", () => {
      const { subscriptions } = house().settle();
      subscriptions.disconnected();
      subscriptions.add(wanting("new"));
      assert.deepEqual(asked(connect(subscriptions, limits, true)), [["a", true]]);
    });

    it("aren't asked for again by a new process that finds its subscription in the session", () => {
      for (const [retained, wantsThem] of [
        ["new", false],
        ["never", false],
        ["always", true],
      ] as const) {
        const record = new FakeRecord({
          clientId: "me",
          filters: [{ wire: "a", pattern: "a", identifiers: [] }],
        });
        const subscriptions = createSubscriptions(0, undefined, record);
        subscriptions.add(wanting(retained));
        assert.deepEqual(asked(connect(subscriptions, limits, true)), [["a", wantsThem]], retained);
      }
    });

    it("are asked for where the link was lost before the broker's answer", () => {
      for (const retained of ["always", "new"] as const) {
        const { subscriptions } = house(wanting(retained));
        subscriptions.disconnected();
        assert.deepEqual(asked(connect(subscriptions, limits, true)), [["a", true]], retained);
      }
    });

    it("come to who asked, once, and to nobody else", () => {
      const old = new FakeSubscriber("a/#");
      const never = new FakeSubscriber("a/b", 1, undefined, { retained: "never" });
      const { subscriptions, retain, broker } = house(old, never).settle();
      assert.equal(retain("a/b", "1", 0), 1);
      const node = new FakeSubscriber("a/b");
      subscriptions.add(node);
      subscriptions.reconcile();
      assert.ok(asked(broker).some(([filters, withRetained]) => filters === "a/b" && withRetained));
      assert.equal(retain("a/b"), 1);
      assert.deepEqual([old.topics, never.topics, node.topics], [["a/b"], [], ["a/b"]]);
    });

    it("come to a node that joins others of its filter, and not to them", () => {
      const old = new FakeSubscriber("a");
      const { subscriptions, retain } = house(old).settle();
      retain("a");
      const nodes = [new FakeSubscriber("a"), new FakeSubscriber("a")] as const;
      for (const node of nodes) subscriptions.add(node);
      subscriptions.reconcile();
      assert.equal(retain("a"), 2);
      assert.equal(old.received.length, 1);
    });

    it("come to each of two nodes that join one after the other before the first answer, once", () => {
      const nodes = [new FakeSubscriber("a"), new FakeSubscriber("a")] as const;
      const { subscriptions, broker, retain } = house(nodes[0]);
      subscriptions.add(nodes[1]);
      subscriptions.reconcile();
      assert.deepEqual(asked(broker), [
        ["a", true],
        ["a", true],
      ]);
      broker.answer(1);
      retain("a", "1", 0);
      broker.answer(1);
      retain("a", "1", 1);
      assert.deepEqual(
        nodes.map(({ topics }) => topics),
        [["a"], ["a"]],
      );
    });

    it("aren't wanted by the next instance of a node after a deploy", () => {
      const node = new FakeSubscriber("a", 1, "n");
      const { subscriptions, broker, retain } = house(node).settle();
      retain("a");
      const next = new FakeSubscriber("a", 1, "n");
      subscriptions.remove(node);
      subscriptions.add(next);
      subscriptions.add(new FakeSubscriber("a"));
      subscriptions.reconcile();
      broker.settle();
      assert.equal(retain("a"), 1);
      assert.deepEqual(next.topics, []);
    });

    it("come to the next instance of a node where they are still to come", () => {
      const node = new FakeSubscriber("a", 1, "n");
      const { subscriptions, retain } = house(node);
      const next = new FakeSubscriber("a", 1, "n");
      subscriptions.remove(node);
      subscriptions.add(next);
      subscriptions.reconcile();
      assert.equal(retain("a"), 1);
      assert.deepEqual([node.topics, next.topics], [[], ["a"]]);
    });

    it("are asked for by the next instance of a node, where the connection was lost and came back meanwhile", () => {
      const node = new FakeSubscriber("a", 1, "n");
      const { subscriptions } = house(node).settle();
      subscriptions.remove(node);
      subscriptions.disconnected();
      const broker = connect(subscriptions, limits);
      broker.settle();
      const next = new FakeSubscriber("a", 1, "n");
      subscriptions.add(next);
      subscriptions.reconcile();
      assert.deepEqual(asked(broker).at(-1), ["a", true]);
    });

    it("are asked for again, for those who waited only, where the broker refuses the SUBSCRIBE", () => {
      const old = new FakeSubscriber("a/b");
      const { subscriptions, broker, retain } = house(old).settle();
      retain("a/b");
      subscriptions.add(new FakeSubscriber("a/#"));
      subscriptions.reconcile();
      broker.answer(0x87);
      broker.settle();
      assert.equal(asked(broker).length, 2);
      assert.equal(retain("a/b"), 0);
      assert.deepEqual(old.topics, ["a/b"]);
    });

    it("go to everybody where the flag is as it was published, by wish of anybody [MQTT 5, 3.3.1.3]", () => {
      const asPublished = new FakeSubscriber("a/+", 1, undefined, { retainAsPublished: true });
      const { subscriptions, retain, broker } = house(new FakeSubscriber("a/#"), asPublished).settle();
      assert.deepEqual(
        broker.requests.map(({ filters, retainAsPublished }) => [filters.join(), retainAsPublished]),
        [
          ["a/#", false],
          ["a/+", true],
        ],
      );
      subscriptions.add(new FakeSubscriber("a/b", 1, undefined, { retained: "never" }));
      subscriptions.reconcile();
      assert.equal(retain("a/b", "1", undefined, [1, 2, 3]), 3);
      assert.equal(retain("a/b", "1", undefined, [1, 2, 3]), 3);
    });
  });

  /** Some nodes and a broker that was just asked for what they want. */
  class House {
    readonly clock = new ManualClock();
    readonly subscriptions: Subscriptions = createSubscriptions(0, this.clock);
    readonly broker: FakeBroker;

    constructor(allowed: Limits, nodes: readonly FakeSubscriber[]) {
      for (const node of nodes) this.subscriptions.add(node);
      this.broker = connect(this.subscriptions, allowed);
    }

    settle(): this {
      this.broker.settle();
      return this;
    }

    /** A retained message comes for the last SUBSCRIBE, or the one of that index. */
    retain = (topic: string, payload = "1", index = -1, identifiers?: number[]): number => {
      const identifier = this.broker.requests.at(index)?.identifier;
      if (identifier === undefined) return receive(this.subscriptions, topic, { payload, retain: true });
      return receive(this.subscriptions, topic, { payload, retain: true, identifiers: identifiers ?? identifier });
    };
  }
}

describe("retained messages and their identifiers", () => {
  it("come only to those for whom the SUBSCRIBE with it was sent", () => {
    const nodes = [new FakeSubscriber("a/#"), new FakeSubscriber("a/b"), new FakeSubscriber("a/b")];
    const { subscriptions } = asking({}, ...nodes);
    assert.equal(receive(subscriptions, "a/b", { retain: true, identifiers: 1 }), 1);
    assert.equal(receive(subscriptions, "a/b", { retain: true, identifiers: 2 }), 2);
    assert.equal(receive(subscriptions, "a/b", { retain: true, identifiers: [1, 2] }), 3);
  });

  it("come to those who wait, where it is unknown", () => {
    const { subscriptions } = asking({}, new FakeSubscriber("a"), new FakeSubscriber("#"));
    assert.equal(receive(subscriptions, "a", { retain: true, identifiers: 99 }), 2);
    assert.equal(receive(subscriptions, "a", { retain: true, identifiers: 99 }), 0);
  });

  it("are ambiguous only by a filter that they come for", () => {
    const asPublished = new FakeSubscriber("a/+", 1, undefined, { retainAsPublished: true, retained: "never" });
    const plain = new FakeSubscriber("a/b", 1, undefined, { retained: "never" });
    const { subscriptions } = asking({}, plain, asPublished);
    assert.equal(receive(subscriptions, "a/b", { retain: true, identifiers: 1 }), 0);
    assert.equal(receive(subscriptions, "a/b", { retain: true, identifiers: 2 }), 1);
    assert.equal(receive(subscriptions, "a/b", { retain: true }), 2);
  });

  it("are asked for as published where any node of the filter wants them so", () => {
    const { broker } = asking({}, wanting("always"), new FakeSubscriber("a", 1, "n", { retainAsPublished: true }));
    assert.equal(broker.requests[0]?.retainAsPublished, true);
  });

  it("come once to a node with several subscriptions, where the broker sends them once", () => {
    const nodes = ["a/#", "a/b"].map((filter) => new FakeSubscriber(filter, 1, filter, { owner: "n" }));
    const { subscriptions } = asking({}, ...nodes);
    assert.equal(receive(subscriptions, "a/b", { retain: true, identifiers: [1, 2] }), 1);
  });
});

describe("retained messages without identifiers", () => {
  const limits = KEPT_WITHOUT_IDENTIFIERS;

  it("come once for each topic, whatever comes for other filters", () => {
    const { subscriptions } = asking(limits, new FakeSubscriber("+/b"), new FakeSubscriber("a/+"));
    assert.equal(receive(subscriptions, "a/b", { retain: true }), 2);
    assert.equal(receive(subscriptions, "a/b", { retain: true }), 0);
    assert.equal(receive(subscriptions, "a/c", { retain: true }), 1);
    assert.equal(receive(subscriptions, "c/b", { retain: true }), 1);
  });

  it("come once to a node with several subscriptions", () => {
    const nodes = ["+/b", "a/+"].map((filter) => new FakeSubscriber(filter, 1, filter, { owner: "n" }));
    const { subscriptions } = asking(limits, ...nodes);
    assert.equal(receive(subscriptions, "a/b", { retain: true }), 1);
  });

  it("come to who is new, while those of others are still to come", () => {
    const [first, second] = [new FakeSubscriber("a/+"), new FakeSubscriber("a/b")];
    const { subscriptions, broker } = asking(limits, first);
    broker.settle();
    assert.equal(receive(subscriptions, "a/b", { retain: true }), 1);
    subscriptions.add(second);
    subscriptions.reconcile();
    assert.equal(receive(subscriptions, "a/b", { retain: true }), 1);
    assert.equal(receive(subscriptions, "a/c", { retain: true }), 1);
    assert.deepEqual([first.topics, second.topics], [["a/b", "a/c"], ["a/b"]]);
  });

  it("go to everybody where another value comes of a topic whose retained one came: the broker passes the flag on", () => {
    const { subscriptions } = asking(limits, new FakeSubscriber("a"), new FakeSubscriber("+"));
    assert.equal(receive(subscriptions, "a", { retain: true, payload: "1" }), 2);
    assert.equal(receive(subscriptions, "a", { retain: true, payload: "2" }), 2);
    assert.equal(receive(subscriptions, "a", { retain: true, payload: "2" }), 0);
    assert.equal(receive(subscriptions, "a", { retain: true, payload: "1" }), 2);
    assert.equal(receive(subscriptions, "a", { retain: true, payload: "1" }), 2);
  });

  it("are told apart by the whole of a long payload", () => {
    const { subscriptions } = asking(limits, new FakeSubscriber("a"));
    for (const [last, expected] of [
      ["1", 1],
      ["1", 0],
      ["2", 1],
    ] as const)
      assert.equal(receive(subscriptions, "a", { retain: true, payload: "x".repeat(64) + last }), expected);
  });

  it("are as published where nothing was asked for: everybody gets them, for the rest of the connection", () => {
    const [old, node] = [new FakeSubscriber("a"), new FakeSubscriber("b")];
    const { subscriptions, clock } = asking(limits, old);
    clock.advance(10_000);
    assert.equal(receive(subscriptions, "a", { retain: true, payload: "1" }), 1);
    assert.equal(receive(subscriptions, "a", { retain: true, payload: "2" }), 1);
    subscriptions.add(node);
    subscriptions.reconcile();
    assert.equal(receive(subscriptions, "b", { retain: true }), 1);
    assert.equal(receive(subscriptions, "b", { retain: true }), 1);
    subscriptions.disconnected();
    connect(subscriptions, limits);
    assert.equal(receive(subscriptions, "b", { retain: true }), 1);
    assert.equal(receive(subscriptions, "b", { retain: true }), 0);
  });

  it("may come late, which says nothing about the broker: a topic brings one then", () => {
    const { subscriptions, clock } = asking(limits, new FakeSubscriber("a/+"));
    clock.advance(10_000);
    for (const topic of ["a/1", "a/2", "a/1"]) assert.equal(receive(subscriptions, topic, { retain: true }), 1);
    subscriptions.add(new FakeSubscriber("a/1"));
    subscriptions.reconcile();
    assert.equal(receive(subscriptions, "a/1", { retain: true }), 1);
  });

  it("are as published, too, where another filter was asked for", () => {
    const { subscriptions, clock } = asking(limits, new FakeSubscriber("a"));
    clock.advance(10_000);
    subscriptions.add(new FakeSubscriber("b"));
    subscriptions.reconcile();
    assert.equal(receive(subscriptions, "a", { retain: true }), 1);
  });

  it("may be of the connection before in a session that goes on, which says nothing about the broker", () => {
    const { subscriptions } = asking(
      limits,
      wanting("new"),
      new FakeSubscriber("b", 1, "never", { retained: "never" }),
    );
    subscriptions.disconnected();
    const broker = connect(subscriptions, limits, true);
    broker.settle();
    assert.equal(receive(subscriptions, "c", { retain: true }), 0);
    subscriptions.add(new FakeSubscriber("c"));
    subscriptions.add(new FakeSubscriber("c", 1, "never", { retained: "never" }));
    subscriptions.reconcile();
    assert.equal(receive(subscriptions, "c", { retain: true }), 1);
  });

  it("are no longer expected after ten quiet seconds", () => {
    const node = wanting("always");
    const { subscriptions, clock } = asking(limits, node);
    clock.advance(9_999);
    assert.equal(receive(subscriptions, "a", { retain: true }), 1);
    clock.advance(9_999);
    assert.equal(receive(subscriptions, "a", { retain: true }), 0);
    clock.advance(9_999);
    assert.equal(receive(subscriptions, "a", { retain: true }), 0);
    clock.advance(10_000);
    assert.equal(receive(subscriptions, "a", { retain: true }), 1);
    assert.equal(clock.pending, 0);
  });

  it("are expected for ten more seconds after each SUBSCRIBE", () => {
    const { subscriptions, clock } = asking(limits, wanting("always"));
    clock.advance(9_999);
    subscriptions.add(new FakeSubscriber("b"));
    subscriptions.reconcile();
    clock.advance(9_999);
    assert.equal(receive(subscriptions, "a", { retain: true }), 1);
    assert.equal(receive(subscriptions, "a", { retain: true }), 0);
  });

  it("come anew to who is new after the quiet, and not to who had time for them", () => {
    const { subscriptions, clock, broker } = asking(limits, wanting("always"));
    broker.settle();
    clock.advance(10_000);
    subscriptions.add(wanting("always"));
    subscriptions.reconcile();
    assert.equal(receive(subscriptions, "a", { retain: true }), 1);
    assert.equal(clock.pending, 1);
    clock.advance(10_000);
    assert.equal(receive(subscriptions, "a", { retain: true }), 2);
  });

  it("aren't waited for once the connection is lost", () => {
    const { subscriptions, clock } = asking(limits, wanting("always"));
    assert.equal(clock.pending, 1);
    subscriptions.disconnected();
    assert.equal(clock.pending, 0);
  });

  it("come once to a node of up to 100,000 topics, and of more perhaps twice", () => {
    const { subscriptions } = asking(limits, new FakeSubscriber("#"));
    for (let topic = 0; topic < 100_000; topic += 1) receive(subscriptions, `${topic}`, { retain: true });
    assert.equal(receive(subscriptions, "one more", { retain: true }), 1);
    assert.equal(receive(subscriptions, "0", { retain: true }), 1);
    assert.equal(receive(subscriptions, "0", { retain: true }), 0);
    assert.equal(receive(subscriptions, "one more", { retain: true }), 0);
  });
});

function wanting(retained: SubscriptionOptions["retained"]): FakeSubscriber {
  return new FakeSubscriber("a", 1, undefined, { retained });
}

/** Each filter that was asked for, and whether with its retained messages. */
function asked({ requests }: FakeBroker): (readonly [filters: string, withRetained: boolean])[] {
  return requests.map(({ filters, withRetained }) => [filters.join(", "), withRetained]);
}
