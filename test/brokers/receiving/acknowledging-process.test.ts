import assert from "node:assert/strict";
import { Journal } from "../../support/journal";
import { startNodeRed, type RealNodeRed } from "../../support/real-node-red";
import { useMosquitto, type ForeignBroker } from "./foreign-broker";

const TAB = { id: "tab", type: "tab", label: "Plant" };
const PATIENCE = 60_000;

describe("a Node-RED of its own that acknowledges", function () {
  this.timeout(120_000);
  const start = useMosquitto();
  let broker: ForeignBroker;
  let nodeRed: RealNodeRed;
  let seen: Journal<string>;
  beforeEach(async () => {
    broker = await start({ lines: ["set_tcp_nodelay true", "max_queued_messages 0"] });
    seen = new Journal("seen");
    broker.foreigner.on("message", (_topic, payload) => seen.add(String(payload)));
    await broker.foreigner.subscribeAsync("seen", { qos: 1 });
  });
  afterEach(() => nodeRed.stop());

  async function running(...nodes: readonly object[]): Promise<void> {
    nodeRed = await startNodeRed({
      flow: [
        TAB,
        { id: "broker", type: "broker-config", uri: broker.uri, cleanSession: false, clientId: "plant" },
        { ...place("seen"), type: "mqtt-out", broker: "broker", topic: "seen", qos: 1, retain: "false" },
        ...nodes,
      ],
    });
    await broker.log.next((line) => line.includes("Sending SUBACK to plant"), PATIENCE);
  }

  const manual = { ...place("in"), type: "mqtt-in", broker: "broker", topic: "job", ack: "manual", inputs: 1 };

  it("gets again, after a SIGKILL, what its flow hadn't acknowledged", async () => {
    await running({ ...manual, retained: "new", wires: [["seen"]] });
    await broker.publish("job", ["one", "two", "three"]);
    assert.deepEqual(await seen.take(3), ["one", "two", "three"]);
    await nodeRed.kill();
    await nodeRed.restart();
    const again = [];
    while (again.length < 3) again.push(await seen.next(undefined, PATIENCE));
    assert.deepEqual(again, ["one", "two", "three"]);
  });
});

function place(id: string): object {
  return { id, z: TAB.id, x: 100, y: 100, wires: [] };
}
