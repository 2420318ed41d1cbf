import { setTimeout } from "node:timers/promises";
import { builtInFlow } from "../flows.mjs";
import { Telemetry, telemetryFlow } from "../test-parts.mjs";

/** Nodes that the fault tests leave out are needed here, and all come back as soon. */
const settings = { nodesExcludes: [], mqttReconnectTime: 1000 };
const STREAM_SECONDS = 5;
const AGAIN_MS = 1000;
/** What hasn't come by then has no way any more. */
const GIVE_UP_MS = 20_000;

/**
 * Measures what becomes of messages with a real mosquitto, and Node-RED in a process that may be killed: how many are `lost`,
 * and how many come `again`. `sender` are the options of the node that publishes them and of its connection, `lines`
 * those of the broker; `happen` puts them in and does what is to happen.
 */
export function faults({ happen, lines, sender: { qos, ...config } }) {
  return async (_workbench, side, { count }) => {
    const telemetry = new Telemetry();
    try {
      const broker = await telemetry.broker(lines);
      const link = await telemetry.link(broker);
      const onlooker = await telemetry.onlooker(broker, "bench");
      const sender = { name: "bench", qos, config: { uri: link.uri, ...config }, tellsCompleted: true };
      const flow = side === "ours" ? telemetryFlow([sender]) : builtInFlow(telemetryFlow([sender]));
      const gateway = await telemetry.gateway([], { flow, settings });
      await ended(gateway, onlooker);
      const subscriber = await telemetry.subscriber(broker, "bench");
      await happen({ count, broker, link, onlooker, gateway, subscriber });
      await ended(gateway, subscriber);
      const { arrived, again } = subscriber.figures(count);
      return { lost: count - arrived, again };
    } finally {
      await telemetry.stop();
    }
  };
}

/** All at once. */
export function putIn({ count, gateway }) {
  return gateway.feed({ from: 0, to: count });
}

/** All at once, and the one in the middle is larger than the broker allows. */
export function putInLarge({ count, gateway }) {
  return gateway.feed({ from: 0, to: count, large: count >> 1 });
}

/** While the broker is down. */
export async function brokerDown({ broker, ...parts }) {
  await broker.halt();
  await putIn(parts);
  await broker.restart();
}

/** While the broker is down; and the process is killed before that comes back. */
export async function nodeRedKilled({ broker, ...parts }) {
  const { nodeRed } = parts.gateway;
  await broker.halt();
  await putIn(parts);
  await Promise.race([parts.gateway.says("completed bench", parts.count), setTimeout(AGAIN_MS)]);
  await nodeRed.kill();
  await nodeRed.restart();
  await broker.restart();
}

/** Evenly for some seconds; the link is cut three times. */
export function linkCut({ link, ...parts }) {
  return stream(parts, [() => link.reset(), () => link.halfOpen(), () => link.reset()]);
}

/** The same, and the broker is stopped and restarted three times. */
export function brokerRestarted(parts) {
  const restart = () => parts.broker.restart();
  return stream(parts, [restart, restart, restart]);
}

/** The subscriber is away meanwhile: mosquitto 2.0 sends again what is on its way to it when it stops. */
async function stream({ count, onlooker, gateway, subscriber }, disturbances) {
  await subscriber.leave();
  const fed = gateway.feed({ from: 0, to: count, rate: count / STREAM_SECONDS });
  for (const [index, disturb] of disturbances.entries()) {
    await Promise.race([onlooker.reached((count * (index + 1)) / (disturbances.length + 1)), fed]);
    await disturb();
  }
  await fed;
  await subscriber.back();
}

/** Puts in the end until it arrives: who has no connection may lose it. */
async function ended(gateway, subscriber) {
  const end = subscriber.ended().then(
    () => true,
    () => false,
  );
  for (const began = performance.now(); performance.now() - began < GIVE_UP_MS;) {
    await gateway.end();
    if (await Promise.race([end, setTimeout(AGAIN_MS, false)])) return;
  }
}
