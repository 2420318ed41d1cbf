// The measured process: Node-RED with the flow of one side.
import { setTimeout } from "node:timers/promises";
import { serveCommands } from "../worker-commands.mjs";
import { Meter } from "./meter.mjs";
import { NodeRed } from "./node-red.mjs";
import { Publisher } from "./publisher.mjs";

/** The event loop's delay is measured from one sample to the next: there must be one before. */
const BEFORE_BURST_MS = 50;

const meter = new Meter();
/** What the bench nodes find in Node-RED's settings. */
const bench = { source: undefined, onArrival: () => meter.count() };
let nodeRed;

serveCommands({ start, deploy, connected, receive, ready, burst, publish, roundTrips });

/** Resolves when the flow runs. */
async function start({ module, userDir, flow }) {
  nodeRed = new NodeRed(module, userDir, bench);
  await nodeRed.start(flow);
}

/** Returns when it began (ms). */
async function deploy(flow) {
  const began = performance.timeOrigin + performance.now();
  await nodeRed.deploy(flow);
  return began;
}

/** Resolves when the status of all these nodes is green. */
async function connected(ids) {
  for (const id of ids) await nodeRed.connected(id);
}

/** Resolves with the figures when so many messages have come to the sink. */
function receive(count) {
  return meter.measure(count);
}

/** Resolves when all commands before it have begun: that of messages to count, say, before they are sent. */
function ready() {}

/** Sends so many messages in one turn; resolves with the figures when they have come to the sink. */
async function burst({ payload, count }) {
  const figures = meter.measure(count);
  await setTimeout(BEFORE_BURST_MS);
  for (let number = 0; number < count; number++) bench.source.send({ topic: `bench/${number}`, payload });
  return figures;
}

/** Publishes so many messages; resolves with the figures when all are done. The hook costs every side the same. */
async function publish({ count, ...messages }) {
  const publisher = new Publisher(bench.source, messages);
  nodeRed.onComplete("out", (error) => {
    if (error) meter.fail(error);
    meter.count();
    publisher.complete();
  });
  const figures = meter.measure(count);
  publisher.flood(count);
  return figures;
}

/** Publishes so many messages, each when the one before has come to the sink; resolves with the milliseconds of each. */
async function roundTrips({ count, message }) {
  const times = [];
  while (times.length < count) times.push(await roundTrip(message));
  return times;
}

function roundTrip(message) {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    bench.onArrival = () => resolve(performance.now() - began);
    nodeRed.onComplete("out", (error) => error && reject(error));
    bench.source.send({ ...message });
  });
}
