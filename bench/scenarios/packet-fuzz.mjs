import { HostilePeer, PacketMutator, SeededRandom } from "../test-parts.mjs";
import { inPlant } from "./plant.mjs";

/** The same packets each time. */
const SEED = 1;
/** Brokers side by side: a node waits before it connects again. */
const LANES = 20;
const PATIENCE_MS = 10_000;
const PUBLISH_EVERY_SECONDS = "0.5";

/**
 * Measures what becomes of nodes whose brokers send broken packets of MQTT 5, so many in all: whether the process
 * `died`, and after how many of them the connection did not come back, `gone`; those count, too, that no node was left for.
 */
export const packetFuzz = inPlant(async (plant, count) => {
  const peers = await Promise.all(Array.from({ length: LANES }, () => HostilePeer.start()));
  for (const peer of peers) plant.parts.keep(peer);
  await plant.start(peers.flatMap(lane));
  const mutator = new PacketMutator(5, new SeededRandom(SEED));
  const packets = Array.from({ length: count }, () => mutator.next());
  const survived = await Promise.all(peers.map((peer) => attack(peer, packets)));
  const back = survived.reduce((sum, own) => sum + own, 0);
  return { died: Number(!(await plant.isAlive())), gone: count - back };
});

/** Takes packets for one broker until none is left or its node stays away; returns how many it came back after. */
async function attack(peer, packets) {
  let survived = 0;
  let connection = await next(peer);
  while (connection !== undefined && packets.length > 0) {
    peer.attack(packets.shift(), connection, "passed over");
    connection = await next(peer);
    if (connection !== undefined) survived += 1;
  }
  return survived;
}

/** The next connection, or nothing. */
function next({ subscribed }) {
  return subscribed.next(undefined, PATIENCE_MS).catch(() => undefined);
}

/** A node that receives, and one that publishes now and then. */
function lane({ uri }, index) {
  const [broker, out] = [`broker-${index}`, `out-${index}`];
  const message = { props: [{ p: "payload" }, { p: "topic", vt: "str" }], payload: "x", payloadType: "str" };
  const inject = { ...message, topic: "plant/n", repeat: PUBLISH_EVERY_SECONDS, once: true, onceDelay: 0.1 };
  return [
    { id: broker, type: "broker-config", uri, reconnectMin: 1, reconnectMax: 1 },
    { id: `in-${index}`, type: "mqtt-in", broker, topic: "plant/#", datatype: "utf8" },
    { id: `inject-${index}`, type: "inject", ...inject, wires: [[out]] },
    { id: out, type: "mqtt-out", broker, qos: "1" },
  ];
}
