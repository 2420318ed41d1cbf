import assert from "node:assert/strict";
import { asStoredSession, type StoredSession } from "../../../../nodes/lib/subscriptions/broker/session-record";
import type { Subscriptions } from "../../../../nodes/lib/subscriptions/subscriptions";
import {
  connect,
  createSubscriptions,
  FakeBroker,
  FakeRecord,
  FakeSubscriber,
  KEPT_WITHOUT_IDENTIFIERS,
  session,
} from "../fake-subscriber";

const KEPT = { sessionExpiry: 100 };

describe("the record of a session", () => {
  it("has each filter before it is asked for, with the identifier that its messages will carry", () => {
    const record = new FakeRecord();
    const subscriptions = recorded(record, "a/#", "a/b", "$share/g/c");
    const saved: unknown[] = [];
    const broker = new FakeBroker();
    const subscribe = broker.subscribe.bind(broker);
    broker.subscribe = (request, answered) => {
      saved.push([request.filters, record.saved.at(-1)?.filters]);
      subscribe(request, answered);
    };
    subscriptions.connected(broker, session(KEPT));
    const wide = { wire: "a/#", pattern: "a/#", identifiers: [1] };
    const narrow = { wire: "a/b", pattern: "a/b", identifiers: [2] };
    const shared = { wire: "$share/g/c", pattern: "c", identifiers: [1] };
    for (const [filters, known] of saved as [string[], { wire: string }[]][]) {
      for (const filter of filters) assert.ok(known.some(({ wire }) => wire === filter));
    }
    assert.equal(saved.length, 2);
    assert.deepEqual(record.saved.at(-1), { clientId: "me", filters: [wide, narrow, shared] });
  });

  it("has all identifiers under which messages of a filter may come", () => {
    const record = new FakeRecord();
    const subscriptions = recorded(record, "a");
    connect(subscriptions, KEPT).settle();
    subscriptions.add(new FakeSubscriber("a"));
    subscriptions.reconcile();
    assert.deepEqual(record.saved.at(-1)?.filters, [{ wire: "a", pattern: "a", identifiers: [2, 1] }]);
  });

  it("has nothing of a filter that was given up", () => {
    const record = new FakeRecord();
    const node = new FakeSubscriber("a");
    const subscriptions = recorded(record);
    subscriptions.add(node);
    const broker = connect(subscriptions, KEPT);
    broker.settle();
    subscriptions.remove(node);
    subscriptions.reconcile();
    broker.settle();
    assert.deepEqual(record.saved.at(-1)?.filters, []);
  });

  it("has only what was asked for, without identifiers, and forgets what was given up", () => {
    const record = new FakeRecord();
    const wide = new FakeSubscriber("a/#");
    const subscriptions = recorded(record, "a/b");
    subscriptions.add(wide);
    const broker = connect(subscriptions, KEPT_WITHOUT_IDENTIFIERS);
    assert.deepEqual(record.saved.at(-1)?.filters, [{ wire: "a/#", pattern: "a/#", identifiers: [] }]);
    broker.settle();
    subscriptions.remove(wide);
    subscriptions.reconcile();
    assert.deepEqual(wires(record), ["a/b", "a/#"]);
    broker.settle();
    assert.deepEqual(wires(record), ["a/b"]);
  });

  it("forgets what the broker refused, without identifiers", () => {
    const record = new FakeRecord();
    const broker = connect(recorded(record, "a", "b"), KEPT_WITHOUT_IDENTIFIERS);
    broker.answer(0x87, 1);
    assert.deepEqual(wires(record), ["b"]);
  });

  it("begins anew with another session", () => {
    const record = new FakeRecord();
    const node = new FakeSubscriber("b");
    const subscriptions = recorded(record, "a");
    subscriptions.add(node);
    connect(subscriptions, KEPT).settle();
    subscriptions.disconnected();
    subscriptions.remove(node);
    subscriptions.reconcile();
    connect(subscriptions, KEPT);
    assert.deepEqual(record.saved.at(-1)?.filters, [{ wire: "a", pattern: "a", identifiers: [1] }]);
  });

  it("isn't kept of a session that ends with its connection", () => {
    const record = new FakeRecord();
    connect(recorded(record, "a"), { sessionExpiry: 0 }).settle();
    assert.deepEqual(record.saved, []);
  });

  it("isn't kept while there is no broker", () => {
    const record = new FakeRecord();
    recorded(record, "a").reconcile();
    assert.deepEqual(record.saved, []);
  });
});

