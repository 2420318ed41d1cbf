import assert from "node:assert/strict";
import {
  listed,
  unwantedFilters,
  wantedSubscriptions,
  type SubscriptionDefaults,
} from "../../../../nodes/lib/subscriptions/dynamic/wanted-subscription";
import { refusal } from "../../thrown";

const DEFAULTS: SubscriptionDefaults = {
  options: { qos: 1, noLocal: false, retainAsPublished: false, retained: "new" },
  datatype: "auto",
  datatypes: ["auto", "json"],
};

describe("msg.topic of a subscribe", () => {
  it("can be a filter: the rest is as the node has it", () => {
    assert.deepEqual(wanted("home/+room"), [
      { topic: "home/+room", qos: 1, nl: false, rap: false, rh: 1, datatype: "auto" },
    ]);
  });

  const built = { topic: "a", qos: 2, nl: true, rap: true, rh: 0, datatype: "json" };
  const forms: [what: string, topic: unknown][] = [
    ["the built-in nodes' names", { topic: "a", qos: 2, nl: true, rap: true, rh: 0, datatype: "json" }],
    ["our names", { topic: "a", qos: 2, noLocal: true, retainAsPublished: true, retained: "always", datatype: "json" }],
    ["texts", { topic: "a", qos: "2", nl: "true", rap: "true", rh: "0", datatype: "json" }],
  ];
  for (const [what, topic] of forms) {
    it(`can be an object, with ${what}`, () => {
      assert.deepEqual(wanted(topic), [built]);
      assert.deepEqual(wanted([topic]), [built]);
    });
  }

  it("can be an array of both, or an empty one", () => {
    assert.deepEqual(
      wanted(["a", { topic: "b", qos: 0 }, "c"]).map(({ topic, qos }) => [topic, qos]),
      [
        ["a", 1],
        ["b", 0],
        ["c", 1],
      ],
    );
    assert.deepEqual(wanted([]), []);
  });

  it("takes for an absent property what the node has", () => {
    for (const nothing of [undefined, null, ""]) {
      const [each] = wanted({ topic: "a", qos: nothing, nl: nothing, rap: nothing, rh: nothing, datatype: nothing });
      assert.deepEqual(each, { topic: "a", qos: 1, nl: false, rap: false, rh: 1, datatype: "auto" });
    }
  });

  it("says each of MQTT 5's retain handlings by its number or by our word", () => {
    for (const [number, word] of ["always", "new", "never"].entries()) {
      assert.equal(wanted({ topic: "a", rh: number })[0]?.rh, number);
      assert.equal(wanted({ topic: "a", retained: word })[0]?.rh, number);
    }
  });

  it("counts the last of two for the same filter, whatever its wildcards are called", () => {
    assert.deepEqual(
      wanted(["a/+x", "b", { topic: "a/+y", qos: 2 }]).map(({ topic, qos }) => [topic, qos]),
      [
        ["a/+y", 2],
        ["b", 1],
      ],
    );
  });

  it("gets what it lists", () => {
    const list = wanted([{ topic: "a/#rest", qos: 0, rh: 2, nl: true }, "$share/g/b"]);
    assert.deepEqual(wanted(list), list);
  });

  it("isn't changed", () => {
    const topic = Object.freeze([Object.freeze({ topic: "a", rh: 1 })]);
    wanted(topic);
    assert.deepEqual(topic, [{ topic: "a", rh: 1 }]);
  });

  const wrong: [what: string, topic: unknown, code: string, values?: object][] = [
    ["absent", undefined, "subscription-invalid", { kind: "undefined" }],
    ["null", null, "subscription-invalid", { kind: "null" }],
    ["true", true, "subscription-invalid", { kind: "true" }],
    ["a number", 5, "subscription-invalid", { kind: "number" }],
    ["an array with a hole", Array(2), "subscription-invalid", { kind: "undefined" }],
    ["an array in an array", [["a"]], "subscription-invalid", { kind: "an array in an array" }],
    ["a buffer", Buffer.from("a"), "subscription-invalid", { kind: "object" }],
    ["empty", "", "topic-empty"],
    ["an object without a topic", { qos: 1 }, "topic-empty"],
    ["an object whose topic is no text", { topic: 5 }, "topic-not-text"],
    ["a filter with # in the midst", "a/#/b", "filter-hash-not-last"],
    ["a filter with a wildcard beside letters", "a/b+", "filter-wildcard-not-alone"],
    ["a filter with a name twice", "+a/+a", "filter-name-twice"],
    ["a shared one without a topic", "$share/g", "filter-share"],
    ["a shared one without own messages", { topic: "$share/g/a", nl: true }, "filter-share-no-local"],
    ["with QoS 3", { topic: "a", qos: 3 }, "config-not-one-of"],
    ["with retain handling 3", { topic: "a", rh: 3 }, "config-not-one-of"],
    ["with a flag that is none", { topic: "a", nl: "perhaps" }, "config-not-boolean"],
    ["with a datatype that is none", { topic: "a", datatype: "xml" }, "config-not-one-of"],
    ["with an unknown property", { topic: "a", QoS: 1 }, "subscription-property-unknown", { property: "QoS" }],
    ["with a property of all objects", JSON.parse('{"topic":"a","__proto__":1}'), "subscription-property-unknown"],
    ["with one property by two names", { topic: "a", rh: 0, retained: "new" }, "subscription-property-twice"],
  ];
  for (const [what, topic, code, values] of wrong) {
    it(`that is ${what} is an error: ${code}, also as one of several`, () => {
      for (const each of Array.isArray(topic) ? [topic] : [topic, ["good", topic]]) {
        const error = refusal(() => wanted(each));
        assert.equal(error.code, code);
        if (values !== undefined) assert.deepEqual(error.values, values);
      }
    });
  }

  it("of a node that wants no messages of its own can't be a shared filter, but where it says otherwise", () => {
    const noLocal = { ...DEFAULTS, options: { ...DEFAULTS.options, noLocal: true } };
    const { code } = refusal(() => wantedSubscriptions("$share/g/a", noLocal));
    assert.equal(code, "filter-share-no-local");
    assert.equal(wantedSubscriptions({ topic: "$share/g/a", nl: false }, noLocal).length, 1);
  });

  function wanted(topic: unknown) {
    return wantedSubscriptions(topic, DEFAULTS).map(listed);
  }
});

describe("msg.topic of an unsubscribe", () => {
  it("can be a filter, an object as it is listed, or an array of both", () => {
    const object = { topic: "b/+name", qos: 0, nl: false, rap: false, rh: 0, datatype: "auto" };
    for (const [topic, filters] of [
      ["a", ["a"]],
      [object, ["b/+"]],
      [
        ["a", object],
        ["a", "b/+"],
      ],
      [[], []],
    ] as const) {
      assert.deepEqual(
        unwantedFilters(topic).map(({ wire }) => wire),
        filters,
      );
    }
  });

  for (const [topic, code] of [
    [undefined, "subscription-invalid"],
    [false, "subscription-invalid"],
    [["a", 1], "subscription-invalid"],
    ["", "topic-empty"],
    ["a/#/b", "filter-hash-not-last"],
    [{ topic: "a", name: "x" }, "subscription-property-unknown"],
  ] as const) {
    it(`that is ${JSON.stringify(topic)} is an error: ${code}`, () => {
      assert.equal(refusal(() => unwantedFilters(topic)).code, code);
    });
  }
});
