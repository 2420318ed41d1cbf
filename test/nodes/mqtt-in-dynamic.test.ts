import assert from "node:assert/strict";
import { useRuntime, type FlowMessage } from "../support/flow";
import { LISTED, useSubscribingNode, type SubscribingNode } from "./subscribing-node";

describe("subscribing by message", () => {
  useRuntime();
  const current = useSubscribingNode();
  let node: SubscribingNode;
  beforeEach(() => {
    node = current();
  });

  const forms: [what: string, topic: unknown, filters: string[]][] = [
    ["a filter", "home/+room", ["home/+"]],
    ["an object", { topic: "home/a", retained: "never" }, ["home/a"]],
    ["an array of filters", ["home/a", "home/b"], ["home/a", "home/b"]],
    ["an array of objects", [{ topic: "home/a" }, { topic: "home/b", rh: 2 }], ["home/a", "home/b"]],
    ["an array of both", ["home/a", { topic: "home/b" }], ["home/a", "home/b"]],
  ];
  for (const [what, topic, filters] of forms) {
    it(`with ${what} is done when the broker has granted it, and undone with the same form`, async () => {
      const flow = await node.start();
      const { subscriptions } = await node.done("subscribe", topic);
      const asked = await node.asked.take(filters.length);
      assert.deepEqual(asked.sort(), filters.map((filter) => `+${filter} 1`).sort());
      assert.equal((subscriptions as unknown[]).length, filters.length);
      assert.deepEqual(await node.listed(), subscriptions);
      await node.arrived("home/a");
      assert.deepEqual((await node.done("unsubscribe", topic))["subscriptions"], []);
      const gone = await node.asked.take(filters.length);
      assert.deepEqual(gone.sort(), filters.map((filter) => `-${filter}`).sort());
      assert.deepEqual(flow.caught.all, []);
    });
  }

  it("gives named wildcards, and the payload in the form that was asked for", async () => {
    const flow = await node.start({ datatype: "utf8" });
    await node.done("subscribe", ["home/+room/a", { topic: "home/+room/b", datatype: "json" }]);
    await node.arrived("home/kitchen/a");
    await node.foreigner.publishAsync("home/kitchen/b", "1", { qos: 1 });
    const json = await flow.received("sink").next();
    const text = flow.received("sink").all.find(({ topic }) => topic === "home/kitchen/a");
    assert.deepEqual([text?.payload, text?.["params"]], ["x", { room: "kitchen" }]);
    assert.deepEqual([json.payload, json["params"]], [1, { room: "kitchen" }]);
  });

  it("lists what was asked for under the built-in nodes' names, which can be subscribed as they are", async () => {
    await node.start({ qos: 2, retained: "never" });
    await node.done("subscribe", ["a", { topic: "b", qos: 0, retained: "new", datatype: "json" }]);
    const list = await node.listed();
    assert.deepEqual(list, [
      { ...LISTED, topic: "a", qos: 2, rh: 2 },
      { ...LISTED, topic: "b", qos: 0, rh: 1, datatype: "json" },
    ]);
    assert.deepEqual((await node.done("unsubscribe", true))["subscriptions"], []);
    assert.deepEqual((await node.done("subscribe", list))["subscriptions"], list);
  });

  it("changes nothing where one of several is wrong", async () => {
    const flow = await node.start();
    await node.done("subscribe", "good");
    node.command("subscribe", ["other", "bad/#/filter"]);
    node.command("unsubscribe", ["good", "bad/#/filter"]);
    const caught = await flow.caught.take(2);
    assert.deepEqual(
      caught.map(({ error }) => error.code),
      ["filter-hash-not-last", "filter-hash-not-last"],
    );
    assert.deepEqual(await node.listed(), [{ ...LISTED, topic: "good" }]);
    await node.arrived("good");
    assert.deepEqual(node.asked.all, ["+good 1"]);
  });

  const wrong: [what: string, message: object, code: string][] = [
    ["no topic", { action: "subscribe" }, "subscription-invalid"],
    ["true", { action: "subscribe", topic: true }, "subscription-invalid"],
    ["an empty filter", { action: "subscribe", topic: "" }, "topic-empty"],
    ["half a shared filter", { action: "subscribe", topic: "$share/g" }, "filter-share"],
    [
      "a shared filter without own messages",
      { action: "subscribe", topic: { topic: "$share/g/a", nl: true } },
      "filter-share-no-local",
    ],
    ["an unknown property", { action: "subscribe", topic: { topic: "a", QoS: 1 } }, "subscription-property-unknown"],
    ["a wrong QoS", { action: "subscribe", topic: { topic: "a", qos: 3 } }, "config-not-one-of"],
    ["false", { action: "unsubscribe", topic: false }, "subscription-invalid"],
    ["an unknown action", { action: "resubscribe", topic: "a" }, "action-unknown"],
  ];
  for (const [what, message, code] of wrong) {
    it(`with ${what} ends in ${code}, once`, async () => {
      const flow = await node.start();
      flow.send("in", message as FlowMessage);
      assert.equal((await flow.caught.next()).error.code, code);
      assert.deepEqual(await node.listed(), []);
      assert.deepEqual([flow.caught.all.length, flow.completed.all.length, node.asked.all], [1, 1, []]);
    });
  }

  it("is possible beside a fixed topic, which isn't listed, and which stays", async () => {
    await node.start({ topic: "fixed" });
    await node.done("subscribe", "other");
    assert.deepEqual(await node.listed(), [{ ...LISTED, topic: "other" }]);
    await node.done("unsubscribe", true);
    await node.asked.next((entry) => entry === "-other");
    assert.deepEqual(await node.arrived("other", "fixed"), ["fixed"]);
    await node.done("unsubscribe", "fixed");
    assert.deepEqual(await node.arrived("fixed"), ["fixed"]);
  });

  it("a second time replaces the options, and gives the stored value for new ones alone", async () => {
    const flow = await node.start();
    await node.foreigner.publishAsync("home/a", "stored", { retain: true, qos: 1 });
    await node.done("subscribe", "home/a");
    assert.equal((await flow.received("sink").next()).payload, "stored");
    await node.done("subscribe", "home/a");
    await node.done("subscribe", { topic: "home/a", qos: 0 });
    const again = await flow.received("sink").next();
    assert.deepEqual([again.payload, again["retain"], again["qos"]], ["stored", true, 0]);
    assert.deepEqual(await node.listed(), [{ ...LISTED, topic: "home/a", qos: 0 }]);
    assert.deepEqual(await node.arrived("home/a"), ["home/a"]);
    assert.equal(flow.received("sink").all.filter(({ payload }) => payload === "stored").length, 2);
  });

  it("gives a message once though several filters match it", async () => {
    await node.start({ topic: "home/#" });
    await node.done("subscribe", ["home/+", "home/a", "#"]);
    assert.deepEqual(await node.arrived("home/a", "home/b"), ["home/a", "home/b"]);
  });

  it("stops the messages of what is given up at once", async () => {
    await node.start();
    await node.done("subscribe", ["home/a", "home/b"]);
    await node.done("unsubscribe", "home/a");
    assert.deepEqual(await node.arrived("home/a", "home/b"), ["home/b"]);
  });

  it("is done where there is nothing to give up, as with the built-in nodes", async () => {
    const flow = await node.start();
    assert.deepEqual((await node.done("unsubscribe", ["unknown", { topic: "strange/#" }]))["subscriptions"], []);
    await node.done("unsubscribe", true);
    assert.deepEqual([flow.caught.all, node.asked.all], [[], []]);
  });

  it("counts until the node starts anew", async () => {
    const flow = await node.start();
    await node.done("subscribe", "home/a");
    await flow.redeploy(node.nodes(), "full");
    await node.asked.next((entry) => entry === "-home/a");
    assert.deepEqual(await node.listed(), []);
  });

  it("outlasts a deploy that leaves the node as it is", async () => {
    const flow = await node.start();
    await node.done("subscribe", "home/a");
    await flow.redeploy([...node.nodes(), { id: "other", type: "helper" }], "nodes");
    assert.deepEqual(await node.listed(), [{ ...LISTED, topic: "home/a" }]);
    assert.deepEqual(await node.arrived("home/a"), ["home/a"]);
  });
});
