import assert from "node:assert/strict";
import type { IPublishPacket } from "mqtt-packet";
import { deploy, useRuntime, type DeployedFlow, type FlowMessage } from "../support/flow";
import { Journal } from "../support/journal";
import { connected } from "../support/phrase";
import { accepted, startPeer, type ScriptedPeer } from "../support/scripted-peer";

describe("the MQTT 5 properties of what mqtt-out publishes", () => {
  useRuntime();
  let peer: ScriptedPeer;
  let published: Journal<IPublishPacket>;

  beforeEach(async () => {
    published = new Journal("PUBLISH");
    peer = await startPeer((packet, connection) => {
      if (packet.cmd === "connect") connection.send(accepted());
      if (packet.cmd === "publish") published.add(packet);
    });
  });
  afterEach(() => peer.stop());

  async function running(config: object, mqttOut: object): Promise<DeployedFlow> {
    const flow = await deploy([
      { id: "broker", type: "broker-config", uri: peer.uri, ...config },
      { id: "out", type: "mqtt-out", broker: "broker", topic: "a", ...mqttOut },
    ]);
    await connected(flow, "out");
    return flow;
  }

  async function sent(flow: DeployedFlow, msg: FlowMessage): Promise<unknown> {
    flow.send("out", { payload: "", ...msg });
    return Object.entries((await published.next()).properties?.userProperties ?? {});
  }

  it("have the user properties of broker, node and message, in this order, the later ones winning", async () => {
    const properties = { userProperties: { site: "broker", line: "broker", machine: "broker" } };
    const flow = await running({ properties }, { userProperties: { line: "node", machine: "node", part: "node" } });
    assert.deepEqual(await sent(flow, { userProperties: { machine: ["message", 2], other: true } }), [
      ["site", "broker"],
      ["line", "node"],
      ["machine", ["message", "2"]],
      ["part", "node"],
      ["other", "true"],
    ]);
    assert.deepEqual(await sent(flow, {}), [
      ["site", "broker"],
      ["line", "node"],
      ["machine", "node"],
      ["part", "node"],
    ]);
  });

  it("have those of the broker that a message has connected to", async () => {
    const flow = await running({ properties: { userProperties: { from: "saved" } }, autoConnect: true }, {});
    const userProperties = { from: "message" };
    flow.send("out", { action: "connect", broker: { userProperties, force: true } });
    await flow.completed.next();
    assert.deepEqual(await sent(flow, {}), [["from", "message"]]);
  });
});
