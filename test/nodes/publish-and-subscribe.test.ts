import assert from "node:assert/strict";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { deploy, useRuntime, type FlowNode } from "../support/flow";

describe("a message from mqtt-out to mqtt-in", () => {
  useRuntime();
  let broker: AedesBroker;

  beforeEach(async () => {
    broker = await startAedes();
  });
  afterEach(() => broker.stop());

  it("arrives as it was sent", async () => {
    const flow = await deploy(flowOn(broker.uri));
    await flow.statuses("in").next((status) => status.text?.endsWith("connected") === true).catch((e)=>{console.log(flow.logged.all); throw e});
    flow.send("out", { topic: "home/lamp", payload: "on", qos: 1 });
    const msg = await flow.received("sink").next(() => true);
    assert.equal(msg.payload, "on");
  });
});

function flowOn(uri: string): FlowNode[] {
  return [
    { id: "broker", type: "broker-config", uri },
    { id: "in", type: "mqtt-in", broker: "broker", topic: "home/#", wires: [["sink"]] },
    { id: "out", type: "mqtt-out", broker: "broker" },
    { id: "sink", type: "helper" },
  ];
}
