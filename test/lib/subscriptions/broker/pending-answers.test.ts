import assert from "node:assert/strict";
import { connect, createSubscriptions, FakeSubscriber, KEPT_WITHOUT_IDENTIFIERS, receive } from "../fake-subscriber";
import { asking, join, leave } from "../house";

const KEPT = { sessionExpiry: 100 };

describe("while an answer to a SUBSCRIBE is to come", () => {
  it("who joins isn't told what was answered before, and is told with the others", () => {
    const node = new FakeSubscriber("a");
    const { subscriptions, broker } = asking(KEPT, node);
    broker.answer(1);
    const other = new FakeSubscriber("a");
    join(subscriptions, other);
    assert.deepEqual(other.answers, []);
    broker.answer(0);
    assert.deepEqual([node.answers, other.answers], [[1, 0], [0]]);
  });

  it("only the last of two answers counts", () => {
    const node = new FakeSubscriber("a");
    const { subscriptions, broker } = asking(KEPT, node);
    join(subscriptions, new FakeSubscriber("a", 2));
    broker.answer(1);
    assert.deepEqual(node.answers, []);
    broker.answer(2);
    assert.deepEqual(node.answers, [2]);
  });

  it("a refusal may be followed by a grant, and the filter is given up in the end like any other", () => {
    const nodes = [new FakeSubscriber("a"), new FakeSubscriber("a")] as const;
    const { subscriptions, broker } = asking(KEPT, nodes[0]);
    join(subscriptions, nodes[1]);
    broker.answer(0x97);
    broker.answer(1);
    broker.settle();
    assert.deepEqual([nodes[0].answers.at(-1), nodes[1].answers.at(-1)], [1, 1]);
    for (const node of nodes) subscriptions.remove(node);
    subscriptions.reconcile();
    assert.equal(broker.asked.at(-1), "-: a");
  });

  it("a grant may be followed by a refusal", () => {
    const node = new FakeSubscriber("a");
    const { subscriptions, broker } = asking(KEPT, node);
    join(subscriptions, new FakeSubscriber("a"));
    broker.answer(1);
    broker.answer(0x97);
    assert.deepEqual(node.refusals, ["subscribe-refused"]);
  });

  it("the same isn't asked for again", () => {
    const { subscriptions, broker } = asking(KEPT, new FakeSubscriber("a"));
    subscriptions.reconcile();
    assert.deepEqual(broker.asked, ["1: a"]);
  });

  it("more is asked for, and less isn't", () => {
    const { subscriptions, broker } = asking(KEPT, never("a", 1));
    join(subscriptions, never("a", 2));
    assert.deepEqual(broker.asked, ["1: a", "2: a"]);
    join(subscriptions, never("a", 0));
    assert.deepEqual(broker.asked, ["1: a", "2: a"]);
  });

  it("other options than before are asked for", () => {
    for (const options of [{ noLocal: true }, { retainAsPublished: true }] as const) {
      const node = never("a", 1);
      const { subscriptions, broker } = asking(KEPT, node);
      subscriptions.remove(node);
      join(subscriptions, new FakeSubscriber("a", 1, undefined, { ...options, retained: "never" }));
      const { noLocal, retainAsPublished } = { noLocal: false, retainAsPublished: false, ...options };
      const request = broker.requests.at(-1);
      assert.deepEqual([request?.noLocal, request?.retainAsPublished], [noLocal, retainAsPublished]);
    }
  });

  it("a filter is given up at once where messages say for which they come", () => {
    const node = new FakeSubscriber("a");
    const { subscriptions, broker } = asking(KEPT, node, new FakeSubscriber("b"));
    subscriptions.remove(node);
    subscriptions.reconcile();
    assert.deepEqual(broker.asked, ["1: a, b", "-: a"]);
    broker.settle();
    subscriptions.reconcile();
    assert.deepEqual(broker.asked, ["1: a, b", "-: a"]);
  });

  it("a missing code is a refusal", () => {
    const nodes = [new FakeSubscriber("a"), new FakeSubscriber("b")] as const;
    const { broker } = asking(KEPT, ...nodes);
    broker.answer(1);
    assert.deepEqual([nodes[0].answers, nodes[1].refusals], [[1], ["subscribe-refused"]]);
  });

  it("is no copy of a message taken for one that is extra", () => {
    const { subscriptions, broker } = asking(
      KEPT_WITHOUT_IDENTIFIERS,
      new FakeSubscriber("a/+"),
      new FakeSubscriber("+/b"),
    );
    broker.settle();
    for (const payload of ["1", "2", "3", "4"]) {
      receive(subscriptions, "a/b", { payload });
      receive(subscriptions, "a/b", { payload });
    }
    assert.equal(receive(subscriptions, "a/b", { payload: "5" }), 2);
    assert.equal(receive(subscriptions, "a/b", { payload: "5" }), 0);
    join(subscriptions, new FakeSubscriber("+/+/#"));
    assert.equal(receive(subscriptions, "a/b", { payload: "6" }), 3);
    assert.equal(receive(subscriptions, "a/b", { payload: "6" }), 3);
  });
});

