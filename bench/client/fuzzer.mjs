import { setTimeout } from "node:timers/promises";

const LOOK_EVERY_MS = 20;
const GOOD = { payload: "good", qos: 1 };

/**
 * Puts messages with odd fields into the node `out`, and a good one after them; those that come again with the same seed. Returns
 * how many of the odd ones ended in an error, when all have ended or the seconds are over.
 */
export async function fuzz({ nodeRed, source }, { count, seed, topic, seconds }) {
  // Not sooner: what compiles TypeScript has no part in what else is measured.
  const { randomCases, SeededRandom } = await import("../test-parts.mjs");
  const messages = randomCases(count, new SeededRandom(seed)).map(({ msg }) => msg);
  const ended = new Map();
  nodeRed.onComplete("out", (error, msg) => ended.set(msg, error));
  for (const msg of [...messages, { ...GOOD, topic }]) source.send(msg);
  const began = performance.now();
  while (ended.size <= count && performance.now() - began < seconds * 1000) await setTimeout(LOOK_EVERY_MS);
  return [...ended.values()].filter((error) => error !== undefined).length;
}
