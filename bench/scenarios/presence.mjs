import { monitorFlow } from "../flows.mjs";

/** What Tasmota devices say, each on a topic of its own. */
const ONLINE = "Online";
const OFFLINE = "Offline";
/** In turn: all devices have said that they are there. */
const CHANGES = [OFFLINE, ONLINE];
/** Not counted: the memory that code and tables take is not a device's. */
const EARLIER_DEVICES = 1_000;

/** What all of so many devices say in turn, as a receiving node gets it. */
export function deviceMessages(devices) {
  return { topics: deviceTopics(devices), payload: CHANGES, filters: ["tele/+/LWT"] };
}

/** Measures messages of which each changes the state of a device; the client counts the transitions at the sink. */
export function changes({ devices, convention }) {
  return async (workbench, _side, { warm, count }) => {
    const topics = deviceTopics(devices);
    const { peer, client } = await startMonitor(workbench, { convention });
    await retained(peer, client, topics);
    const flood = async (messages) => {
      const figures = client.ask("receive", messages);
      await client.ask("ready");
      await peer.ask("flood", { topics, payload: CHANGES, qos: 0, count: messages });
      return figures;
    };
    await flood(warm);
    return flood(count);
  };
}

/** Measures messages that say again how a device is, until one of another device comes to the sink. */
export function repetitions({ devices, convention }) {
  return async (workbench, _side, { warm, count }) => {
    const topics = deviceTopics(devices);
    const [last] = deviceTopics(1, devices);
    const { peer, client } = await startMonitor(workbench, { convention });
    await retained(peer, client, topics);
    const flood = async (messages, lastPayload) => {
      const figures = client.ask("receiveOne", messages);
      await client.ask("ready");
      await peer.ask("flood", { topics, payload: ONLINE, qos: 0, count: messages });
      await peer.ask("flood", { topics: [last], payload: lastPayload, qos: 0, count: 1 });
      return figures;
    };
    await flood(warm, ONLINE);
    return flood(count, OFFLINE);
  };
}

/**
 * Measures what the broker has retained of many devices, which comes all at once: `start`, the longest stall of the event
 * loop until the roster shows them; `known`, the milliseconds until the last is in it; `reconnect`, the longest stall when
 * the connection is lost, which is told of each device, and comes back; `bytes`, the memory that a device takes.
 */
export function retainedStates({ convention }) {
  return async (workbench, _side, { count }) => {
    const topics = deviceTopics(count);
    const { peer, client } = await startMonitor(workbench, { convention });
    const start = await retained(peer, client, topics);
    const back = client.ask("transitions", { count: 2 * count, online: count });
    await client.ask("ready");
    await peer.ask("hangUp");
    await peer.ask("subscribed", 1);
    await peer.ask("flood", { ...retainedMessages(topics), count });
    return {
      start: start.stall,
      known: start.milliseconds,
      reconnect: (await back).stall,
      bytes: await deviceMemory(workbench, { convention, count }),
    };
  };
}

async function deviceMemory(workbench, { convention, count }) {
  const { peer, client } = await startMonitor(workbench, { convention }, ["--expose-gc"]);
  await retained(peer, client, deviceTopics(EARLIER_DEVICES));
  const before = await client.ask("memoryUsed");
  await retained(peer, client, deviceTopics(count, EARLIER_DEVICES), EARLIER_DEVICES + count);
  return ((await client.ask("memoryUsed")) - before) / count;
}

/** A node that watches, and its broker. */
async function startMonitor(workbench, { convention }, execArgv) {
  const { peer, port } = await workbench.startPeer();
  const client = await workbench.startClient(monitorFlow({ port, convention, protocolVersion: 4 }), execArgv);
  await peer.ask("subscribed", 1);
  return { peer, client };
}

/** Has the broker send what it has retained; resolves when the roster shows so many devices. */
async function retained(peer, client, topics, online = topics.length) {
  await peer.ask("prepare", retainedMessages(topics));
  const figures = client.ask("transitions", { count: topics.length, online });
  await client.ask("ready");
  await peer.ask("send", topics.length);
  return figures;
}

function retainedMessages(topics) {
  return { topics, payload: ONLINE, qos: 0, retain: true };
}

/** @param first number of the first device */
function deviceTopics(devices, first = 0) {
  return Array.from({ length: devices }, (_, number) => `tele/tasmota_${String(first + number).padStart(6, "0")}/LWT`);
}
