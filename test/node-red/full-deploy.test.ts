import assert from "node:assert/strict";
import type { Client } from "aedes";
import { connectAsync, type MqttClient } from "mqtt";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { Journal } from "../support/journal";
import { nodeRedModules, startNodeRed, type RealNodeRed } from "../support/real-node-red";
import { useAfterwards } from "./use-afterwards";

for (const module of nodeRedModules()) {
  describe(`a deploy in a Node-RED of its own (${module})`, function () {
    this.timeout(60_000);
    let broker: AedesBroker;
    let foreigner: MqttClient;
    let nodeRed: RealNodeRed;
    let clients: Journal<Client>;
    let gone: Journal<Client>;
    let heard: Journal<string>;
    const afterwards = useAfterwards();

    before(async () => {
      broker = await startAedes();
      afterwards(() => broker.stop());
      foreigner = await connectAsync(broker.uri);
      afterwards(() => foreigner.endAsync());
      clients = new Journal("clients");
      gone = new Journal("clients gone");
      heard = new Journal("messages the foreigner heard");
      broker.aedes.on("client", (client) => clients.add(client));
      broker.aedes.on("clientDisconnect", (client) => gone.add(client));
      foreigner.on("message", (topic, payload) => heard.add(`${topic}=${String(payload)}`));
      await foreigner.publishAsync("house/lamp", "stored", { retain: true, qos: 1 });
      await foreigner.subscribeAsync("copy/#");
      nodeRed = await startNodeRed({ module, flow: flow(broker.port) });
      afterwards(() => nodeRed.stop());
    });

    it("is no CONNECT, announcement or replay, as long as the broker stays the same", async () => {
      await heard.next((message) => message === "copy/lamp=stored");
      for (const type of ["full", "flows", "nodes", "full"] as const) {
        await nodeRed.deploy(flow(broker.port, { name: `${type} deploy`, x: Math.random() }), type);
      }
      await foreigner.publishAsync("house/lamp", "last", { qos: 1 });
      await heard.next((message) => message === "copy/lamp=last");
      assert.deepEqual(heard.all, ["copy/node-red=born", "copy/lamp=stored", "copy/lamp=last"]);
      assert.equal(clients.all.length, 1);
    });

    it("reconnects once where the broker has changed", async () => {
      await nodeRed.deploy(flow(broker.port, { keepalive: 23 }));
      await gone.next();
      await heard.next((message) => message === "copy/node-red=closed");
      await heard.next((message) => message === "copy/node-red=born");
      assert.equal(clients.all.length, 2);
    });

    it("isn't what a stop of Node-RED is taken for: that one disconnects at once", async () => {
      await nodeRed.stop();
      await gone.next();
      await heard.next((message) => message === "copy/node-red=closed");
    });
  });
}

/** What comes in under `house/` goes out under `copy/`. */
function flow(port: number, config: object = {}): object[] {
  const announcement = { topic: "copy/node-red", qos: 1 };
  return [
    { id: "tab-1", type: "tab", label: "House" },
    {
      id: "broker-1",
      type: "broker-config",
      uri: `mqtt://127.0.0.1:${port}`,
      birth: [{ ...announcement, payload: "born" }],
      close: { ...announcement, payload: "closed" },
      will: { ...announcement, payload: "lost" },
      ...config,
    },
    { ...place("in-1", 100), type: "mqtt-in", broker: "broker-1", topic: "house/+name", wires: [["change-1"]] },
    { ...place("change-1", 300), type: "change", rules: [copyTopic()], wires: [["out-1"]] },
    { ...place("out-1", 500), type: "mqtt-out", broker: "broker-1", qos: "1", retain: "false", wires: [] },
  ];
}

function place(id: string, x: number): object {
  return { id, z: "tab-1", x, y: 100 };
}

function copyTopic(): object {
  return { t: "set", p: "topic", pt: "msg", to: "'copy/' & params.name", tot: "jsonata" };
}
