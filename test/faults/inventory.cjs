// Preloaded into a Node-RED: when it gets SIGCONT, which Node-RED has no use for, it writes on a line what the process holds.
const diagnostics = require("node:diagnostics_channel");
const path = require("node:path");
const v8 = require("node:v8");
const vm = require("node:vm");

const EVENTS = path.join("@node-red", "util", "lib", "events.js");
/** Among these are the sockets of who asks for pages; those that the process opened itself are counted below. */
const SOCKETS = "TCPSocketWrap";
const sockets = new Set();

v8.setFlagsFromString("--expose-gc");
const collectGarbage = vm.runInNewContext("gc");

diagnostics.subscribe("net.client.socket", ({ socket }) => {
  sockets.add(socket);
  socket.once("close", () => sockets.delete(socket));
});

process.on("SIGCONT", () => {
  // What is only freed when its owner is collected takes a second one.
  for (let times = 0; times < 2; times += 1) collectGarbage();
  const left = { resources: counted(resources()), sockets: sockets.size, listeners: listeners() };
  console.log(`inventory ${JSON.stringify({ heap: process.memoryUsage().heapUsed, left })}`);
});

function resources() {
  return process.getActiveResourcesInfo().filter((kind) => kind !== SOCKETS);
}

function listeners() {
  const file = Object.keys(require.cache).find((name) => name.endsWith(EVENTS));
  return { process: listenersOf(process), runtime: listenersOf(require(file)) };
}

function listenersOf(emitter) {
  return Object.fromEntries(emitter.eventNames().map((name) => [String(name), emitter.listenerCount(name)]));
}

function counted(names) {
  const counts = {};
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
