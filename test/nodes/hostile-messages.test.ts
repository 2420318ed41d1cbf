import assert from "node:assert/strict";
import { connectAsync } from "mqtt";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { deploy, useRuntime } from "../support/flow";
import { connected } from "../support/phrase";

describe("a hostile message from the broker", () => {
  useRuntime();
  let broker: AedesBroker;
  before(async () => {
    broker = await startAedes();
  });
  after(() => broker.stop());

  it("that nests deeper than Node-RED can copy goes to Catch, and the next one arrives", async () => {
    const flow = await deploy([
      { id: "broker", type: "broker-config", uri: broker.uri },
      { id: "in", type: "mqtt-in", broker: "broker", topic: "deep/#", wires: [["sink", "other"]] },
      { id: "out", type: "mqtt-out", broker: "broker" },
      { id: "sink", type: "helper" },
      { id: "other", type: "helper" },
    ]);
    await connected(flow, "in", "out");
    flow.send("out", { topic: "deep/a", payload: "[".repeat(8_000) + "]".repeat(8_000) });
    flow.send("out", { topic: "deep/b", payload: "fine" });
    assert.equal((await flow.received("other").next()).payload, "fine");
    assert.equal((await flow.caught.next()).topic, "deep/a");
  });

  it("that came on a topic with line ends and commands for a terminal is told in one line of plain text", async () => {
    const flow = await deploy([
      { id: "broker", type: "broker-config", uri: broker.uri },
      { id: "in", type: "mqtt-in", broker: "broker", topic: "deep/#", datatype: "json", wires: [["sink"]] },
      { id: "sink", type: "helper" },
    ]);
    await connected(flow, "in");
    const client = await connectAsync(broker.uri);
    await client.publishAsync("deep/a\r\n[error] all is lost\u001b[2J\u2028b", "no JSON", { qos: 1 });
    await client.endAsync();
    const { error } = await flow.caught.next();
    assert.match(error.message, / deep\/a \[error\] all is lost \[2J b /);
  });

  it("may use the names of JavaScript's own properties for its topic levels", async () => {
    const flow = await deploy([
      { id: "broker", type: "broker-config", uri: broker.uri },
      { id: "in", type: "mqtt-in", broker: "broker", topic: "deep/+__proto__/+constructor", wires: [["sink"]] },
      { id: "out", type: "mqtt-out", broker: "broker" },
      { id: "sink", type: "helper" },
    ]);
    await connected(flow, "in", "out");
    flow.send("out", { topic: "deep/polluted/x", payload: '{"__proto__":{"polluted":true}}' });
    const { params } = await flow.received("sink").next();
    assert.equal((params as Record<string, string>)["constructor"], "x");
    assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  });
});

describe("many brokers in one flow", () => {
  useRuntime();

  it("are no reason for Node.js to warn of a leak", async () => {
    const warnings: string[] = [];
    const note = ({ name }: Error): number => warnings.push(name);
    process.on("warning", note);
    const configs = Array.from({ length: 15 }, (_, i) => ({
      id: `broker${i}`,
      type: "broker-config",
      autoConnect: false,
    }));
    await deploy(configs);
    await new Promise(setImmediate);
    process.off("warning", note);
    assert.deepEqual(warnings, []);
  });
});
