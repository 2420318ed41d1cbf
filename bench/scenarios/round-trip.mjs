import { loopFlow } from "../flows.mjs";
import { median } from "../median.mjs";
import { mosquittoMissing, startMosquitto } from "../test-parts.mjs";

/** Measures one message after another, out and in again over one connection to a real broker without Nagle. */
export function roundTrip({ topic, payload, qos, protocolVersion = 4 }) {
  return async (workbench, side, { warm, count }) => {
    const broker = await startMosquitto({ lines: ["set_tcp_nodelay true"] });
    try {
      const flow = loopFlow(side, { port: broker.port, filters: [topic], qos, protocolVersion });
      const client = await workbench.startClient(flow);
      await client.ask("connected", side === "floor" ? ["out"] : ["in-0", "out"]);
      const message = { topic, payload };
      await client.ask("roundTrips", { message, count: warm });
      return { roundTrip: median(await client.ask("roundTrips", { message, count })) };
    } finally {
      await broker.stop();
    }
  };
}

/** What keeps round trips from being measured here, if anything does. */
export const roundTripMissing = mosquittoMissing;
