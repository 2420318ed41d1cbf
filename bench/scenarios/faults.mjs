import { setTimeout } from "node:timers/promises";
import { builtInFlow } from "../built-in-flow.mjs";
import { RecordedTraffic, SeededRandom, Telemetry, telemetryFlow } from "../test-parts.mjs";
import { SETTINGS } from "./plant.mjs";

const CLIENT_ID = "bench";
/** How it is killed comes again. */
const SEED = 1;
const STREAM_SECONDS = 5;
const KILLS = 5;
const AGAIN_MS = 1000;
/** What hasn't come by then has no way any more. */
const GIVE_UP_MS = 20_000;

/**
 * Measures what becomes of messages with a real mosquitto, and Node-RED in a process that may be killed: how many are `lost`,
 * and how many come `again`. `sender` are the options of the node that publishes them and of its connection, `lines`
 * those of the broker; `happen` puts them in, does what is to happen, and may return what is to arrive, `wanted`, and what the
 * broker may forget, `excused`: numbers, these in a set.
 */
export function faults({ happen, lines, records = false, sender: { qos, ...config } }) {
  return async (_workbench, side, { count }) => {
    const telemetry = new Telemetry();
    try {
      const broker = await telemetry.broker(lines);
      const traffic = new RecordedTraffic();
      const link = await telemetry.link(broker, records ? () => traffic.eavesdrop() : undefined);
      const onlooker = await telemetry.onlooker(broker, "bench");
      const sender = { name: "bench", qos, config: { uri: link.uri, ...config }, tellsCompleted: true };
      const flow = side === "ours" ? telemetryFlow([sender]) : builtInFlow(telemetryFlow([sender]));
      const gateway = await telemetry.gateway([], { flow, settings: SETTINGS });
      await ended(gateway, onlooker);
      const subscriber = await telemetry.subscriber(broker, "bench");
      const parts = { count, broker, link, traffic, onlooker, gateway, subscriber };
      const { wanted = Array(count).keys(), excused = new Set() } = (await happen(parts)) ?? {};
      await ended(gateway, subscriber);
      const lost = [...wanted].filter((number) => !subscriber.has(number) && !excused.has(number));
      return { lost: lost.length, again: subscriber.repeated.filter((number) => !excused.has(number)).length };
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

/** Evenly for some seconds, in which the process is killed five times at a random moment. What was completed has to arrive. */
export async function nodeRedKilledOften({ count, onlooker, gateway }) {
  const random = new SeededRandom(SEED);
  const part = count / KILLS;
  const completed = new Set();
  for (let from = 0; from < count; from += part) {
    gateway.feedUntilKilled({ from, to: from + part, rate: part });
    await Promise.race([onlooker.reached(from + random.below(part - 1)), setTimeout(GIVE_UP_MS)]);
    await gateway.nodeRed.kill();
    for (const payload of gateway.said("completed bench")) completed.add(Number(payload));
    await gateway.nodeRed.restart();
  }
  return { wanted: [...completed].filter((number) => number < count) };
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

/** The same, and the broker is killed three times. What it had acknowledged by then it may lose, and get again. */
export async function brokerKilled({ traffic, ...parts }) {
  let excused;
  const kill = async () => {
    parts.link.refuse();
    await parts.broker.kill();
    await parts.broker.restart();
    excused = new Set(traffic.of(CLIENT_ID).taken);
    await parts.link.forward();
  };
  await stream(parts, [kill, kill, kill]);
  return { excused };
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
