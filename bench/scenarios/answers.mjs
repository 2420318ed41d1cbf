import { accepted, startPeer } from "../test-parts.mjs";
import { until } from "../until.mjs";
import { inPlant } from "./plant.mjs";

const MOST_SECONDS = 5;
const REFUSED = 0x87;
/** What the broker answers to each filter, all of which are asked for with QoS 2. */
const GRANTED = { plain: 2, refused: REFUSED, downgraded: 0 };
const FILTERS = Object.keys(GRANTED);

/** Measures how many of two answers to a SUBSCRIBE, a refusal and a lower QoS, a node shows: `shown`. */
export const subscribeAnswers = inPlant(async (plant) => {
  const { uri } = plant.parts.keep(await startPeer(answer));
  await plant.start([
    { id: "broker", type: "broker-config", uri },
    ...FILTERS.map((topic) => ({ id: topic, type: "mqtt-in", broker: "broker", topic, qos: 2, datatype: "utf8" })),
  ]);
  const texts = () => FILTERS.map((id) => plant.statuses(id).at(-1));
  const shown = () => new Set(texts()).size - 1;
  await until(() => shown() === FILTERS.length - 1, MOST_SECONDS);
  return { shown: shown() };
});

function answer({ cmd, messageId, subscriptions }, connection) {
  if (cmd === "connect") connection.send(accepted());
  if (cmd === "subscribe") {
    connection.send({ cmd: "suback", messageId, granted: subscriptions.map(({ topic }) => GRANTED[topic]) });
  }
}
