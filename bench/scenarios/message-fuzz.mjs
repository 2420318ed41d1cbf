import { publishingFlow } from "../flows.mjs";
import { startMosquitto } from "../test-parts.mjs";
import { until } from "../until.mjs";

/** The same messages each time. */
const SEED = 1;
const GOOD_TOPIC = "fuzz/good";
const MOST_SECONDS = 8;
const LATE_SECONDS = 2;
/** Nothing of it is to be refused because it waits. */
const LARGE_QUEUE = { queueLimit: 100_000, queueBytes: 1e9 };

/**
 * Measures what becomes of messages with odd fields, and of a good one after them: whether the process `died`, whether the good
 * one is `lost`, and how many of the odd ones are `unaccounted`, neither sent nor ended in an error.
 */
export async function messageFuzz(workbench, side, { count }) {
  const broker = await startMosquitto();
  try {
    const connection = { port: broker.port, protocolVersion: 5, qos: "", saved: LARGE_QUEUE };
    const client = await workbench.startClient(publishingFlow(side, connection));
    await client.ask("connected", ["out"]);
    const fuzzed = client.ask("fuzz", { count, seed: SEED, topic: GOOD_TOPIC, seconds: MOST_SECONDS });
    const refused = await fuzzed.catch(died);
    const published = () => broker.log.all.filter((line) => /Received PUBLISH from .* \(d0,/.test(line));
    const good = () => published().filter((line) => line.includes(`'${GOOD_TOPIC}'`)).length;
    await until(() => good() > 0, LATE_SECONDS);
    const accounted = published().length - good() + (refused ?? 0);
    return { died: Number(refused === undefined), lost: 1 - good(), unaccounted: Math.max(0, count - accounted) };
  } finally {
    await broker.stop();
  }
}

/** Nothing, if the process has; else the error is none of its own. */
function died(error) {
  if (!/process ended/.test(error.message)) throw error;
}