describe("an UNSUBSCRIBE and a SUBSCRIBE that cross", () => {
  it("leave the filter subscribed, whichever was asked last", () => {
    const node = new FakeSubscriber("a");
    const { subscriptions, broker } = asking(KEPT, node);
    broker.settle();
    leave(subscriptions, node);
    join(subscriptions, node);
    assert.deepEqual(broker.asked, ["1: a", "-: a", "1: a"]);
    broker.confirm();
    broker.answer(1);
    subscriptions.reconcile();
    assert.deepEqual(broker.asked, ["1: a", "-: a", "1: a"]);
    assert.equal(node.answers.at(-1), 1);
    leave(subscriptions, node);
    assert.equal(broker.asked.at(-1), "-: a");
  });

  it("leave it unsubscribed where that was asked last", () => {
    const node = new FakeSubscriber("a");
    const { subscriptions, broker } = asking(KEPT, node);
    broker.settle();
    leave(subscriptions, node);
    join(subscriptions, node);
    leave(subscriptions, node);
    assert.deepEqual(broker.asked, ["1: a", "-: a", "1: a", "-: a"]);
    broker.confirm();
    broker.answer(1);
    broker.confirm();
    broker.settle();
    broker.next();
    join(subscriptions, node);
    assert.deepEqual(broker.asked, ["1: a"]);
  });

  it("take one UNSUBSCRIBE while its answer is to come", () => {
    const node = new FakeSubscriber("a");
    const { subscriptions, broker } = asking(KEPT, node);
    broker.settle();
    leave(subscriptions, node);
    subscriptions.reconcile();
    join(subscriptions, new FakeSubscriber("b"));
    assert.deepEqual(broker.asked, ["1: a", "-: a", "1: b"]);
  });
});

describe("an answer after the connection's end", () => {
  it("changes nothing", () => {
    const node = new FakeSubscriber("a");
    const { subscriptions, broker } = asking(KEPT, node);
    subscriptions.disconnected();
    const next = connect(subscriptions, KEPT);
    broker.answer(0x87);
    assert.deepEqual(node.answers, []);
    next.answer(1);
    assert.deepEqual(node.answers, [1]);
  });

  it("doesn't give up a filter that is asked for anew", () => {
    const node = new FakeSubscriber("a");
    const { subscriptions, broker } = asking(KEPT, node);
    broker.settle();
    leave(subscriptions, node);
    subscriptions.disconnected();
    join(subscriptions, node);
    const next = connect(subscriptions, KEPT, true);
    broker.confirm();
    next.settle();
    subscriptions.reconcile();
    assert.deepEqual(next.asked, ["1: a"]);
    leave(subscriptions, node);
    assert.deepEqual(next.asked, ["1: a", "-: a"]);
  });
});

