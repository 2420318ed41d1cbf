/** The three sides of a comparison, in the order they run and are printed. */
export const SIDES = ["builtIn", "floor", "ours"];

const TAB = { id: "tab", type: "tab", label: "bench" };
const SINK = { id: "sink", type: "bench-sink", z: "tab", wires: [] };
const SOURCE = source("source", "out");

/**
 * A flow with a node for each filter, `in-0` and so on, all wired to the sink. `options` are those of the connection:
 * `port`, `protocolVersion` (4 is 3.1.1) and `qos`.
 */
export function receivingFlow(side, { filters, ...options }) {
  if (side === "floor") return [TAB, floor("in-0", { ...options, filters }), SINK];
  const nodes = filters.map((filter, number) => receiver(side, `in-${number}`, filter, options.qos));
  return [TAB, broker(side, options), ...nodes, SINK];
}

/** A flow with a node that watches devices, `monitor`: transitions go to the sink, rosters to a node of their own. */
export function monitorFlow({ convention, ...options }) {
  const wires = [["sink"], ["roster"]];
  const monitor = { id: "monitor", type: "will-monitor", z: "tab", wires, broker: "broker", convention };
  return [TAB, broker("ours", options), monitor, SINK, { id: "roster", type: "bench-roster", z: "tab", wires: [] }];
}

/** A flow from the source straight to the sink, which only calls `done()`. */
export function wireFlow() {
  return [TAB, { ...SOURCE, wires: [["sink"]] }, SINK];
}

/** A flow from the source to a publishing node, `out`; `saved` are further properties of our connection. */
export function publishingFlow(side, options) {
  if (side === "floor") return [TAB, SOURCE, floor("out", { ...options, filters: [] })];
  return [TAB, SOURCE, broker(side, options), publisher(side, "out", options.qos)];
}

/** A flow with so many publishing nodes, `out-0` and so on, each with a source of its own. */
export function manyPublishersFlow(side, { nodes, ...options }) {
  const pairs = Array.from({ length: nodes }, (_, number) => {
    const id = `out-${number}`;
    return [source(`source-${number}`, id), publisher(side, id, options.qos)];
  });
  return [TAB, broker(side, options), ...pairs.flat()];
}

/** A flow from the source to a publishing node, `out`, and by the broker from a receiving node, `in-0`, to the sink. */
export function loopFlow(side, { filters, ...options }) {
  if (side === "floor") return [TAB, SOURCE, floor("out", { ...options, filters, noDelay: true }), SINK];
  const nodes = [publisher(side, "out", options.qos), receiver(side, "in-0", filters[0], options.qos)];
  return [TAB, SOURCE, broker(side, options), ...nodes, SINK];
}

function source(id, target) {
  return { id, type: "bench-source", z: "tab", wires: [[target]] };
}

/** A filter given several times is several copies of each message. */
function floor(id, { filters, noDelay = false, ...options }) {
  const distinct = [...new Set(filters)];
  const subscription = { filters: distinct, copies: filters.length / distinct.length };
  return { id, type: "bench-floor", z: "tab", wires: [["sink"]], ...options, ...subscription, noDelay };
}

function receiver(side, id, topic, qos) {
  const type = side === "ours" ? "mqtt-in" : "mqtt in";
  const common = { id, type, z: "tab", wires: [["sink"]], broker: "broker" };
  return { ...common, topic, qos: String(qos), datatype: "utf8", inputs: 0 };
}

function publisher(side, id, qos) {
  const type = side === "ours" ? "mqtt-out" : "mqtt out";
  return { id, type, z: "tab", wires: [], broker: "broker", topic: "", qos: String(qos), retain: "" };
}

function broker(side, { port, protocolVersion, saved = {} }) {
  const common = { id: "broker", protocolVersion: String(protocolVersion) };
  if (side === "ours") return { ...common, type: "broker-config", uri: `mqtt://127.0.0.1:${port}`, ...saved };
  return {
    ...common,
    type: "mqtt-broker",
    broker: "127.0.0.1",
    port: String(port),
    autoConnect: true,
    keepalive: "60",
    cleansession: true,
    autoUnsubscribe: true,
  };
}
