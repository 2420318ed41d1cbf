import { builtInFlow } from "../built-in-flow.mjs";
import { FloodingBroker, floodedFlow, startPeer, Telemetry } from "../test-parts.mjs";
import { SETTINGS } from "./plant.mjs";

const PATIENCE_MS = 60_000;

/**
 * Measures so many messages of 10 kB for a flow that is slow and acknowledges: how many were in it at `most`, and by how many
 * megabytes its memory has `grown` meanwhile.
 */
export async function slowFlow(_workbench, side, { count }) {
  const parts = new Telemetry();
  try {
    const broker = new FloodingBroker(count);
    const { uri } = parts.keep(await startPeer(broker.take));
    const flow = side === "ours" ? floodedFlow(uri) : builtInFlow(floodedFlow(uri));
    await parts.gateway([], { flow, settings: SETTINGS });
    const { most } = await broker.reports.next((report) => report.count === count, PATIENCE_MS);
    return { most, grown: broker.grown / 1e6 };
  } finally {
    await parts.stop();
  }
}
