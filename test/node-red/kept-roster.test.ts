import assert from "node:assert/strict";
import { connectAsync, type MqttClient } from "mqtt";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { Journal } from "../support/journal";
import { startNodeRed, type RealNodeRed } from "../support/real-node-red";
import { useAfterwards } from "./use-afterwards";

/** On a disk, and written at once. */
const ON_DISK = { contextStorage: { default: { module: "localfilesystem", config: { cache: false } } } };

describe("the roster of a will monitor in a Node-RED of its own", () => {
  let broker: AedesBroker;
  let foreigner: MqttClient;
  let nodeRed: RealNodeRed;
  let heard: Journal<Record<string, unknown>>;
  const afterwards = useAfterwards();

  before(async () => {
    broker = await startAedes();
    afterwards(() => broker.stop());
    foreigner = await connectAsync(broker.uri);
    afterwards(() => foreigner.endAsync());
    heard = new Journal("transitions");
    foreigner.on("message", (_topic, payload) => {
      heard.add(JSON.parse(String(payload)) as Record<string, unknown>);
    });
    await foreigner.subscribeAsync("told");
    for (const name of ["lamp", "plug", "fan"]) await say(name, "Online");
    nodeRed = await startNodeRed({ flow: flow(broker.port), settings: ON_DISK });
    afterwards(() => nodeRed.stop());
    assert.deepEqual(await told(3), [
      "fan: unknown > online, initial",
      "lamp: unknown > online, initial",
      "plug: unknown > online, initial",
    ]);
  });

  it("tells after a restart what went offline meanwhile, and since when the others are as they are", async () => {
    const before = heard.all.find(({ device }) => device === "lamp");
    await restarted(() => say("plug", "Offline"));
    assert.deepEqual(await told(3), [
      "fan: unknown > online, initial",
      "lamp: unknown > online, initial",
      "plug: online > offline",
    ]);
    const after = heard.all.slice(3).find(({ device }) => device === "lamp");
    assert.equal(after?.["since"], before?.["since"]);
  });

  it("tells it after the death of the process, too", async () => {
    await say("fan", "Offline");
    assert.deepEqual(await told(1), ["fan: online > offline"]);
    await nodeRed.kill();
    await say("lamp", "Offline");
    await nodeRed.restart();
    // Of the others it may have kept what was known a few seconds before.
    assert.ok((await told(3)).includes("lamp: online > offline"));
  });

  function say(name: string, payload: string): Promise<unknown> {
    return foreigner.publishAsync(`tele/${name}/LWT`, payload, { qos: 1, retain: true });
  }

  /** Restarts Node-RED; something happens as soon as it is gone. */
  async function restarted(meanwhile: () => Promise<unknown>): Promise<void> {
    const happened = new Promise((resolve, reject) => {
      broker.aedes.once("clientDisconnect", () => void meanwhile().then(resolve, reject));
    });
    await nodeRed.restart();
    await happened;
  }

  /** So many transitions, by device. */
  async function told(count: number): Promise<string[]> {
    const transitions = await heard.take(count);
    return transitions
      .map(({ device, previous, payload, initial }) => {
        const change = `${String(device)}: ${String(previous)} > ${String(payload)}`;
        return initial === true ? `${change}, initial` : change;
      })
      .sort();
  }
});

/** Each transition goes out as JSON on `told`. */
function flow(port: number): object[] {
  const at = { z: "tab-1", x: 0, y: 0 };
  const monitor = { convention: "tasmota", keepRoster: true, wires: [["json"], []] };
  return [
    { id: "tab-1", type: "tab", label: "House" },
    { id: "broker-1", type: "broker-config", uri: `mqtt://127.0.0.1:${port}` },
    { ...at, id: "monitor", type: "will-monitor", broker: "broker-1", ...monitor },
    { ...at, id: "json", type: "function", func: "return { payload: { ...msg } };", outputs: 1, wires: [["out"]] },
    { ...at, id: "out", type: "mqtt-out", broker: "broker-1", topic: "told", qos: 1, wires: [] },
  ];
}
