import { once } from "node:events";

/** The demo is for this machine only. */
export const HOST = "127.0.0.1";

/**
 * Lets a server listen on loopback, on the first free port from the wanted one upwards.
 * @param {import("node:net").Server} server
 * @param {number} wanted
 * @returns {Promise<number>} the port it listens on
 */
export async function listen(server, wanted) {
  for (let port = wanted; port <= 65_535; port++) {
    if (await listensOn(server, port)) return port;
  }
  throw new Error(`No port from ${wanted} upwards is free.`);
}

async function listensOn(server, port) {
  server.listen(port, HOST);
  try {
    await once(server, "listening");
    return true;
  } catch (error) {
    if (error.code === "EADDRINUSE") return false;
    throw error;
  }
}
