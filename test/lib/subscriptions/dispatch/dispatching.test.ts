import assert from "node:assert/strict";
import { ReceivedMessage } from "../../../../nodes/lib/messages/received-message";
import type { Subscriptions } from "../../../../nodes/lib/subscriptions/subscriptions";
import { SEED, SeededRandom } from "../../seeded-random";
import { naiveMatch } from "../../topics/naive-match";
import { createSubscriptions, FakeBroker, FakeSubscriber, session } from "../fake-subscriber";

describe("a message from the broker", () => {
  it("reaches everybody whose filter matches, each once, and nobody else", () => {
    const nodes = ["home/+/temp", "home/#", "home/kitchen/temp", "#", "home/+", "garden/#"].map(
      (filter) => new FakeSubscriber(filter),
    );
    const { dispatch } = dispatcher(...nodes);
    assert.equal(dispatch("home/kitchen/temp"), 4);
    assert.deepEqual(
      nodes.map(({ received }) => received.length),
      [1, 1, 1, 1, 0, 0],
    );
  });

  it("is the same object for everybody, so that its text is decoded once", () => {
    const nodes = [new FakeSubscriber("a"), new FakeSubscriber("#")] as const;
    dispatcher(...nodes).dispatch("a");
    assert.equal(nodes[0].received[0], nodes[1].received[0]);
  });

  it("of a shared subscription is matched without its group", () => {
    const node = new FakeSubscriber("$share/group/home/+");
    const { dispatch } = dispatcher(node);
    assert.equal(dispatch("home/a"), 1);
    assert.equal(dispatch("$share/group/home/a"), 0);
  });

  it("that nobody wants is counted as given to nobody", () => {
    assert.equal(dispatcher(new FakeSubscriber("a")).dispatch("b"), 0);
  });

  it("reaches who has joined since the last one of its topic", () => {
    for (const filter of ["a/b", "a/+"]) {
      const { subscriptions, dispatch } = dispatcher(new FakeSubscriber("a/#"));
      assert.equal(dispatch("a/b"), 1);
      subscriptions.add(new FakeSubscriber(filter));
      assert.equal(dispatch("a/b"), 2);
    }
  });

  it("doesn't reach who has left since the last one of its topic", () => {
    for (const filter of ["a/b", "a/+"]) {
      const node = new FakeSubscriber(filter);
      const { subscriptions, dispatch } = dispatcher(node, new FakeSubscriber("#"));
      assert.equal(dispatch("a/b"), 2);
      subscriptions.remove(node);
      assert.equal(dispatch("a/b"), 1);
      assert.equal(node.received.length, 1);
    }
  });

  it("is dispatched whether the broker has been asked yet or not, since an old session may send it", () => {
    const subscriptions = createSubscriptions();
    subscriptions.add(new FakeSubscriber("a"));
    assert.equal(subscriptions.dispatch(new ReceivedMessage("a", Buffer.alloc(0), 0, false)), 1);
  });

  it("finds its nodes among more topics than are remembered", () => {
    const nodes = [new FakeSubscriber("a/+/b"), new FakeSubscriber("a/7/b")];
    const { dispatch } = dispatcher(...nodes);
    for (let round = 0; round < 2; round += 1) {
      for (let topic = 0; topic < 10_500; topic += 1) assert.equal(dispatch(`a/${topic}/b`), topic === 7 ? 2 : 1);
    }
  });

  it(`reaches whom the specification says while nodes come and go (seed ${SEED})`, () => {
    const random = new SeededRandom();
    const { subscriptions, dispatch } = dispatcher();
    const nodes = new Set<FakeSubscriber>();
    for (let step = 0; step < 3_000; step += 1) {
      change();
      const topic = random.pick(["a", "a/b", "a/b/c", "b", "/", "a/", "$SYS/a"]);
      const expected = [...nodes].filter(({ filter }) => naiveMatch(filter.pattern, topic)).length;
      assert.equal(dispatch(topic), expected, `seed ${SEED}, step ${step}, topic ${topic}`);
    }

    function change(): void {
      const choice = random.below(20);
      if (choice === 0)
        add(new FakeSubscriber(random.pick(["a", "a/+", "#", "+", "a/#", "$share/g/a/#", "+/b/+", "$SYS/#"])));
      else if (choice === 1 && nodes.size > 0) remove(random.pick([...nodes]));
    }

    function add(node: FakeSubscriber): void {
      nodes.add(node);
      subscriptions.add(node);
    }

    function remove(node: FakeSubscriber): void {
      nodes.delete(node);
      subscriptions.remove(node);
    }
  });

  function dispatcher(...nodes: FakeSubscriber[]): {
    subscriptions: Subscriptions;
    dispatch: (topic: string) => number;
  } {
    const subscriptions = createSubscriptions();
    subscriptions.connected(new FakeBroker(), session());
    for (const node of nodes) subscriptions.add(node);
    const dispatch = (topic: string): number =>
      subscriptions.dispatch(new ReceivedMessage(topic, Buffer.alloc(0), 0, false));
    return { subscriptions, dispatch };
  }
});
