import assert from "node:assert/strict";
import { Journal } from "../../support/journal";
import { startNodeRed, type RealNodeRed } from "../../support/real-node-red";
import { useMosquitto } from "./foreign-broker";

const PROCESSES = ["one", "two", "three"];
const MESSAGES = 1_000;
const PATIENCE = 30_000;

describe("several Node-REDs in one shared subscription", function () {
  this.timeout(180_000);
  const start = useMosquitto();
  const nodeReds: RealNodeRed[] = [];
  afterEach(() => Promise.all(nodeReds.splice(0).map((nodeRed) => nodeRed.stop())));

  it("get each of 1,000 messages once over all, and some each", async () => {
    const broker = await start({ lines: ["max_queued_messages 0"] });
    const seen = new Journal<readonly [process: string, payload: number]>("seen");
    broker.foreigner.on("message", (topic, payload) => seen.add([topic, Number(payload)]));
    await broker.foreigner.subscribeAsync("seen/#", { qos: 1 });
    for (const name of PROCESSES) nodeReds.push(await startNodeRed({ flow: worker(broker.uri, name) }));
    for (const _ of PROCESSES) await broker.log.next((line) => line.includes("Sending SUBACK to nodered_"), PATIENCE);

    await broker.publish("jobs/a", [...Array(MESSAGES).keys()]);
    for (let count = 0; count < MESSAGES; count += 1) await seen.next(undefined, PATIENCE);
    const payloads = seen.all.map(([, payload]) => payload);
    assert.deepEqual(
      payloads.toSorted((a, b) => a - b),
      [...Array(MESSAGES).keys()],
    );
    const shares = PROCESSES.map((name) => seen.all.filter(([topic]) => topic === `seen/${name}`).length);
    assert.ok(Math.min(...shares) > 0, shares.join());
  });
});

/** What comes for the group goes out under the worker's name. */
function worker(uri: string, name: string): object[] {
  const place = { z: "tab", x: 100, y: 100, broker: "broker" };
  return [
    { id: "tab", type: "tab", label: name },
    // One machine: only the client ids tell them apart.
    { id: "broker", type: "broker-config", uri, clientId: `nodered_${name}` },
    { id: "in", type: "mqtt-in", topic: "$share/crew/jobs/#", ...place, wires: [["out"]] },
    { id: "out", type: "mqtt-out", topic: `seen/${name}`, qos: 1, ...place, wires: [] },
  ];
}
