import assert from "node:assert/strict";
import { MqttNodeError } from "../../../../nodes/lib/errors";
import type { Datatype } from "../../../../nodes/lib/messages/decode-payload";
import type { QoS } from "../../../../nodes/lib/messages/qos";
import { ReceivedMessage } from "../../../../nodes/lib/messages/received-message";
import {
  FlowSubscriber,
  NOTHING_TO_ACKNOWLEDGE,
  type ReceivedFlowMessage,
} from "../../../../nodes/lib/subscriptions/flow/flow-subscriber";
import type { SubscriptionOptions } from "../../../../nodes/lib/subscriptions/subscription-options";
import { Unacknowledged } from "../../../../nodes/lib/subscriptions/flow/unacknowledged";
import { parseTopicFilter } from "../../../../nodes/lib/topics/topic-filter";
import { ManualClock } from "../../../support/manual-clock";

describe("a received message in a flow", () => {
  it("has an id, a topic, a payload, a QoS and whether it was retained", () => {
    const { receive, sent } = subscriber("a/#");
    receive(new ReceivedMessage("a/b", Buffer.from("on"), 1, true));
    assert.deepEqual(sent, [{ _msgid: "id1", topic: "a/b", payload: "on", qos: 1, retain: true }]);
  });

  it("has an id of its own", () => {
    const { receive, sent } = subscriber("#");
    for (const topic of ["a", "b"]) receive(new ReceivedMessage(topic, Buffer.alloc(0), 0, false));
    assert.deepEqual(
      sent.map(({ _msgid }) => _msgid),
      ["id1", "id2"],
    );
  });

  it("has the lower of the node's QoS and the PUBLISH's", () => {
    for (const [own, received, expected] of [
      [0, 2, 0],
      [1, 2, 1],
      [2, 1, 1],
      [2, 0, 0],
      [2, 2, 2],
    ] as const) {
      const { receive, sent } = subscriber("#", own);
      receive(new ReceivedMessage("a", Buffer.alloc(0), received, false));
      assert.equal(sent[0]?.qos, expected);
    }
  });

  it("has the parameters of named wildcards, and none where there are none", () => {
    const named = subscriber("home/+room/#rest");
    named.receive(new ReceivedMessage("home/kitchen/a/b", Buffer.alloc(0), 0, false));
    assert.deepEqual(named.sent[0]?.params, { room: "kitchen", rest: ["a", "b"] });
    const nameless = subscriber("home/+/#");
    nameless.receive(new ReceivedMessage("home/kitchen/a/b", Buffer.alloc(0), 0, false));
    assert.ok(!Object.hasOwn(nameless.sent[0] ?? {}, "params"));
  });

  it("has the MQTT 5 properties of the PUBLISH", () => {
    const { receive, sent } = subscriber("#");
    receive(new ReceivedMessage("a", Buffer.alloc(0), 0, false, { responseTopic: "r", userProperties: { a: "b" } }));
    assert.deepEqual([sent[0]?.responseTopic, sent[0]?.userProperties], ["r", { a: "b" }]);
  });

  it("that the wire can't take goes to Catch with the payload as it came", () => {
    const caught: ReceivedFlowMessage[] = [];
    const reporter = {
      undeliverable: (_error: unknown, msg: ReceivedFlowMessage) => caught.push(msg),
      subscribed: () => undefined,
      refused: () => undefined,
    };
    const node = {
      id: "in",
      send: () => {
        throw new RangeError("nested too deep");
      },
    };
    const wanted = { filter: parseTopicFilter("#"), options: optionsWith(0), datatype: "json" } as const;
    const subscriber = new FlowSubscriber(wanted, node, reporter, () => "id");
    subscriber.receive(new ReceivedMessage("a", Buffer.from("[[]]"), 0, false));
    assert.deepEqual(caught, [{ _msgid: "id", topic: "a", payload: Buffer.from("[[]]"), qos: 0, retain: false }]);
  });

  it("is decoded as the node asked", () => {
    for (const [datatype, payload] of [
      ["buffer", Buffer.from("5")],
      ["utf8", "5"],
      ["json", 5],
      ["base64", "NQ=="],
    ] as const) {
      const { receive, sent } = subscriber("#", 1, datatype);
      receive(new ReceivedMessage("a", Buffer.from("5"), 0, false));
      assert.deepEqual(sent[0]?.payload, payload);
    }
  });

  it("that can't be decoded goes to Catch nodes instead, with its bytes", () => {
    const { receive, sent, undeliverable } = subscriber("a/+x", 1, "json");
    const payload = Buffer.from("{");
    receive(new ReceivedMessage("a/b", payload, 1, false, { contentType: "c" }));
    payload.fill("x");
    assert.deepEqual(sent, []);
    const [{ error, msg } = {}] = undeliverable;
    assert.equal((error as MqttNodeError).code, "payload-not-json");
    const expected = { _msgid: "id1", topic: "a/b", payload: Buffer.from("{"), qos: 1, retain: false };
    assert.deepEqual(msg, { ...expected, contentType: "c", params: { x: "b" } });
  });
});

