import assert from "node:assert/strict";
import type { UserProperties } from "../../../nodes/lib/config/user-properties";
import { encodeMessage, MESSAGE_DECIDES, type PublishSettings } from "../../../nodes/lib/messages/encode-message";
import type { Publication } from "../../../nodes/lib/messages/publication";
import { TopicTemplate } from "../../../nodes/lib/topics/topic-template";
import { refusal } from "../thrown";

describe("a message to publish", () => {
  it("is QoS 0, not retained and without properties if nobody says otherwise", () => {
    assert.deepEqual(encode({ topic: "a", payload: "p" }), {
      topic: "a",
      payload: "p",
      qos: 0,
      retain: false,
      properties: undefined,
    });
  });

  it("goes to the node's topic, else the message's, else its response topic", () => {
    const msg = { topic: "message", responseTopic: "response", payload: "" };
    assert.equal(encode(msg, { topic: new TopicTemplate("node") }).topic, "node");
    assert.equal(encode(msg).topic, "message");
    for (const topic of [undefined, null, ""]) assert.equal(encode({ ...msg, topic }).topic, "response");
  });

  it("has the node's QoS, even 0, else the message's", () => {
    for (const qos of [0, 1, 2] as const) assert.equal(encode({ topic: "a", payload: "", qos: 1 }, { qos }).qos, qos);
    for (const [qos, expected] of [
      [0, 0],
      [1, 1],
      [2, 2],
      ["1", 1],
      ["2", 2],
      ["", 0],
      [null, 0],
    ] as const) {
      assert.equal(encode({ topic: "a", payload: "", qos }).qos, expected);
    }
  });

  it("is retained as the node says, even false, else as the message says", () => {
    for (const retain of [true, false]) {
      assert.equal(encode({ topic: "a", payload: "", retain: !retain }, { retain }).retain, retain);
    }
    for (const retain of [true, "true", 1]) assert.equal(encode({ topic: "a", payload: "", retain }).retain, true);
    for (const retain of [false, "false", 0, "", null]) {
      assert.equal(encode({ topic: "a", payload: "", retain }).retain, false);
    }
  });

  it("has the node's properties before the message's", () => {
    const ofMessage = { responseTopic: "m", contentType: "m", correlationData: "m", messageExpiryInterval: 1 };
    const ofNode = { responseTopic: "n", contentType: "n", correlationData: "n", messageExpiryInterval: 0 };
    const expected = (name: string, messageExpiryInterval: number): object => ({
      responseTopic: name,
      contentType: name,
      correlationData: Buffer.from(name),
      messageExpiryInterval,
    });
    assert.deepEqual(encode({ topic: "a", payload: "", ...ofMessage }).properties, expected("m", 1));
    assert.deepEqual(encode({ topic: "a", payload: "", ...ofMessage }, ofNode).properties, expected("n", 0));
    assert.deepEqual(encode({ topic: "a", payload: "" }, ofNode).properties, expected("n", 0));
  });

  it("has the user properties of both, the message's winning", () => {
    const settings = { userProperties: { node: "n", both: "n" } };
    const userProperties = { both: ["m1", "m2"], message: "m" };
    assert.deepEqual(encode({ topic: "a", payload: "", userProperties }, settings).properties, {
      userProperties: { node: "n", both: ["m1", "m2"], message: "m" },
    });
    for (const userProperties of [undefined, null, ""]) {
      const { properties } = encode({ topic: "a", payload: "", userProperties }, settings);
      assert.deepEqual(properties, { userProperties: { node: "n", both: "n" } });
    }
  });

  it("has the connection's user properties too, over which the node's and the message's win", () => {
    const connection = { connection: "c", node: "c", message: "c" };
    const settings = { userProperties: { node: "n", message: "n" } };
    const { properties } = encode({ topic: "a", payload: "", userProperties: { message: "m" } }, settings, connection);
    assert.deepEqual(properties, { userProperties: { connection: "c", node: "n", message: "m" } });
    assert.deepEqual(encode({ topic: "a", payload: "" }, {}, connection).properties, { userProperties: connection });
  });

  it("may have a user property called __proto__", () => {
    const userProperties = JSON.parse('{"__proto__": "m", "a": "m"}') as object;
    const settings = { userProperties: JSON.parse('{"__proto__": "n"}') as Record<string, string> };
    const { properties } = encode({ topic: "a", payload: "", userProperties }, settings);
    assert.deepEqual(Object.entries(properties?.userProperties ?? {}), [
      ["__proto__", "m"],
      ["a", "m"],
    ]);
  });

  it("that answers a request doesn't ask for an answer on the same topic", () => {
    assert.equal(encode({ responseTopic: "r", payload: "" }).properties, undefined);
    assert.deepEqual(encode({ responseTopic: "r", payload: "" }, { responseTopic: "own" }).properties, {
      responseTopic: "own",
    });
    assert.deepEqual(encode({ responseTopic: "r", payload: "" }, { topic: new TopicTemplate("a") }).properties, {
      responseTopic: "r",
    });
  });

  it("fills the node's topic, which wins over the message's", () => {
    const topic = new TopicTemplate("home/{{params.room}}/{{topic}}");
    assert.equal(encode({ topic: "a", params: { room: "hall" }, payload: "" }, { topic }).topic, "home/hall/a");
    assert.equal(refusal(() => encode({ topic: "a", payload: "" }, { topic })).code, "template-value-missing");
  });

  it("is sent to a topic of its own as it is written: it is no template", () => {
    assert.equal(encode({ topic: "a/{{b}}", b: "c", payload: "" }).topic, "a/{{b}}");
  });

  it("is announced as text only if it is text [MQTT 5, 3.3.2.3.2]", () => {
    const msg = { topic: "a", payloadFormatIndicator: true };
    for (const payload of ["ü", Buffer.from("ü"), { a: 1 }, null])
      assert.doesNotThrow(() => encode({ ...msg, payload }));
    const { code, values } = refusal(() => encode({ ...msg, payload: Buffer.from([0xff]) }));
    assert.deepEqual([code, values], ["property-invalid", { property: "payloadFormatIndicator", expected: "false" }]);
    assert.doesNotThrow(() => encode({ ...msg, payloadFormatIndicator: false, payload: Buffer.from([0xff]) }));
  });

  it("is read once: what it gives when it is read again counts for nothing", () => {
    const reads: string[] = [];
    const read = (target: object, property: string): unknown => {
      reads.push(property);
      return Reflect.get(target, property);
    };
    encode(new Proxy({ topic: "a", payload: "", responseTopic: "r" }, { get: read as never }));
    assert.deepEqual(reads, [...new Set(reads)]);
    assert.ok(reads.includes("topic"));
  });

  it("is read, not modified", () => {
    const msg = deepFreeze({
      topic: "a",
      payload: { deep: [1] },
      qos: "1",
      retain: "true",
      userProperties: { a: ["b"] },
      responseTopic: "r",
      messageExpiryInterval: "5",
    });
    const settings = deepFreeze({ userProperties: { c: "d" } });
    assert.doesNotThrow(() => encode(msg, settings));
  });

  it("keeps nothing that the flow could change while the message waits", () => {
    const msg = {
      topic: "a",
      payload: Buffer.from("p"),
      correlationData: Buffer.from("c"),
      userProperties: { a: ["b"] },
    };
    const settings = { userProperties: { node: ["n"] } };
    const connection = { connection: ["c"] };
    const { payload, properties } = encode(msg, settings, connection);
    msg.payload.fill("x");
    msg.correlationData.fill("x");
    for (const values of [msg.userProperties.a, settings.userProperties.node, connection.connection]) values.push("x");
    assert.deepEqual(payload, Buffer.from("p"));
    assert.deepEqual(properties, {
      correlationData: Buffer.from("c"),
      userProperties: { connection: ["c"], node: ["n"], a: ["b"] },
    });
  });

  const wrong: [what: string, msg: object, code: string][] = [
    ["no topic", { payload: "" }, "topic-empty"],
    ...[5, 0, false, {}, ["a"]].map((topic): [string, object, string] => [
      `a topic that is no text: ${JSON.stringify(topic)}`,
      { topic, responseTopic: "r", payload: "" },
      "topic-not-text",
    ]),
    ["a wildcard in its topic", { topic: "a/#", payload: "" }, "topic-name-wildcard"],
    ["a response topic with a wildcard as its topic", { responseTopic: "a/+", payload: "" }, "topic-name-wildcard"],
    ["no payload", { topic: "a" }, "payload-missing"],
    ["a payload that can't be sent", { topic: "a", payload: Symbol("p") }, "payload-unserialisable"],
    ...[3, -1, 1.5, "3", "high", true, [1], NaN, " "].map((qos): [string, object, string] => [
      `QoS ${JSON.stringify(qos)}`,
      { topic: "a", payload: "", qos },
      "qos-invalid",
    ]),
    ...[2, "yes", {}, "1"].map((retain): [string, object, string] => [
      `retain ${JSON.stringify(retain)}`,
      { topic: "a", payload: "", retain },
      "retain-invalid",
    ]),
  ];
  for (const [what, msg, code] of wrong) {
    it(`is refused with ${what}`, () => {
      assert.equal(refusal(() => encode(msg)).code, code);
    });
  }

  it("has no more bytes than a packet can have [MQTT 5, 2.1.4]", () => {
    // What isn't payload here: its topic, and the most that a fixed and a variable header take.
    const payload = Buffer.allocUnsafe(268_435_455 - "a".length - 16 + 1);
    const { code, values } = refusal(() => void encode({ topic: "a", payload }));
    assert.equal(code, "payload-too-large");
    assert.equal((values as { limit: number }).limit, 268_435_455);
    assert.doesNotThrow(() => encode({ topic: "a", payload: payload.subarray(1) }));
  }).timeout(20_000);

  function encode(msg: object, settings: Partial<PublishSettings> = {}, inherited?: UserProperties): Publication {
    return encodeMessage({ ...MESSAGE_DECIDES, ...settings }, msg as Record<string, unknown>, inherited);
  }

  function deepFreeze<T extends object>(value: T): T {
    for (const item of Object.values(value)) if (typeof item === "object" && item !== null) deepFreeze(item as object);
    return Object.freeze(value);
  }
});
