import {
  certificates,
  freePort,
  refused,
  startAedes,
  startMosquitto,
  startPeer,
  startTcpProxy,
  startWebSocketBroker,
  tlsNode,
} from "../test-parts.mjs";
import { until } from "../until.mjs";
import { inPlant } from "./plant.mjs";

const MOST_SECONDS = 12;
/** Both names that nodes have for the user. */
const WRONG_LOGIN = { username: "alice", user: "alice", password: "wrong" };
const SERVER_BUSY = 0x89;

/** Why a node can't connect, each with the address and the settings with which it is so. */
const FAILURES = {
  "wrong password": (parts) => mosquitto(parts, { users: { alice: "right" } }),
  "unknown CA": async (parts, { server }) => ({ ...(await mosquitto(parts, { tls: { server } })), tls: "tls-bare" }),
  "expired certificate": (parts, { expired }) => mosquitto(parts, { tls: { server: expired } }),
  "host name mismatch": (parts, { otherHost }) => mosquitto(parts, { tls: { server: otherHost } }),
  refused: async () => ({ uri: local(await freePort()) }),
  "DNS failure": () => ({ uri: "mqtt://broker.invalid:1883" }),
  "silent peer": silentPeer,
  "HTTP 403 on WebSocket": async (parts) => {
    const { port } = parts.keep(await startWebSocketBroker(() => 403));
    return { uri: `ws://127.0.0.1:${port}/mqtt` };
  },
  "3.1.1-only broker": async (parts) => ({ uri: parts.keep(await startAedes()).uri, protocolVersion: "5" }),
  "server busy": async (parts) => {
    const busy = (_packet, connection) => connection.send(refused(SERVER_BUSY));
    return { uri: parts.keep(await startPeer(busy)).uri };
  },
};
const NAMES = Object.keys(FAILURES);

/** Measures how many of ten failures have a status that none of the others has: `named`. */
export const failures = inPlant(async (plant) => {
  const files = await certificates();
  const configs = await Promise.all(Object.values(FAILURES).map((begin) => begin(plant.parts, files)));
  const credentials = { [`broker-${NAMES.indexOf("wrong password")}`]: WRONG_LOGIN };
  await plant.start([tlsNode({ ca: files.ca }), { ...tlsNode(), id: "tls-bare" }, ...configs.flatMap(pair)], {
    credentials,
  });
  const named = () => told(NAMES.map((_, index) => plant.statuses(`in-${index}`)));
  await until(() => named() === NAMES.length, MOST_SECONDS);
  return { named: named() };
});

/** How many of the lists have a text that is in no other one. */
function told(texts) {
  return texts.filter((own) => own.some((text) => texts.every((others) => others === own || !others.includes(text))))
    .length;
}

function pair(config, index) {
  const broker = `broker-${index}`;
  return [
    { id: broker, type: "broker-config", connectTimeout: 2, reconnectMin: 1, reconnectMax: 1, ...config },
    { id: `in-${index}`, type: "mqtt-in", broker, topic: "plant/#", datatype: "utf8" },
  ];
}

async function mosquitto(parts, options) {
  const { uri } = parts.keep(await startMosquitto(options));
  return options.tls === undefined ? { uri } : { uri, tls: "tls" };
}

/** It accepts connections, and says nothing. */
async function silentPeer(parts) {
  const proxy = parts.keep(await startTcpProxy(0));
  await proxy.stall();
  return { uri: proxy.uri };
}

function local(port) {
  return `mqtt://127.0.0.1:${port}`;
}