describe("a new process and the session of the one before", () => {
  it("gives up what nobody wants any more, and asks again for the rest", () => {
    const subscriptions = recorded(leftBehind("a", "b", "c"), "b");
    assert.deepEqual(connect(subscriptions, KEPT, true).asked, ["1: b", "-: a, c"]);
  });

  it("does so without identifiers too, with what it wants being granted first", () => {
    const subscriptions = recorded(leftBehind("a/#"), "a/b");
    const broker = connect(subscriptions, KEPT_WITHOUT_IDENTIFIERS, true);
    assert.deepEqual(broker.asked, ["1: a/b"]);
    broker.answer(1);
    assert.deepEqual(broker.asked, ["1: a/b", "-: a/#"]);
  });

  it("have nothing to do with each other where the broker doesn't know the session any more", () => {
    const subscriptions = recorded(leftBehind("a"), "b");
    const broker = connect(subscriptions, KEPT);
    assert.deepEqual([broker.asked, broker.requests[0]?.identifier], [["1: b"], 1]);
  });

  it("have nothing to do with each other where the client identifier is another", () => {
    const subscriptions = recorded(leftBehind("a"), "b");
    const broker = new FakeBroker();
    subscriptions.connected(broker, { ...session(KEPT, true), clientId: "you" });
    assert.deepEqual(broker.asked, ["1: b"]);
  });

  it("are made one on the first connection only: later the process knows better", () => {
    const subscriptions = recorded(leftBehind("a"), "b");
    connect(subscriptions, KEPT).settle();
    subscriptions.disconnected();
    const broker = connect(subscriptions, KEPT, true);
    assert.ok(!broker.asked.some((packet) => packet.startsWith("-")));
  });

  it("have nothing in common where no record was kept", () => {
    assert.deepEqual(connect(recorded(new FakeRecord(), "a"), KEPT, true).asked, ["1: a"]);
  });

  function leftBehind(...filters: string[]): FakeRecord {
    return new FakeRecord({
      clientId: "me",
      filters: filters.map((wire, index) => ({ wire, pattern: wire, identifiers: [index + 5] })),
    });
  }
});

describe("the file that a record is kept in", () => {
  const stored: StoredSession = {
    clientId: "me",
    filters: [
      { wire: "$share/g/a/+", pattern: "a/+", identifiers: [1, 2] },
      { wire: "b", pattern: "b", identifiers: [] },
    ],
  };

  it("is read as it was written", () => {
    assert.deepEqual(asStoredSession(JSON.parse(JSON.stringify(stored))), stored);
  });

  it("says nothing where it holds something else: anybody may have edited it", () => {
    for (const value of [undefined, null, "me", 1, [], {}, { clientId: "me" }, { clientId: 1, filters: [] }])
      assert.equal(asStoredSession(value), undefined, JSON.stringify(value));
    assert.equal(asStoredSession({ clientId: "me", filters: {} }), undefined);
  });

  it("loses what isn't a filter in it, and keeps the rest", () => {
    const wrong = [
      null,
      "a",
      {},
      { pattern: "a", identifiers: [] },
      { wire: 1, pattern: "a", identifiers: [] },
      { wire: "a", identifiers: [] },
      { wire: "a", pattern: 1, identifiers: [] },
      { wire: "a", pattern: "a" },
      { wire: "a", pattern: "a", identifiers: "1" },
      { wire: "a", pattern: "a", identifiers: ["1"] },
      { wire: "a", pattern: "a", identifiers: [1.5] },
    ];
    const edited = { ...stored, filters: [...wrong, ...stored.filters] };
    assert.deepEqual(asStoredSession(edited), stored);
  });

  it("loses what a broker would hang up on, or can't have sent", () => {
    const wrong = [
      { wire: "", pattern: "", identifiers: [] },
      { wire: "a/#/b", pattern: "a/#/b", identifiers: [] },
      { wire: "a\u0000", pattern: "a\u0000", identifiers: [] },
      { wire: "$share/g", pattern: "a", identifiers: [] },
      { wire: "a", pattern: "b", identifiers: [] },
      { wire: "a/+room", pattern: "a/+", identifiers: [] },
      { wire: "a", pattern: "a", identifiers: [0] },
      { wire: "a", pattern: "a", identifiers: [268_435_456] },
    ];
    for (const filter of wrong) {
      const read = asStoredSession({ ...stored, filters: [filter, ...stored.filters] });
      assert.deepEqual(read, stored, JSON.stringify(filter));
    }
  });
});

function recorded(record: FakeRecord, ...filters: string[]): Subscriptions {
  const subscriptions = createSubscriptions(0, undefined, record);
  for (const filter of filters) subscriptions.add(new FakeSubscriber(filter));
  return subscriptions;
}

function wires(record: FakeRecord): string[] | undefined {
  return record.saved.at(-1)?.filters.map(({ wire }) => wire);
}
