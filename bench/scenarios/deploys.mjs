import { setTimeout } from "node:timers/promises";
import { connectAsync } from "mqtt";
import { accepted, startPeer } from "../test-parts.mjs";
import { until } from "../until.mjs";
import { inPlant } from "./plant.mjs";

const MOST_SECONDS = 10;
const DEPLOYS = 3;
/** For what a deploy brings about. */
const LATE_SECONDS = 1.5;
const KEPT = "house/lamp";
/** The number of a peer's connection. */
const FIRST = 1;
const NUMBERS = ["0", "1", "2", "3", "4"];

/**
 * Measures Full deploys of a flow whose broker node stays as it is: how often the nodes `connect` meanwhile, and how many
 * retained values come `again`.
 */
export const fullDeploys = inPlant(async (plant) => {
  const link = await plant.parts.link(await plant.parts.broker([]));
  const foreigner = await connectAsync(link.uri);
  plant.parts.keep({ stop: () => foreigner.endAsync(true) });
  await foreigner.publishAsync(KEPT, "kept", { retain: true, qos: 1 });
  const flow = (name) => [
    { id: "broker", type: "broker-config", uri: link.uri },
    { id: "in", type: "mqtt-in", broker: "broker", topic: KEPT, name, datatype: "utf8" },
  ];
  await plant.start(flow(""));
  const received = () => plant.received("in").length;
  await until(() => received() > 0, MOST_SECONDS);
  const before = { connections: link.accepted.all.length, received: received() };
  for (let number = 1; number <= DEPLOYS; number++) {
    await plant.deploy(flow(`version ${number}`), "full");
    await setTimeout(LATE_SECONDS * 1000);
  }
  return { connects: link.accepted.all.length - before.connections, again: received() - before.received };
});

/**
 * Measures the end of a connection on which messages aren't acknowledged: after how many seconds its socket is gone, `closed`, and
 * how many of five messages are `silent`, neither raised nor sent again by the next connection.
 * `end` is what ends it, and resolves when it has.
 */
export function closing(end) {
  return inPlant(async (plant) => {
    const answering = { acknowledges: false, published: [] };
    const peer = plant.parts.keep(await startPeer((...event) => answer(answering, ...event)));
    const nodes = sender(peer.uri);
    await plant.start(nodes);
    await until(() => answering.published.length === NUMBERS.length, MOST_SECONDS);
    answering.published = [];
    answering.acknowledges = true;
    const ended = end(plant, peer);
    const closed = await until(() => peer.closed.all.includes(FIRST), MOST_SECONDS);
    await ended;
    const accounted = () => new Set([...answering.published, ...plant.raised().map((line) => line.split(" ")[0])]);
    await until(() => accounted().size === NUMBERS.length, LATE_SECONDS);
    return { closed, silent: NUMBERS.length - accounted().size };
  });
}

/** A deploy that changes the broker node. */
export function changedBroker(plant, { uri }) {
  return plant.deploy(sender(uri, { keepalive: 30 }), "nodes");
}

/** SIGTERM. */
export function stopped(plant) {
  return plant.nodeRed.stop();
}

/** Five messages once, as soon as it is started. */
function sender(uri, config = {}) {
  return [
    { id: "broker", type: "broker-config", uri, ...config },
    ...NUMBERS.map((payload) => {
      const message = { props: [{ p: "payload" }], payload, payloadType: "str", once: true, onceDelay: 0.5 };
      return { id: `inject-${payload}`, type: "inject", ...message, wires: [["out"]] };
    }),
    { id: "out", type: "mqtt-out", broker: "broker", topic: "house/state", qos: "1", retain: "false" },
  ];
}

function answer(answering, packet, connection) {
  if (packet.cmd === "connect") connection.send(accepted());
  if (packet.cmd === "pingreq") connection.send({ cmd: "pingresp" });
  if (packet.cmd !== "publish") return;
  answering.published.push(String(packet.payload));
  if (answering.acknowledges) connection.send({ cmd: "puback", messageId: packet.messageId, reasonCode: 0 });
}
