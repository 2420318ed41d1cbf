import { atLeast, atMost, timesBuiltIn, timesOwn } from "./budget.mjs";
import { reliability } from "./reliability.mjs";
import { backlog } from "./scenarios/backlog.mjs";
import { deploy } from "./scenarios/deploy.mjs";
import { filterIndex } from "./scenarios/filter-index.mjs";
import { changes, deviceMessages, repetitions, retainedStates } from "./scenarios/presence.mjs";
import { doneBurst, publishBurst } from "./scenarios/publish-burst.mjs";
import { publish, publishFromMany } from "./scenarios/publish.mjs";
import { receive } from "./scenarios/receive.mjs";
import { burst, retainedFlood } from "./scenarios/retained-flood.mjs";
import { roundTrip, roundTripMissing } from "./scenarios/round-trip.mjs";
import { soak } from "./scenarios/soak.mjs";

/** 64 bytes of text. */
const payload = "0123456789abcdef".repeat(4);
const MANY = { warm: 50_000, count: 200_000 };
const oneNode = { payload, topics: topics(100), filters: ["bench/#"] };
/** How many a will-monitor watches. */
const DEVICES = 10_000;
/** Even rounds of all devices, so that each begins and ends as it was. */
const IN_ROUNDS = { warm: 6 * DEVICES, count: 20 * DEVICES };
const WITHOUT_FLOOR = ["builtIn", "ours"];
/** Messages a second. */
const SOAK_RATE = 5_000;

/**
 * Everything that is measured. A scenario has a `title`, a function that `measure`s one side, the `messages` to warm up
 * with and to count, and `rows`: which `figure` of the measurement, its `unit` and its `budget`. Optional: `base`, what ours
 * are compared with where a budget is a multiple of our own cost; `fewer` messages for a side that would take minutes, the
 * `sides` there are, `once` (it takes long), `quick` (the messages of a quick run, where a fifth of them would still take
 * long), `missing` (why it can't be measured here), `group` (of the table it stands in, if it isn't the first).
 */
export const scenarios = [
  {
    title: "receive, 1 node, 100 topics",
    measure: receive(oneNode),
    messages: MANY,
    rows: [
      cpuRow(timesBuiltIn(0.6)),
      { title: "event loop delay under this flood, p99", figure: "loopDelay", unit: "ms", budget: atMost(25, "ms") },
    ],
  },
  receiving("receive, 1 node, QoS 1", { ...oneNode, qos: 1 }, timesBuiltIn(0.6)),
  receiving("receive, 1 node, MQTT 5", { ...oneNode, protocolVersion: 5 }, timesBuiltIn(0.75)),
  receiving(
    "receive, 1 node, MQTT 5 with subscription identifiers",
    { ...oneNode, protocolVersion: 5, identifiers: true },
    timesBuiltIn(0.75),
  ),
  topicEach(100, 1.15, { warm: 4_000, count: 40_000 }),
  topicEach(1_000, 1.25, { warm: 500, count: 4_000 }),
  topicEach(5_000, 1.4, { warm: 100, count: 700 }),
  {
    title: "receive, one message to 50 nodes on one filter",
    measure: receive({ ...oneNode, filters: Array.from({ length: 50 }, () => "bench/#") }),
    messages: { warm: 4_000, count: 16_000 },
    rows: [cpuRow(timesBuiltIn(0.4))],
  },
  {
    title: "retained flood, 50,000 topics at deploy",
    measure: retainedFlood({ payload }),
    base: burst({ payload }),
    messages: { warm: 0, count: 50_000 },
    sides: ["ours"],
    rows: [
      {
        title: "longest stall of the event loop",
        figure: "stall",
        unit: "ms",
        budget: timesOwn(1.3, "burst into done()"),
      },
    ],
  },
  publishing("publish, QoS 0", 0, timesBuiltIn(0.6)),
  publishing("publish, QoS 1, queue in memory", 1, timesBuiltIn(0.85)),
  {
    ...publishing("publish, QoS 1, queue on disk, synced", 1, timesBuiltIn(1.5), { queue: "disk" }),
    sides: WITHOUT_FLOOR,
  },
  {
    ...publishing("publish, QoS 1, from 1000 nodes, a message each in turn", 1, timesBuiltIn(0.85)),
    measure: publishFromMany({ payload, topics: topics(100), qos: 1, nodes: 1_000 }),
    sides: WITHOUT_FLOOR,
  },
  watching("a message that changes a state", changes, "tasmota", timesOwn(2, "mqtt-in")),
  watching("the same, all conventions at once", changes, "auto", timesOwn(2, "mqtt-in")),
  watching("a message that says the same again", repetitions, "tasmota", timesOwn(1.5, "mqtt-in")),
  {
    title: "will-monitor, 10,000 devices retained, all conventions at once",
    measure: retainedStates({ convention: "auto" }),
    messages: { warm: 0, count: DEVICES },
    sides: ["ours"],
    rows: [
      { title: "longest stall of the event loop at the start", figure: "start", unit: "ms", budget: atMost(100, "ms") },
      { title: "time until all are in the roster", figure: "known", unit: "ms", budget: atMost(500, "ms") },
      { title: "longest stall, connection lost and back", figure: "reconnect", unit: "ms", budget: atMost(100, "ms") },
      { title: "memory of a device", figure: "bytes", unit: "bytes", budget: atMost(1_000, "bytes") },
    ],
  },
  bursting("QoS 0", 0, {}),
  bursting("QoS 1, queue in memory", 1, {}),
  bursting("QoS 1, queue on disk", 1, { queue: "disk" }),
  {
    title: "1,000,000 messages on disk",
    measure: backlog({ payload, topics: topics(100) }),
    messages: { warm: 0, count: 1_000_000 },
    sides: ["ours"],
    once: true,
    rows: [
      { title: "time to ready after a restart", figure: "ready", unit: "ms", budget: atMost(1_500, "ms") },
      { title: "memory after a restart", figure: "added", unit: "MB", budget: atMost(20, "MB") },
      { title: "messages sent a second", figure: "rate", unit: "", budget: atLeast(30_000, "") },
      { title: "memory while they are sent", figure: "draining", unit: "MB", budget: atMost(60, "MB") },
    ],
  },
  {
    title: "deploy of 5000 mqtt-in",
    measure: deploy({ filters: topics(5_000) }),
    messages: { warm: 0, count: 0 },
    sides: WITHOUT_FLOOR,
    rows: [
      { title: "SUBSCRIBE packets", figure: "packets", unit: "", budget: atMost(10, "") },
      { title: "time to ready", figure: "ready", unit: "ms", budget: timesBuiltIn(0.6) },
    ],
  },
  roundTripping(1, 0.5),
  roundTripping(2, 0.6),
  {
    title: "index of 100,000 filters of 6 levels",
    measure: filterIndex({ filters: 100_000 }),
    messages: MANY,
    sides: ["ours"],
    rows: [
      { title: "look-up, exact filters", figure: "exact", unit: "us", budget: atMost(0.5, "us") },
      { title: "look-up, one in seven with a wildcard", figure: "mixed", unit: "us", budget: atMost(1.5, "us") },
      { title: "memory of a filter", figure: "bytes", unit: "bytes", budget: atMost(200, "bytes") },
    ],
  },
  soaking(),
  ...reliability,
];

