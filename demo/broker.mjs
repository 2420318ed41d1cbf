import { createServer } from "node:net";
import { Aedes } from "aedes";
import { HOST, listen } from "./port.mjs";

/**
 * Starts the embedded broker (MQTT 3.1.1, nothing kept on disk).
 * @param {number} wantedPort
 */
export async function startBroker(wantedPort) {
  const aedes = await Aedes.createBroker();
  const server = createServer(aedes.handle);
  const port = await listen(server, wantedPort);
  return {
    port,
    uri: `mqtt://${HOST}:${port}`,
    /** Closes the connections of all clients and frees the port. */
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      await new Promise((resolve) => aedes.close(resolve));
      await closed;
    },
  };
}