describe("a message that the flow has to acknowledge", () => {
  it("names itself, and once its time is up goes to Catch nodes with nothing left to acknowledge", () => {
    const clock = new ManualClock();
    const unacknowledged = new Unacknowledged({ timeout: 5, most: 1 }, clock);
    const { receive, sent, undeliverable } = subscriber("#", 1, "json", unacknowledged);
    const receipt = { id: "r1", hold: () => undefined, release: () => undefined };
    receive(new ReceivedMessage("a", Buffer.from("1"), 1, false, undefined, receipt));
    receive(new ReceivedMessage("b", Buffer.from("2"), 0, false));
    assert.deepEqual(
      sent.map(({ topic, _mqttAck }) => [topic, _mqttAck]),
      [
        ["a", "r1"],
        ["b", NOTHING_TO_ACKNOWLEDGE],
      ],
    );
    clock.advance(5_000);
    const [{ error, msg } = {}] = undeliverable;
    assert.equal((error as MqttNodeError).code, "ack-timeout");
    assert.deepEqual([msg?.topic, msg?.payload, msg?._mqttAck], ["a", Buffer.from("1"), NOTHING_TO_ACKNOWLEDGE]);
  });
});

describe("the key of a node's subscription", () => {
  it("is the same for the next instance of an unchanged node, whatever the names of its wildcards", () => {
    assert.equal(subscriber("a/+room").node.key, subscriber("a/+place").node.key);
  });

  it("is another where the node asks for another QoS or form, since it would not be served by the old one", () => {
    const keys = [subscriber("a"), subscriber("a", 2), subscriber("a", 1, "json")].map(({ node }) => node.key);
    assert.equal(new Set(keys).size, 3);
  });

  it("is another for another node", () => {
    const reporter = { undeliverable: () => undefined, subscribed: () => undefined, refused: () => undefined };
    const wanted = { filter: parseTopicFilter("a"), options: optionsWith(1), datatype: "auto-detect" } as const;
    const other = new FlowSubscriber(wanted, { id: "other", send: () => undefined }, reporter, () => "id");
    assert.notEqual(other.key, subscriber("a").node.key);
  });
});

describe("the answer to a node's subscription", () => {
  it("says what was granted only where it is less than asked for", () => {
    for (const [asked, granted, told] of [
      [1, 1, undefined],
      [1, 2, undefined],
      [2, 1, 1],
      [1, 0, 0],
      [0, 0, undefined],
    ] as const) {
      const { node, subscribed } = subscriber("#", asked);
      node.granted(granted);
      assert.deepEqual(subscribed, [told]);
    }
  });

  it("says why it was refused", () => {
    const { node, refused } = subscriber("#");
    const error = new MqttNodeError("subscribe-refused", { filter: "#", reason: "not authorized" });
    node.refused(error);
    assert.deepEqual(refused, [error]);
  });
});

function optionsWith(qos: QoS): SubscriptionOptions {
  return { qos, noLocal: false, retainAsPublished: false, retained: "always" };
}

/** A node's subscriber, and all that the node gets to know of it. */
function subscriber(filter: string, qos: QoS = 1, datatype: Datatype = "auto-detect", unacknowledged?: Unacknowledged) {
  const sent: ReceivedFlowMessage[] = [];
  const undeliverable: { error: unknown; msg: ReceivedFlowMessage }[] = [];
  const subscribed: (QoS | undefined)[] = [];
  const refused: MqttNodeError[] = [];
  const reporter = {
    undeliverable: (error: unknown, msg: ReceivedFlowMessage) => undeliverable.push({ error, msg }),
    subscribed: (granted: QoS | undefined) => subscribed.push(granted),
    refused: (error: MqttNodeError) => refused.push(error),
  };
  let count = 0;
  const node = new FlowSubscriber(
    { filter: parseTopicFilter(filter), options: optionsWith(qos), datatype },
    { id: "in", send: (msg) => sent.push(msg) },
    reporter,
    () => `id${(count += 1)}`,
    unacknowledged,
  );
  return { node, receive: node.receive.bind(node), sent, undeliverable, subscribed, refused };
}
