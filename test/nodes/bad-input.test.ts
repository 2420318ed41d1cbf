import assert from "node:assert/strict";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { deploy, useRuntime, type CaughtMessage, type DeployedFlow, type FlowMessage } from "../support/flow";
import { connected, showing } from "../support/phrase";

describe("bad input", () => {
  useRuntime();
  let broker: AedesBroker;

  before(async () => {
    broker = await startAedes();
  });
  after(() => broker.stop());

  async function running(mqttIn: object = {}, mqttOut: object = {}, config: object = {}): Promise<DeployedFlow> {
    return deploy([
      { id: "broker", type: "broker-config", uri: broker.uri, ...config },
      { id: "in", type: "mqtt-in", broker: "broker", topic: "test/#", wires: [["sink"]], ...mqttIn },
      { id: "out", type: "mqtt-out", broker: "broker", ...mqttOut },
      { id: "sink", type: "helper" },
    ]);
  }

  describe("in a message to mqtt-out goes to Catch, and the next good message arrives:", () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    const long = "x".repeat(65_536);
    const cases: [what: string, msg: FlowMessage, code: string, sentence: RegExp][] = [
      ["no payload", { topic: "test/a" }, "payload-missing", /To clear a retained value, send an empty text/],
      ["no topic", { payload: "x" }, "topic-empty", /^Error: The topic is empty/],
      ["a topic that is a number", { topic: 5 as never, payload: "x" }, "topic-not-text", /must be a text/],
      ["a topic with a wildcard", { topic: "test/#", payload: "x" }, "topic-name-wildcard", /'#': test\/#$/],
      ["a topic with U+0000", { topic: "test/\u0000", payload: "x" }, "topic-null", /U\+0000/],
      ["a topic of 65,536 bytes", { topic: long, payload: "x" }, "topic-too-long", /has 65536 bytes/],
      ["half a character in the topic", { topic: "a\ud800", payload: "x" }, "topic-not-unicode", /surrogate/],
      ["a function as payload", { topic: "test/a", payload: () => 1 }, "payload-unserialisable", /a function/],
      ["a symbol as payload", { topic: "test/a", payload: Symbol("x") }, "payload-unserialisable", /a symbol/],
      ["a cycle as payload", { topic: "test/a", payload: cycle }, "payload-unserialisable", /refers to itself/],
      ["QoS 3", { topic: "test/a", payload: "x", qos: 3 }, "qos-invalid", /0, 1 or 2/],
      ["retain 'perhaps'", { topic: "test/a", payload: "x", retain: "perhaps" }, "retain-invalid", /true or false/],
      ["an expiry too large", message({ messageExpiryInterval: 5e9 }), "property-invalid", /0-4294967295/],
      ["a content type that is no text", message({ contentType: 5 }), "property-invalid", /msg\.contentType/],
      [
        "user properties that are a list",
        message({ userProperties: ["a"] }),
        "property-invalid",
        /\{"name": "value"\}/,
      ],
      ["a user property too long", message({ userProperties: { a: long } }), "property-too-long", /65536 bytes/],
      ["a response topic with a wildcard", message({ responseTopic: "a/+" }), "topic-name-wildcard", /a\/\+$/],
      ["correlation data that is a number", message({ correlationData: 42 }), "property-invalid", /correlationData/],
    ];
    for (const [what, msg, code, sentence] of cases) {
      it(what, async () => {
        const flow = await running();
        await connected(flow, "in", "out");
        flow.send("out", msg);
        flow.send("out", { topic: "test/good", payload: "good", qos: 1 });
        const caught = await flow.caught.next();
        assert.equal(caught.error.code, code);
        assert.match(caught.error.message, sentence);
        assert.equal((await flow.received("sink").next()).topic, "test/good");
        assert.equal(flow.caught.all.length, 1);
      });
    }
  });

  it("in a message that can't even be read doesn't stop the next good one", async () => {
    const flow = await running();
    await connected(flow, "in", "out");
    const unreadable = Object.defineProperty({ payload: "x" }, "topic", {
      enumerable: true,
      get: () => {
        throw new Error("no reading");
      },
    });
    flow.send("out", unreadable);
    flow.send("out", { topic: "test/good", payload: "good" });
    assert.equal((await flow.received("sink").next()).topic, "test/good");
    assert.equal(flow.completed.all.length, 1);
  });

  describe("in a message to mqtt-out is sent where it means something:", () => {
    const payloads: [what: string, payload: unknown, received: unknown][] = [
      ["a text", "héllo", "héllo"],
      ["an empty text", "", ""],
      ["a number", 21.5, 21.5],
      ["a boolean", false, false],
      ["null, which is an empty text as with the built-in node", null, ""],
      ["a bigint", 12345678901234567890n, 12345678901234567000],
      ["an object", { a: [1, { b: null }] }, { a: [1, { b: null }] }],
      ["an array", [1, "two"], [1, "two"]],
      ["a buffer", Buffer.from([0xff, 0]), Buffer.from([0xff, 0])],
      ["a typed array", new Uint16Array([0xffff]), Buffer.from([0xff, 0xff])],
      ["an array buffer", new Uint8Array([0xfe]).buffer, Buffer.from([0xfe])],
    ];
    for (const [what, payload, received] of payloads) {
      it(what, async () => {
        const flow = await running();
        await connected(flow, "in", "out");
        flow.send("out", { topic: "test/a", payload });
        assert.deepEqual((await flow.received("sink").next()).payload, received);
      });
    }
  });

  describe("in a saved flow is said by the node:", () => {
    const cases: [what: string, nodes: Parameters<typeof running>, id: string, status: string, log: RegExp][] = [
      ["mqtt-in without a broker", [{ broker: "" }], "in", "broker-missing", /No broker is chosen/],
      ["mqtt-out with a broker that is none", [{}, { broker: "sink" }], "out", "broker-missing", /No broker is chosen/],
      ["mqtt-in without a topic", [{ topic: "" }], "in", "topic-empty", /topic is empty/],
      ["a # in the middle", [{ topic: "a/#/b" }], "in", "filter-hash-not-last", /at the end, after '\/': a\/#\/b/],
      ["a + beside a text", [{ topic: "a/b+" }], "in", "filter-wildcard-not-alone", /not as 'b\+'/],
      ["a name twice", [{ topic: "+a/+a" }], "in", "filter-name-twice", /'a' is used twice/],
      ["half a share", [{ topic: "$share/g" }], "in", "filter-share", /\$share\/group\/topic/],
      ["a wildcard in mqtt-out", [{}, { topic: "a/+" }], "out", "topic-name-wildcard", /can't contain '\+'/],
      ["an unknown datatype", [{ datatype: "xml" }], "in", "config-not-one-of", /datatype must be one of auto-detect/],
      ["a QoS of 3", [{}, { qos: "3" }], "out", "config-not-one-of", /qos must be one of 0, 1, 2, not 3/],
      [
        "JSON that is none",
        [{}, { userProperties: "{a" }],
        "out",
        "config-not-json",
        /userProperties is no valid JSON/,
      ],
      ["an unset variable", [{ topic: "a/${NOT_SET}" }], "in", "env-unset", /variable NOT_SET is not set/],
      ["birth that is no list", [{}, {}, { birth: '{"a":1}' }], "in", "config-wrong-shape", /birth must look like \[/],
      [
        "properties that are no JSON",
        [{}, {}, { properties: "{" }],
        "in",
        "config-not-json",
        /properties is no valid JSON/,
      ],
      ["an unknown protocol", [{}, {}, { uri: "mqtss://h" }], "out", "uri-unknown-scheme", /Unknown protocol 'mqtss'/],
      ["a host that is missing", [{}, {}, { uri: "mqtt://" }], "out", "uri-no-host", /host is missing/],
      ["TLS settings that are gone", [{}, {}, { tls: "gone" }], "in", "tls-config-missing", /don't exist any more/],
      ["a kept session without a name", [{}, {}, { cleanSession: "false" }], "in", "client-id-required", /client ID/],
    ];
    for (const [what, nodes, id, status, log] of cases) {
      it(what, async () => {
        const flow = await running(...nodes);
        const text = status === "env-unset" ? "NOT_SET is not set" : undefined;
        const shown =
          text === undefined ? await showing(flow, id, status) : await flow.statuses(id).next((s) => s.text === text);
        assert.deepEqual([shown.fill, shown.shape], ["red", "ring"]);
        const lines = flow.logged.all.filter(({ msg }) => log.test(String(msg)));
        assert.equal(lines.length, 1, "logged once");
      });
    }

    it("and a message to an mqtt-out that can't work is caught", async () => {
      const flow = await running({}, { broker: "" });
      flow.send("out", { topic: "test/a", payload: "x" });
      assert.equal((await flow.caught.next(isAbout("test/a"))).error.code, "broker-missing");
    });

    it("and a property that nobody knows, which is ignored", async () => {
      const flow = await running({ topik: "a" }, {}, { keepalife: 10 });
      await connected(flow, "in");
      for (const name of ["topik", "keepalife"]) {
        const sentence = `The saved property '${name}' is unknown and ignored.`;
        assert.equal(flow.logged.all.filter(({ msg }) => msg === sentence).length, 1);
      }
    });

    it("and nothing is said about what Node-RED itself saves", async () => {
      const flow = await running({ l: true, info: "text", inputLabels: [], outputLabels: ["x"], g: "group" });
      await connected(flow, "in");
      assert.deepEqual(
        flow.logged.all.filter(({ msg }) => String(msg).includes("unknown")),
        [],
      );
    });
  });

  it("from the broker: a payload that is no JSON goes to Catch with the payload as it came", async () => {
    const flow = await running({ datatype: "json" });
    await connected(flow, "in", "out");
    flow.send("out", { topic: "test/a", payload: "{broken" });
    flow.send("out", { topic: "test/b", payload: '{"fine":true}' });
    const caught = await flow.caught.next();
    assert.equal(caught.error.code, "payload-not-json");
    assert.equal(caught.topic, "test/a");
    assert.deepEqual(caught.payload, Buffer.from("{broken"));
    assert.deepEqual((await flow.received("sink").next()).payload, { fine: true });
  });
});

function message(properties: object): FlowMessage {
  return { topic: "test/a", payload: "x", ...properties };
}

function isAbout(topic: string): (caught: CaughtMessage) => boolean {
  return (caught) => caught.topic === topic;
}
