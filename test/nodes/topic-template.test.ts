import assert from "node:assert/strict";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { deploy, useRuntime, type DeployedFlow, type FlowMessage } from "../support/flow";
import { connected, showing } from "../support/phrase";

describe("the topic of mqtt-out", () => {
  useRuntime();
  let broker: AedesBroker;
  before(async () => {
    broker = await startAedes();
  });
  after(() => broker.stop());

  function running(topic: string): Promise<DeployedFlow> {
    return deploy([
      { id: "broker", type: "broker-config", uri: broker.uri },
      { id: "in", type: "mqtt-in", broker: "broker", topic: "home/+room/#rest", wires: [["sink"]] },
      { id: "out", type: "mqtt-out", broker: "broker", topic, qos: 1 },
      { id: "sink", type: "helper" },
    ]);
  }

  it("is filled with values of each message", async () => {
    const flow = await running("home/{{params.room}}/{{params.rest}}/set");
    await connected(flow, "in", "out");
    flow.send("out", { params: { room: "hall", rest: ["lamp", "1"] }, topic: "not/this", payload: "on" });
    flow.send("out", { params: { room: 5, rest: "a" }, payload: "on" });
    const topics = (await flow.received("sink").take(2)).map(({ topic }) => topic);
    assert.deepEqual(topics, ["home/hall/lamp/1/set", "home/5/a/set"]);
  });

  it("takes what mqtt-in has found in another topic", async () => {
    const flow = await running("answers/{{params.room}}/{{params.rest}}");
    await connected(flow, "in", "out");
    const topics: string[] = [];
    broker.aedes.on("publish", ({ topic }) => topics.push(topic));
    flow.send("out", { ...(await arriving(flow, "home/hall/lamp/1")) });
    await flow.completed.next();
    assert.equal(topics.at(-1), "answers/hall/lamp/1");
  });

  const wrong: [what: string, msg: FlowMessage, code: string, sentence: RegExp][] = [
    ["no value", {}, "template-value-missing", /has no params\.room, or an empty one\.$/],
    ["an empty value", { params: { room: "" } }, "template-value-missing", /has no params\.room, or an empty one\.$/],
    ["an object", { params: { room: {} } }, "template-value-invalid", /params\.room is no text, number or boolean/],
    ["a wildcard", { params: { room: "+" } }, "topic-name-wildcard", /'#': home\/\+\/set$/],
  ];
  for (const [what, msg, code, sentence] of wrong) {
    it(`isn't filled with ${what}: the message goes to Catch, and the next one arrives`, async () => {
      const flow = await running("home/{{params.room}}/set");
      await connected(flow, "in", "out");
      flow.send("out", { ...msg, payload: "bad" });
      flow.send("out", { params: { room: "hall" }, payload: "good" });
      const { error } = await flow.caught.next();
      assert.equal(error.code, code);
      assert.match(error.message, sentence);
      assert.equal((await flow.received("sink").next()).topic, "home/hall/set");
      assert.deepEqual([flow.caught.all.length, flow.received("sink").all.length], [1, 1]);
    });
  }

  it("gets what the environment knows before what the message does", async () => {
    process.env["M2M_TEST_SITE"] = "home";
    const flow = await running("${M2M_TEST_SITE}/{{room}}/set").finally(() => delete process.env["M2M_TEST_SITE"]);
    await connected(flow, "in", "out");
    flow.send("out", { room: "hall", payload: "on" });
    assert.equal((await flow.received("sink").next()).topic, "home/hall/set");
  });

  it("is a mistake of the flow if it can't be read as a template: said when it starts, and to each message", async () => {
    const flow = await running("home/{{room/set");
    const { fill, shape } = await showing(flow, "out", "template-invalid");
    assert.deepEqual([fill, shape], ["red", "ring"]);
    await flow.logged.next(({ msg }) => String(msg).includes("Unclosed tag (column 6)"));
    flow.send("out", { room: "hall", payload: "on" });
    assert.equal((await flow.caught.next(({ _msgid }) => _msgid !== undefined)).error.code, "template-invalid");
  });

  /** A message as it comes out of the mqtt-in. */
  async function arriving(flow: DeployedFlow, topic: string): Promise<FlowMessage> {
    broker.aedes.publish({ cmd: "publish", topic, payload: "x", qos: 0, retain: false, dup: false }, () => undefined);
    return flow.received("sink").next();
  }
});
