import { publishingFlow } from "../flows.mjs";

/**
 * A small machine's. The young generation is as small: that of Node.js 24 grows to 64 MB whatever the limit of the old
 * one is, V8 begins to mark when less than that is left, and so every collection is a full one, whatever runs.
 */
const HEAP_LIMIT = ["--max-old-space-size=96", "--max-semi-space-size=8", "--expose-gc"];
const BYTES_PER_MB = 1e6;

/**
 * Measures a new process that finds many messages in its queue on disk: until it knows them (`ready`, ms), what they
 * take (`added`, MB more than an empty queue), how fast they are sent (`rate`, a second) and what that takes (`draining`, MB
 * more than an empty queue, garbage included).
 */
export function backlog({ topics, payload }) {
  return async (workbench, side, { count }) => {
    const { peer, port } = await workbench.startPeer();
    const saved = { queue: "disk", queueLimit: 2 * count, queueBytes: 1e12, autoConnect: false };
    const flow = publishingFlow(side, { port, qos: 1, protocolVersion: 4, saved });
    const { client: first, memory: empty } = await start(workbench, flow, 0);
    await first.stop();
    await leave(workbench, flow, { topics, payload, count });
    const { client, ready, memory } = await start(workbench, flow, count);
    const began = performance.now();
    await client.ask("memoryPeak");
    await client.ask("connect");
    await peer.ask("received", count);
    const rate = (count / (performance.now() - began)) * 1000;
    const peak = await client.ask("memoryPeak");
    return { ready, added: megabytes(memory - empty), rate, draining: megabytes(peak - empty) };
  };
}

/** A process that has opened its queue. */
async function start(workbench, flow, count) {
  const client = await workbench.startClient([], HEAP_LIMIT);
  const began = await client.ask("deploy", flow);
  const at = await client.ask("queued", count);
  return { client, ready: at - began, memory: await client.ask("memoryUsed") };
}

/** Has a process leave messages on disk, and die. */
async function leave(workbench, flow, { topics, payload, count }) {
  const client = await workbench.startClient(flow);
  const all = client.ask("publish", { topics, payload, count });
  await client.ask("arrived");
  await all;
  await client.stop();
}

function megabytes(bytes) {
  return bytes / BYTES_PER_MB;
}
