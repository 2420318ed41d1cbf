import { setTimeout } from "node:timers/promises";
import { startMosquitto } from "../test-parts.mjs";
import { until } from "../until.mjs";
import { inPlant } from "./plant.mjs";

const CONNECT_SECONDS = 10;
const KEEPALIVE_SECONDS = 4;
const MOST_KEEPALIVES = 4;
const RIVALS_SECONDS = 20;
const RECEIVER = { type: "mqtt-in", topic: "plant/#", datatype: "utf8" };

/** Measures how long nodes don't notice that the other side is just gone, in keepalives, to a tenth: `noticed`. */
export const halfOpen = inPlant(async (plant) => {
  const link = await plant.parts.link(await plant.parts.broker());
  await plant.start([
    { id: "broker", type: "broker-config", uri: link.uri, keepalive: KEEPALIVE_SECONDS },
    { ...RECEIVER, id: "in", broker: "broker" },
  ]);
  await until(() => isConnected(plant.statuses("in").at(-1)), CONNECT_SECONDS);
  link.halfOpen();
  const gone = await until(() => !isConnected(plant.statuses("in").at(-1)), MOST_KEEPALIVES * KEEPALIVE_SECONDS);
  return { noticed: Number((gone / KEEPALIVE_SECONDS).toFixed(1)) };
});

/**
 * Measures two Node-REDs with one client id: after how many seconds one of them says in a status or on the log that it is
 * about the client id, `said`, and how often they have connected in all by some time, `connects`.
 */
export const rivals = inPlant(async (plant) => {
  const broker = plant.parts.keep(await startMosquitto());
  const plants = [plant, plant.twin()];
  for (const each of plants) {
    await each.start([
      { id: "broker", type: "broker-config", uri: broker.uri, clientId: "plant" },
      { ...RECEIVER, id: "in", broker: "broker" },
    ]);
  }
  const passed = setTimeout(RIVALS_SECONDS * 1000);
  const lines = () => plants.flatMap((each) => each.log());
  const said = await until(() => lines().some((line) => /client.?id/i.test(line)), RIVALS_SECONDS);
  await passed;
  return { said, connects: broker.log.all.filter((line) => line.includes("New client connected from")).length };
});

function isConnected(text = "") {
  return text.endsWith("connected") && !text.endsWith("disconnected");
}