/** The built-in nodes as long as it takes to know what they cost. */
function soaking() {
  const seconds = (warm, count) => ({ warm: warm * SOAK_RATE, count: count * SOAK_RATE });
  return {
    title: "10-minute soak, 5,000 QoS 1 messages a second in and out",
    measure: soak({ payload, topics: topics(100), qos: 1, rate: SOAK_RATE }),
    messages: seconds(120, 480),
    fewer: { builtIn: seconds(30, 90) },
    quick: seconds(10, 10),
    sides: WITHOUT_FLOOR,
    once: true,
    rows: [
      { title: "of a core", figure: "core", unit: "%", budget: timesBuiltIn(0.8) },
      { title: "memory at the end, times that after 2 minutes", figure: "growth", unit: "", budget: atMost(1.03, "") },
    ],
  };
}

function receiving(title, options, budget) {
  return { title, measure: receive(options), messages: MANY, rows: [cpuRow(budget)] };
}

/** So many nodes with a topic of their own; the built-in nodes' cost grows with them. */
function topicEach(nodes, limit, builtIn) {
  const filters = topics(nodes);
  return {
    ...receiving(
      `receive, ${nodes} nodes, a topic each`,
      { payload, topics: filters, filters },
      timesOwn(limit, "1 node"),
    ),
    base: receive(oneNode),
    fewer: { builtIn },
  };
}

function publishing(title, qos, budget, saved) {
  const measure = publish({ payload, topics: topics(100), qos, saved });
  return { title, measure, messages: MANY, rows: [cpuRow(budget)] };
}

/** Many devices that come and go, beside the cost of only receiving what they say. */
function watching(name, measured, convention, budget) {
  const receiving = receive(deviceMessages(DEVICES));
  const watch = measured({ devices: DEVICES, convention });
  return {
    title: `will-monitor, 10,000 devices: ${name}`,
    measure: (workbench, side, messages) => (side === "ours" ? watch : receiving)(workbench, side, messages),
    base: receiving,
    messages: IN_ROUNDS,
    sides: WITHOUT_FLOOR,
    rows: [cpuRow(budget)],
  };
}

/** Far more than wait by default. */
function bursting(name, qos, saved) {
  const limits = { queueLimit: 1_000_000, queueBytes: 1e9 };
  return {
    title: `100,000 messages at once, ${name}`,
    measure: publishBurst({ payload, qos, perTurn: 100, saved: { ...limits, ...saved } }),
    base: doneBurst({ payload }),
    messages: { warm: 0, count: 100_000 },
    sides: ["ours"],
    rows: [
      {
        title: "longest stall of the event loop",
        figure: "burst",
        unit: "ms",
        budget: timesOwn(1.3, "burst into done()"),
      },
      { title: "the same, 100 a turn", figure: "paced", unit: "ms", budget: atMost(50, "ms") },
    ],
  };
}

/** The worst of the medians, since one slow run in three is what a user notices. */
function roundTripping(qos, limit) {
  return {
    title: `QoS ${qos} round trip, mosquitto with set_tcp_nodelay`,
    measure: roundTrip({ payload, topic: "bench/state", qos }),
    messages: { warm: 200, count: 1_000 },
    fewer: { builtIn: { warm: 10, count: 50 } },
    missing: roundTripMissing(),
    rows: [{ figure: "roundTrip", unit: "ms", budget: atMost(limit, "ms"), worst: true }],
  };
}

function cpuRow(budget) {
  return { figure: "cpu", unit: "us/msg", budget };
}

function topics(count) {
  return Array.from({ length: count }, (_, number) => `bench/${number}/state`);
}
