import assert from "node:assert/strict";
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
import { asking, type Limits, wanting } from "../house";

const KINDS = [
  ["with subscription identifiers", { sessionExpiry: 100 }],
  ["without subscription identifiers", KEPT_WITHOUT_IDENTIFIERS],
] as const;

for (const [words, limits] of KINDS) {
  const house = (...nodes: FakeSubscriber[]): RetainingHouse => new RetainingHouse(limits, nodes);

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

/** Some nodes and a broker that was just asked for what they want. */
class RetainingHouse {
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

/** Each filter that was asked for, and whether with its retained messages. */
function asked({ requests }: FakeBroker): (readonly [filters: string, withRetained: boolean])[] {
  return requests.map(({ filters, withRetained }) => [filters.join(", "), withRetained]);
}
