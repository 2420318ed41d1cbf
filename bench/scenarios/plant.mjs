import { builtInFlow } from "../built-in-flow.mjs";
import { SLOW_NODES, Telemetry } from "../test-parts.mjs";

const TAB = "plant";

/** The built-in nodes, which the fault tests leave out, are needed here; and come back as soon as ours. */
export const SETTINGS = { nodesExcludes: SLOW_NODES, mqttReconnectTime: 1000 };

/**
 * Measures what a Node-RED does in a process of its own: `happen` gets a {@link Plant} and how many messages to count, and
 * returns the figures.
 */
export function inPlant(happen) {
  return async (_workbench, side, { count }) => {
    const plant = new Plant(side);
    try {
      return await happen(plant, count);
    } finally {
      await plant.parts.stop();
    }
  };
}

/** A Node-RED with the nodes of one side, of which its log tells, and what it needs around it. */
class Plant {
  /** Starts brokers and the like, and stops them. */
  parts;
  /** The process. */
  nodeRed;
  #gateway;
  #side;

  constructor(side, parts = new Telemetry()) {
    this.#side = side;
    this.parts = parts;
  }

  /** Another one, of the same side. */
  twin() {
    return new Plant(this.#side, this.parts);
  }

  /** Starts it with nodes of ours, or the built-in ones in their place; `options` are those of a Node-RED. */
  async start(nodes, options) {
    this.#gateway = await this.parts.gateway([], { flow: this.#flow(nodes), settings: SETTINGS, ...options });
    this.nodeRed = this.#gateway.nodeRed;
  }

  /** Deploys others, as "full" or "nodes". */
  deploy(nodes, type) {
    return this.nodeRed.deploy(this.#flow(nodes), type);
  }

  /** The texts that a node has shown. */
  statuses(id) {
    return this.#gateway.said(`status ${id}`);
  }

  /** What a receiving node has got: `<topic> <payload>`. */
  received(id) {
    return this.#gateway.said(`received ${id}`);
  }

  /** Whether its process lives. */
  async isAlive() {
    return fetch(this.nodeRed.url).then(
      () => true,
      () => false,
    );
  }

  /** All that stands on the log. */
  log() {
    return this.nodeRed.lines.all;
  }

  /** The errors that were caught: `<payload> <code>`. */
  raised() {
    return this.#gateway.said("raised");
  }

  #flow(nodes) {
    const flow = plantFlow(nodes);
    return this.#side === "ours" ? flow : builtInFlow(flow);
  }
}

/** Nodes on a tab, and those that say on the log what these show, receive and raise. */
function plantFlow(nodes) {
  const receivers = nodes.filter(({ type, wires }) => type === "mqtt-in" && wires === undefined);
  const wires = ({ id }) => (receivers.some((node) => node.id === id) ? [[`received-${id}`]] : []);
  return [
    { id: TAB, type: "tab", label: "Plant" },
    ...nodes.map((node) => (/-config$/.test(node.type) ? node : placed(wires(node), node))),
    ...receivers.map(({ id }) => saying(`received-${id}`, `\`received ${id} \${msg.topic} \${msg.payload}\``)),
    placed([["says-status"]], { id: "status", type: "status", scope: null }),
    saying("says-status", "`status ${msg.status.source.id} ${msg.status.text}`"),
    placed([["says-raised"]], { id: "catch", type: "catch", scope: null, uncaught: false }),
    saying("says-raised", "`raised ${msg.payload} ${msg.error.code}`"),
  ];
}

function placed(wires, node) {
  return { z: TAB, x: 100, y: 100, wires, ...node };
}

/** A node that writes a line to Node-RED's log. */
function saying(id, expression) {
  return placed([], { id, type: "function", outputs: 0, func: `node.log(${expression});` });
}
