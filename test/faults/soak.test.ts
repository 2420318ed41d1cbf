import assert from "node:assert/strict";
import { SEED } from "../lib/seeded-random";
import type { RealNodeRed } from "../support/real-node-red";
import { ASKABLE, leftAfter, takeInventory } from "./inventory";
import { scale } from "./scale";
import { Soak } from "./soak";
import { relayOf } from "./soak-flow";
import type { TelemetryGateway } from "./telemetry-gateway";
import { tell } from "./tell";
import { useTelemetry } from "./use-telemetry";

/** Most messages that are in flight at a time, either way. */
const WINDOW = 100;
/** When the heap is measured: parts of the time; and how often then. */
const MEASURED = [0.2, 1];
const LOOKS = 3;
/** What is on a wire when Node-RED stops its flows is lost, which is Node-RED's way: nothing stays on a wire here. */
const SETTINGS = { runtimeSyncDelivery: true };

describe(`a Node-RED among ${scale.soakSeconds} seconds of disturbances of all kinds`, () => {
  const telemetry = useTelemetry();
  before(function () {
    this.test?.parent?.timeout(1_000 * scale.soakSeconds + 4 * scale.patience);
  });

  it(`loses nothing, takes no more memory, and leaves nothing open (TEST_SEED=${SEED})`, async () => {
    const broker = await telemetry.broker();
    const link = await telemetry.link(broker);
    const qos1 = await telemetry.subscriber(broker, relayOf("qos1"));
    const qos2 = await telemetry.subscriber(broker, relayOf("qos2"));
    const onlooker = await telemetry.onlooker(broker, relayOf("qos2"));
    await Promise.all([qos1.leave(), qos2.leave()]);
    const gateway = await telemetry.gateway([], { flow: [], settings: SETTINGS, env: ASKABLE });
    const { left } = await takeInventory(gateway.nodeRed);

    const soak = new Soak({ gateway, link, broker, onlooker, subscribers: [qos1, qos2] });
    await soak.disturbances.deploy({}, "full");
    const [early = 0, late = 0] = await heaps(soak, gateway);
    await gateway.nodeRed.deploy([]);

    const { again, ...rest } = qos1.figures(soak.sent);
    const { endings } = soak.disturbances;
    tell({ qos: 1, ...rest, again, connectionsEnded: endings });
    tell({ qos: 2, ...qos2.figures(soak.sent), kilobytes: kilobytes(early), inTheEnd: kilobytes(late) });
    assert.deepEqual(gateway.said("raised"), []);
    assert.deepEqual(rest, { sent: soak.sent, arrived: soak.sent, outOfOrder: 0 });
    // Out, in, and out again.
    assert.ok(again <= endings * 3 * WINDOW, `${again} came again`);
    assert.deepEqual(qos2.figures(soak.sent), { ...rest, again: 0 });
    assert.ok(late <= early * scale.soakGrowth, `from ${early} to ${late} bytes`);
    assert.deepEqual(await leftAfter(gateway.nodeRed, left), left);
  });
});

/** Whole rounds of disturbances. @returns the heap in between, and in the end: bytes */
async function heaps(soak: Soak, { nodeRed }: TelemetryGateway): Promise<number[]> {
  const begun = performance.now();
  const sizes: number[] = [];
  for (const part of MEASURED) {
    do await soak.round();
    while (performance.now() - begun < part * scale.soakSeconds * 1_000);
    sizes.push(await leastHeap(nodeRed));
  }
  return sizes;
}

/** What is there only for the moment, some megabytes at times, doesn't count. */
async function leastHeap(nodeRed: RealNodeRed): Promise<number> {
  const sizes: number[] = [];
  while (sizes.length < LOOKS) sizes.push((await takeInventory(nodeRed)).heap);
  return Math.min(...sizes);
}

function kilobytes(bytes: number): number {
  return Math.round(bytes / 1_000);
}
