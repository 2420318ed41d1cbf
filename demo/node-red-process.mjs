// What node-red.mjs starts, with: <module> <port> <user directory>. Tells its parent when the editor is up, and stops
// when the parent lets go of it.
import { createServer } from "node:http";
import { HOST, listen } from "./port.mjs";

const [module, wantedPort, userDir] = process.argv.slice(2);

// Ctrl-C reaches every process of a terminal; here the parent says when, so that things stop in order.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});

const { default: RED } = await import(module);
const server = createServer((request, response) => {
  RED.httpAdmin(request, response, () => RED.httpNode(request, response));
});

RED.init(server, {
  userDir,
  flowFile: "flows.json",
  uiHost: HOST,
  httpAdminRoot: "/",
  httpNodeRoot: "/",
  // The demo asks nothing of the internet.
  telemetry: { enabled: false, updateNotification: false },
  editorTheme: { tours: false, page: { title: "Simulated house" }, header: { title: "Simulated house" } },
});

process.once("disconnect", stop);
const decided = flowsDecided();
await RED.start();
const port = await listen(server, Number(wantedPort));
await decided;
if (process.connected) process.send({ port, version: RED.version() });
else await stop();

/** Resolves when the flows run, or when Node-RED has said why they don't. */
function flowsDecided() {
  return new Promise((resolve) => {
    RED.events.once("flows:started", resolve);
    RED.events.on("runtime-event", ({ id, payload }) => {
      if (id === "runtime-state" && payload?.error) resolve();
    });
  });
}

async function stop() {
  await RED.stop();
  process.exit(0);
}
