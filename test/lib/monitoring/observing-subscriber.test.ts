import assert from "node:assert/strict";
import { MqttNodeError } from "../../../nodes/lib/errors";
import { ObservingSubscriber } from "../../../nodes/lib/monitoring/observing-subscriber";
import { connect, createSubscriptions, FakeSubscriber, receive } from "../subscriptions/fake-subscriber";

describe("a subscriber that only looks", () => {
  it("gets what is retained and what is published", () => {
    const { subscriber, seen } = looking("house/+/state");
    const subscriptions = createSubscriptions();
    subscriptions.add(subscriber);
    connect(subscriptions).settle();
    receive(subscriptions, "house/lamp/state", { payload: "online", retain: true, identifiers: 1 });
    receive(subscriptions, "house/lamp/state", { payload: "offline", identifiers: 1 });
    assert.deepEqual(seen, ["house/lamp/state online retained", "house/lamp/state offline"]);
  });

  it("tells only that it was granted, not with which QoS: for one who looks a lower one is all the same", () => {
    const { subscriber, told } = looking("a");
    subscriber.granted();
    subscriber.refused(new MqttNodeError("subscribe-refused", { filter: "a", reason: "r" }));
    assert.deepEqual(told, ["granted undefined", "refused subscribe-refused"]);
  });

  it("may have nobody to tell", () => {
    const observing = { owner: "node", key: "key", receive: () => undefined };
    const subscriber = new ObservingSubscriber("a", observing);
    subscriber.granted();
    subscriber.refused(new MqttNodeError("subscribe-refused", { filter: "a", reason: "r" }));
  });

  it("leaves nothing to its successor, and has nothing to lose", () => {
    const { subscriber, seen, told } = looking("a");
    subscriber.succeed();
    subscriber.lost();
    subscriber.ended();
    assert.deepEqual([seen, told], [[], []]);
  });

  it("gets what is retained also where another of its connection asks for the same", () => {
    const { subscriber, seen } = looking("a/b");
    const subscriptions = createSubscriptions();
    subscriptions.add(new FakeSubscriber("a/b"));
    const broker = connect(subscriptions);
    broker.settle();
    subscriptions.add(subscriber);
    subscriptions.reconcile();
    broker.settle();
    receive(subscriptions, "a/b", { payload: "online", retain: true, identifiers: 2 });
    assert.deepEqual(seen, ["a/b online retained"]);
  });

  function looking(wire: string) {
    const seen: string[] = [];
    const told: string[] = [];
    const receiveOne = ({ topic, text, payload, retain }: Parameters<ObservingSubscriber["receive"]>[0]): void => {
      seen.push(`${topic} ${text ?? Buffer.from(payload).toString()}${retain ? " retained" : ""}`);
    };
    const subscriber = new ObservingSubscriber(
      wire,
      { owner: "node", key: "key", receive: receiveOne },
      {
        subscribed: (granted) => void told.push(`granted ${granted}`),
        refused: ({ code }) => void told.push(`refused ${code}`),
      },
    );
    return { subscriber, seen, told };
  }
});
