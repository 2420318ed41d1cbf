import assert from "node:assert/strict";
import { connectAsync, type MqttClient } from "mqtt";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { Journal } from "../support/journal";
import { startNodeRed, type RealNodeRed } from "../support/real-node-red";
import { useAfterwards } from "./use-afterwards";

describe("subscriptions by message in a Node-RED of its own", () => {
  let broker: AedesBroker;
  let foreigner: MqttClient;
  let nodeRed: RealNodeRed;
  let asked: Journal<string>;
  let heard: Journal<string>;
  const afterwards = useAfterwards();

  before(async () => {
    broker = await startAedes();
    afterwards(() => broker.stop());
    foreigner = await connectAsync(broker.uri);
    afterwards(() => foreigner.endAsync());
    asked = new Journal("subscribed");
    heard = new Journal("messages the foreigner heard");
    broker.aedes.on("subscribe", (filters) => {
      for (const { topic } of filters) asked.add(topic);
    });
    foreigner.on("message", (topic, payload) => heard.add(`${topic}=${String(payload)}`));
    await foreigner.subscribeAsync("copy/#");
    nodeRed = await startNodeRed({ flow: flow(broker.port) });
    afterwards(() => nodeRed.stop());
    await asked.next((topic) => topic === "command");
  });

  async function command(action: string, topic: unknown): Promise<void> {
    await foreigner.publishAsync("command", JSON.stringify({ action, topic }), { qos: 1 });
    await heard.next((message) => message === `copy/done=${action}`);
  }

  it("survive a restart of the process", async () => {
    await command("subscribe", [{ topic: "house/+room", qos: 0 }, "garden"]);
    await command("unsubscribe", "garden");
    asked.skip();
    await nodeRed.restart();
    await asked.next((topic) => topic === "house/+");
    await foreigner.publishAsync("house/lamp", "on", { qos: 1 });
    await heard.next((message) => message === "copy/house/lamp=on");
    assert.equal(asked.all.filter((topic) => topic === "garden").length, 1);
  });

  it("are whole again after the death of the process in the midst of changes", async () => {
    heard.skip();
    for (let index = 0; index < 100; index += 1) {
      const message = JSON.stringify({ action: "subscribe", topic: `cellar/${index}` });
      await foreigner.publishAsync("command", message);
    }
    await heard.take(20);
    await nodeRed.kill();
    asked.skip();
    await nodeRed.restart();
    await asked.next((topic) => topic === "house/+");
    assert.doesNotMatch(nodeRed.output(), /damaged/);
    await foreigner.publishAsync("house/lamp", "off", { qos: 1 });
    await heard.next((message) => message === "copy/house/lamp=off");
  });
});

/** What comes for the dynamic node goes out under `copy/`; commands come by MQTT, and `copy/done` tells of their end. */
function flow(port: number): object[] {
  const at = { z: "tab-1", x: 0, y: 0 };
  return [
    { id: "tab-1", type: "tab", label: "House" },
    { id: "broker-1", type: "broker-config", uri: `mqtt://127.0.0.1:${port}` },
    { ...at, id: "commands", type: "mqtt-in", broker: "broker-1", topic: "command", wires: [["take-command"]] },
    { ...at, id: "take-command", type: "function", func: "return msg.payload;", outputs: 1, wires: [["dynamic"]] },
    {
      ...at,
      id: "dynamic",
      type: "mqtt-in",
      broker: "broker-1",
      inputs: 1,
      persistSubscriptions: true,
      wires: [["copy"]],
    },
    {
      ...at,
      id: "copy",
      type: "function",
      func: "msg.topic = 'copy/' + msg.topic; return msg;",
      outputs: 1,
      wires: [["out"]],
    },
    { ...at, id: "done", type: "complete", scope: ["dynamic"], wires: [["tell-done"]] },
    {
      ...at,
      id: "tell-done",
      type: "function",
      func: "return { topic: 'copy/done', payload: msg.action };",
      outputs: 1,
      wires: [["out"]],
    },
    { ...at, id: "out", type: "mqtt-out", broker: "broker-1", qos: 1, wires: [] },
  ];
}
