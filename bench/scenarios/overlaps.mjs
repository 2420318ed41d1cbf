import { setTimeout } from "node:timers/promises";
import { connectAsync } from "mqtt";
import { startCopyingPeer } from "../test-parts.mjs";
import { until } from "../until.mjs";
import { inPlant } from "./plant.mjs";

const MOST_SECONDS = 10;
/** For copies that come late. */
const LATE_MS = 500;
const OVERLAPPING = ["a/#", "a/b", "a/+"];
const MARKER = "marker";
/** The built-in nodes take an unsaid true for a no [MQTT 5, 3.2.2.3.12]. */
const ANNOUNCED = { subscriptionIdentifiersAvailable: true };
const FILTERS = [...OVERLAPPING, MARKER];
/** All have a retained value. */
const TOPICS = ["st/a", "st/b", "st/c"];

/**
 * Measures how often one PUBLISH comes out of three nodes with overlapping filters in all, `deliveries`, from a broker
 * that sends copies in a certain way, as the copying peer of the tests calls it.
 */
export function overlappingFilters(copies, protocolVersion) {
  return inPlant(async (plant) => {
    const peer = plant.parts.keep(await startCopyingPeer({ copies, properties: ANNOUNCED }));
    const receivers = FILTERS.map((topic, index) => receiver(`in-${index}`, topic));
    await plant.start([{ id: "broker", type: "broker-config", uri: peer.uri, protocolVersion }, ...receivers]);
    await until(() => peer.filters.length === FILTERS.length, MOST_SECONDS);
    peer.publish("a/b", "once");
    peer.publish(MARKER, "behind");
    await until(() => plant.received(`in-${OVERLAPPING.length}`).length > 0, MOST_SECONDS);
    await setTimeout(LATE_MS);
    return { deliveries: OVERLAPPING.flatMap((_, index) => plant.received(`in-${index}`)).length };
  });
}

/**
 * Measures a node that is deployed with the filter `st/#` beside one with another filter: how many retained values it
 * `misses`, and how many come to the other one `again`.
 */
export function secondNode(first, protocolVersion) {
  return inPlant(async (plant) => {
    const { uri } = await plant.parts.broker([]);
    const publish = await publisher(plant, uri);
    await publish("kept", { retain: true });
    const nodes = [{ id: "broker", type: "broker-config", uri, protocolVersion }, receiver("in-first", first)];
    await plant.start(nodes);
    await until(() => plant.received("in-first").length > 0, MOST_SECONDS);
    await publish("first");
    await until(() => has(plant, "in-first", "first"), MOST_SECONDS);
    const before = kept(plant, "in-first");
    await plant.deploy([...nodes, receiver("in-second", "st/#")], "nodes");
    // Whatever comes to it, comes before.
    await setTimeout(LATE_MS);
    await publish("last");
    await until(() => ["in-first", "in-second"].every((id) => has(plant, id, "last")), MOST_SECONDS);
    return { misses: TOPICS.length - kept(plant, "in-second"), again: kept(plant, "in-first") - before };
  });
}

/** Publishes a payload to each topic. */
async function publisher({ parts }, uri) {
  const client = await connectAsync(uri);
  parts.keep({ stop: () => client.endAsync(true) });
  return async (payload, options = {}) => {
    for (const topic of TOPICS) await client.publishAsync(topic, payload, { qos: 1, ...options });
  };
}

function kept(plant, id) {
  return plant.received(id).filter((line) => line.endsWith(" kept")).length;
}

function has(plant, id, payload) {
  return plant.received(id).some((line) => line.endsWith(` ${payload}`));
}

function receiver(id, topic) {
  return { id, type: "mqtt-in", broker: "broker", topic, datatype: "utf8" };
}
