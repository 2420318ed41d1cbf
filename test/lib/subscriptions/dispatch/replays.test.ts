import assert from "node:assert/strict";
import { heapUsed } from "../../heap-used";
import { connect, FakeSubscriber, KEPT_WITHOUT_IDENTIFIERS, receive } from "../fake-subscriber";
import { asking, wanting } from "../house";

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

  it("are told apart by the whole of a long topic", () => {
    const { subscriptions } = asking(limits, new FakeSubscriber("+"));
    const long = "x".repeat(1_000);
    for (const [topic, expected] of [
      [`${long}1`, 1],
      [`${long}2`, 1],
      [`${long}1`, 0],
    ] as const)
      assert.equal(receive(subscriptions, topic, { retain: true }), expected);
  });

  it("are remembered in little memory, however long their topics are", () => {
    const node = new FakeSubscriber("a/#");
    const { subscriptions, clock } = asking(limits, node);
    const before = heapUsed();
    for (const when of ["asked for", "not asked for"]) {
      for (let number = 0; number < 1_000; number += 1) {
        const topic = Buffer.from(`a/${"x".repeat(30_000)}/${number}`).toString();
        receive(subscriptions, topic, { retain: true });
      }
      assert.equal(node.received.splice(0).length, 1_000);
      const used = heapUsed() - before;
      assert.ok(used < 5_000_000, `${used} bytes of 30 MB are left of what was ${when}`);
      clock.advance(10_000);
    }
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
