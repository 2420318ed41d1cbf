import assert from "node:assert/strict";
import type { Subscriptions } from "../../../nodes/lib/subscriptions/subscriptions";
import { FakeBroker, FakeSubscriber, session, subscribed } from "./fake-subscriber";

/** The next instance of a node, by default one that wants the same. */
function successor(qos: 0 | 1 | 2 = 1, key = "n"): FakeSubscriber {
  return new FakeSubscriber("a", qos, key);
}

describe("the next instance of a node that was subscribed", () => {
  it("takes its place without a word to the broker, and is told at once what was granted", () => {
    const { subscriptions, broker } = answered(0);
    const next = successor();
    subscriptions.add(next);
    subscriptions.reconcile();
    assert.deepEqual([broker.asked, next.answers], [["1: a"], [0]]);
  });

  it("is asked for again where the broker refused: it may grant it now", () => {
    const { subscriptions, broker } = answered(0x87);
    const next = successor();
    subscriptions.add(next);
    subscriptions.reconcile();
    broker.answer(1);
    assert.deepEqual([broker.asked, next.answers], [["1: a", "1: a"], [1]]);
  });

  it("is told with the others where the broker hasn't answered yet", () => {
    const { subscriptions, broker } = left();
    const next = successor();
    subscriptions.add(next);
    assert.deepEqual(next.answers, []);
    broker.answer(1);
    assert.deepEqual(next.answers, [1]);
  });

  it("is subscribed anew where it wants something else than before", () => {
    const { subscriptions, broker } = answered(1);
    const next = successor(1, "n, json");
    subscriptions.add(next);
    subscriptions.reconcile();
    assert.deepEqual([broker.asked, next.answers], [["1: a", "1: a"], []]);
  });

  it("is subscribed anew with its own QoS, which may be lower", () => {
    const { subscriptions, broker } = answered(1);
    subscriptions.add(successor(0, "n, QoS 0"));
    subscriptions.reconcile();
    assert.deepEqual(broker.asked, ["1: a", "0: a"]);
  });

  it("is one: a second of the same kind is new", () => {
    const { subscriptions, broker } = answered(1);
    subscriptions.add(successor());
    subscriptions.add(successor());
    subscriptions.reconcile();
    assert.deepEqual(broker.asked, ["1: a", "1: a"]);
  });

  it("is too late after the deploy, and is subscribed anew", () => {
    const { subscriptions, broker } = answered(1);
    subscriptions.reconcile();
    subscriptions.add(successor());
    subscriptions.reconcile();
    assert.deepEqual(broker.asked, ["1: a", "-: a", "1: a"]);
  });

  it("is too late too where others have kept the filter", () => {
    const node = successor();
    const { subscriptions, broker } = subscribed(0, node, new FakeSubscriber("a"));
    subscriptions.remove(node);
    subscriptions.reconcile();
    subscriptions.add(successor());
    subscriptions.reconcile();
    assert.deepEqual(broker.asked, ["1: a", "1: a"]);
  });

  it("is subscribed though the connection was lost and came back meanwhile, and asked for retained messages then", () => {
    const { subscriptions } = answered(1);
    subscriptions.disconnected();
    const broker = new FakeBroker();
    subscriptions.connected(broker, session());
    assert.deepEqual(broker.asked, ["1: a"]);
    broker.answer(2);
    const next = successor();
    subscriptions.add(next);
    subscriptions.reconcile();
    assert.deepEqual([broker.asked, next.answers], [["1: a", "1: a"], []]);
    broker.answer(0);
    assert.deepEqual(next.answers, [0]);
  });

  it("isn't subscribed for on a reconnect after the deploy, if it never came", () => {
    const { subscriptions } = answered(1);
    subscriptions.disconnected();
    subscriptions.reconcile();
    const broker = new FakeBroker();
    subscriptions.connected(broker, session({}, true));
    assert.deepEqual(broker.asked, ["-: a"]);
  });

  it("keeps the QoS of a filter as it was for others", () => {
    const node = successor(2);
    const { subscriptions, broker } = subscribed(0, node, new FakeSubscriber("a", 0));
    subscriptions.remove(node);
    subscriptions.add(new FakeSubscriber("a", 0));
    subscriptions.add(successor(2));
    subscriptions.reconcile();
    assert.deepEqual(broker.asked, ["2: a", "2: a"]);
  });

  it("is told whose place it has taken when the deploy is over, once", () => {
    const { subscriptions } = answered(1);
    const next = successor();
    subscriptions.add(next);
    assert.deepEqual(next.fates, []);
    subscriptions.reconcile();
    subscriptions.reconcile();
    assert.deepEqual(next.fates, ["succeeds n"]);
  });

  it("takes over, too, where it is the same node and wants something else", () => {
    const node = new FakeSubscriber("a", 1, "n, json", { owner: "n" });
    const { subscriptions } = subscribed(0, new FakeSubscriber("a"), node);
    const next = new FakeSubscriber("a", 1, "n, text", { owner: "n" });
    subscriptions.remove(node);
    subscriptions.add(next);
    subscriptions.reconcile();
    assert.deepEqual([next.fates, node.fates], [["succeeds n, json"], []]);
  });

  it("may have wanted the same twice: one takes over from the other, and nothing is left without an owner", () => {
    const twins = [successor(), successor()] as const;
    const { subscriptions } = subscribed(0, ...twins);
    for (const twin of twins) subscriptions.remove(twin);
    subscriptions.reconcile();
    assert.deepEqual(
      twins.map(({ fates }) => fates),
      [[], ["succeeds n", "ended"]],
    );
  });

  it("is told with who has left that the connection was lost; who has left learns, too, that nobody followed", () => {
    const nodes = [successor(), new FakeSubscriber("a")] as const;
    const { subscriptions } = subscribed(0, ...nodes);
    subscriptions.remove(nodes[0]);
    subscriptions.disconnected();
    subscriptions.reconcile();
    subscriptions.reconcile();
    assert.deepEqual([nodes[0].fates, nodes[1].fates], [["lost", "ended"], ["lost"]]);
  });

  /** One node was subscribed, and has left. */
  function left(): { subscriptions: Subscriptions; broker: FakeBroker } {
    const node = successor();
    const { subscriptions, broker } = subscribed(0, node);
    subscriptions.remove(node);
    return { subscriptions, broker };
  }

  /** The same, after the broker's answer. */
  function answered(code: number): { subscriptions: Subscriptions; broker: FakeBroker } {
    const node = successor();
    const { subscriptions, broker } = subscribed(0, node);
    broker.answer(code);
    subscriptions.remove(node);
    return { subscriptions, broker };
  }
});
