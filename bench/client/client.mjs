// The measured process: Node-RED with the flow of one side.
import { setImmediate as nextTurn, setTimeout } from "node:timers/promises";
import { paced } from "../pace.mjs";
import { serveCommands } from "../worker-commands.mjs";
import { fuzz } from "./fuzzer.mjs";
import { Memory } from "./memory.mjs";
import { Meter } from "./meter.mjs";
import { NodeRed } from "./node-red.mjs";
import { Publisher } from "./publisher.mjs";

/** The event loop's delay is measured from one sample to the next: there must be one before. */
const BEFORE_BURST_MS = 50;
const LOOK_EVERY_MS = 5;

const meter = new Meter();
/** Of the rosters that show what is waited for. */
const rosters = new Meter();
/** What the bench nodes find in Node-RED's settings. */
const bench = { sources: [], onArrival: () => meter.count(), onRoster: () => {} };
const memory = new Memory();
let nodeRed;

serveCommands({
  start,
  deploy,
  connected,
  receive,
  receiveOne,
  transitions,
  ready,
  burst,
  publish,
  arrived,
  publishBurst,
  exchange,
  queued,
  connect,
  memoryUsed,
  memoryPeak,
  roundTrips,
  fuzz: (options) => fuzz({ nodeRed, source: bench.sources[0] }, options),
});

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

/** Resolves with the figures of so many messages when one has come to the sink: the last, which they all come before. */
function receiveOne(count) {
  return meter.measure(count, 1 - count);
}

/** Resolves with the figures when so many transitions have come to the sink, and the roster shows so many devices online. */
async function transitions({ count, online }) {
  bench.onRoster = (roster) => roster.online === online && rosters.count();
  const [figures, shown] = await Promise.all([meter.measure(count), rosters.measure(1)]);
  return { ...figures, stall: Math.max(figures.stall, shown.stall) };
}

/** Resolves when all commands before it have begun: that of messages to count, say, before they are sent. */
function ready() {}

/** Sends so many messages in one turn; resolves with the figures when they have come to the sink. */
async function burst({ payload, count }) {
  const figures = meter.measure(count);
  await setTimeout(BEFORE_BURST_MS);
  for (let number = 0; number < count; number++) send({ topic: `bench/${number}`, payload });
  return figures;
}

/**
 * Publishes so many messages; resolves with the figures when all are done and `arrived` was called. The hook costs every
 * side the same.
 */
async function publish({ count, ...messages }) {
  const publisher = new Publisher(bench.sources, messages);
  countCompleted("out", () => publisher.complete());
  const figures = meter.measure(count, 1);
  publisher.flood(count);
  return figures;
}

/** The peer has all that was published. */
function arrived() {
  meter.count();
}

/**
 * Sends so many messages to a node, all in one turn or some in each; resolves with the figures when all are done, and,
 * if they are published, `arrived` was called.
 */
async function publishBurst({ node, payload, count, perTurn = count }) {
  countCompleted(node);
  const figures = meter.measure(count, node === "sink" ? 0 : 1);
  await setTimeout(BEFORE_BURST_MS);
  for (let number = 0; number < count; number++) {
    send({ topic: `bench/${number}`, payload });
    if ((number + 1) % perTurn === 0) await nextTurn();
  }
  return figures;
}

/** Publishes messages, so many a second; resolves with the figures when all are done, and as many have come to the sink. */
async function exchange({ topics, payload, rate, count }) {
  countCompleted("out");
  const figures = meter.measure(count, count);
  let next = 0;
  await paced({ rate, count }, (due) => {
    for (const last = next + due; next < last; next++) send({ topic: topics[next % topics.length], payload });
  });
  return figures;
}

/** Resolves when so many messages wait in the queue of the node `out`; returns when that was (ms). */
async function queued(count) {
  while ((await queueState()).waiting < count) await setTimeout(LOOK_EVERY_MS);
  return performance.timeOrigin + performance.now();
}

function queueState() {
  return new Promise((resolve, reject) => {
    nodeRed.onComplete("out", (error, { payload }) => (error ? reject(error) : resolve(payload)));
    send({ action: "getQueue" });
  });
}

/** Has the node `out` connect to its broker. */
function connect() {
  send({ action: "connect" });
}

/** Returns the memory in use after a collection of garbage (bytes). */
function memoryUsed() {
  return memory.used();
}

/** Watches the memory from the first call on; returns the most there was (bytes). */
function memoryPeak() {
  return memory.peak();
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
    send({ ...message });
  });
}

function send(message) {
  bench.sources[0].send(message);
}

function countCompleted(node, then = () => {}) {
  nodeRed.onComplete(node, (error) => {
    if (error) meter.fail(error);
    meter.count();
    then();
  });
}
