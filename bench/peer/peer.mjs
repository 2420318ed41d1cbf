// The scripted broker's process: one client, no routing, nothing but what a scenario asks for.
import { EventEmitter, once } from "node:events";
import { createServer } from "node:net";
import { paced } from "../pace.mjs";
import { serveCommands } from "../worker-commands.mjs";
import { Flood } from "./flood.mjs";
import { Session } from "./session.mjs";

const progress = new EventEmitter();
let session;

serveCommands({ listen, subscribed, prepare, send, flood, pace, hangUp, received });

/** Returns the port. With `identifiers` each PUBLISH has the subscription identifier of the client's SUBSCRIBE. */
async function listen({ identifiers }) {
  const onProgress = () => progress.emit("change");
  const server = createServer((socket) => (session = new Session(socket, { identifiers, onProgress })));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server.address().port;
}

/** Resolves when SUBACKs for so many different filters have been sent: when that was (ms), and in how many packets. */
async function subscribed(filters) {
  await until(() => session !== undefined && session.filters.size >= filters);
  return { at: performance.timeOrigin + performance.now(), packets: session.subscribePackets };
}

/** Makes the messages to be sent, round the topics, of several payloads each for a round. */
function prepare({ topics, payload, qos, retain = false }) {
  session.flood = new Flood(session.socket, { topics, payload, qos, retain, ...session.publishing });
}

/** Sends so many of them; resolves when all are written and acknowledged. */
function send(count) {
  return session.flood.send(count);
}

/** Does both, where it doesn't matter when the first comes. */
function flood({ count, ...messages }) {
  prepare(messages);
  return send(count);
}

/** The same, but so many a second. */
async function pace({ rate, count, ...messages }) {
  prepare(messages);
  await paced({ rate, count }, send);
}

/** Ends the connection; what is asked for next is of the one after it. */
function hangUp() {
  session.socket.destroy();
  session = undefined;
}

/** Resolves when so many PUBLISH packets have come. */
function received(count) {
  return until(() => session !== undefined && session.received >= count);
}

async function until(condition) {
  while (!condition()) await once(progress, "change");
}