describe("a link that was lost before an answer, in a session that goes on", () => {
  it("has the filter asked for again", () => {
    const node = never("a", 1);
    const { subscriptions } = asking(KEPT, node);
    subscriptions.disconnected();
    const broker = connect(subscriptions, KEPT, true);
    assert.deepEqual(broker.asked, ["1: a"]);
    broker.answer(0);
    assert.deepEqual(node.answers, [0]);
  });

  it("has a filter that was granted before, and was asked for again, asked for again", () => {
    const { subscriptions, broker } = asking(KEPT, never("a", 1));
    broker.settle();
    join(subscriptions, never("a", 2));
    subscriptions.disconnected();
    assert.deepEqual(connect(subscriptions, KEPT, true).asked, ["2: a"]);
  });

  it("has a filter given up again", () => {
    const node = never("a", 1);
    const { subscriptions, broker } = asking(KEPT, node);
    broker.settle();
    leave(subscriptions, node);
    subscriptions.disconnected();
    assert.deepEqual(connect(subscriptions, KEPT, true).asked, ["-: a"]);
  });

  it("has nothing asked for again that was granted: who has it is told so", () => {
    const node = never("a", 2);
    const { subscriptions, broker } = asking(KEPT, node);
    broker.answer(1);
    subscriptions.disconnected();
    assert.deepEqual(connect(subscriptions, KEPT, true).asked, []);
    assert.deepEqual(node.answers, [1, 1]);
  });

  it("has what was refused asked for again: the broker may have changed its mind", () => {
    const node = never("a", 1);
    const { subscriptions, broker } = asking(KEPT, node);
    broker.answer(0x87);
    subscriptions.disconnected();
    const next = connect(subscriptions, KEPT, true);
    assert.deepEqual(next.asked, ["1: a"]);
    next.settle();
    assert.equal(node.answers.at(-1), 1);
  });
});

describe("a filter that was refused", () => {
  it("isn't asked for again by itself", () => {
    const node = new FakeSubscriber("a");
    const { subscriptions, broker } = asking(KEPT, node);
    broker.answer(0x87);
    subscriptions.reconcile();
    join(subscriptions, new FakeSubscriber("b"));
    assert.deepEqual(broker.asked, ["1: a", "1: b"]);
    assert.equal(node.answers.length, 1);
  });

  it("is asked for again with the retained messages when somebody joins, and all are told", () => {
    const nodes = [new FakeSubscriber("a"), new FakeSubscriber("a")] as const;
    const { subscriptions, broker } = asking(KEPT, nodes[0]);
    broker.answer(0x87);
    join(subscriptions, nodes[1]);
    assert.equal(broker.requests.at(-1)?.withRetained, true);
    broker.answer(1);
    assert.deepEqual([nodes[0].answers.at(-1), nodes[1].answers], [1, [1]]);
    assert.equal(receive(subscriptions, "a", { retain: true, identifiers: 2 }), 2);
  });

  it("isn't given up: the broker never had it", () => {
    const node = new FakeSubscriber("a");
    const { subscriptions, broker } = asking(KEPT, node);
    broker.answer(0x87);
    leave(subscriptions, node);
    assert.deepEqual(broker.asked, ["1: a"]);
  });

  it("holds up nobody: the others of its packet have their answers, and those of later ones get theirs", () => {
    const nodes = [new FakeSubscriber("a", 0), new FakeSubscriber("b", 1)] as const;
    const { broker } = asking(KEPT, ...nodes);
    broker.answer(0x87);
    assert.deepEqual([nodes[0].refusals.length, nodes[1].answers], [1, []]);
    broker.answer(1);
    assert.deepEqual(nodes[1].answers, [1]);
  });
});

describe("a SUBSCRIBE that has gone out", () => {
  it("asks for what the deploy wants, also while nodes are being replaced", () => {
    const node = new FakeSubscriber("a", 2, "n");
    const { subscriptions, broker } = asking(KEPT, node, new FakeSubscriber("a", 0));
    broker.settle();
    subscriptions.remove(node);
    subscriptions.disconnected();
    assert.deepEqual(connect(subscriptions, KEPT).asked, ["2: a"]);
  });

  it("isn't for a node that was refused and is being replaced", () => {
    const node = new FakeSubscriber("a", 1, undefined, { noLocal: true });
    const subscriptions = createSubscriptions();
    for (const each of [new FakeSubscriber("a"), node]) subscriptions.add(each);
    connect(subscriptions, KEPT).settle();
    subscriptions.remove(node);
    subscriptions.disconnected();
    assert.deepEqual(
      connect(subscriptions, KEPT).requests.map(({ noLocal }) => noLocal),
      [false],
    );
  });
});

function never(filter: string, qos: 0 | 1 | 2): FakeSubscriber {
  return new FakeSubscriber(filter, qos, undefined, { retained: "never" });
}
