import { publishingFlow } from "../flows.mjs";

/** Measures publishing: messages go down the wire with few incomplete at a time, the peer acknowledges at once. */
export function publish({ topics, payload, qos, protocolVersion = 4 }) {
  return async (workbench, side, { warm, count }) => {
    const { peer, port } = await workbench.startPeer();
    const client = await workbench.startClient(publishingFlow(side, { port, qos, protocolVersion }));
    await client.ask("connected", ["out"]);
    await client.ask("publish", { topics, payload, count: warm });
    const figures = await client.ask("publish", { topics, payload, count });
    await peer.ask("received", warm + count);
    return figures;
  };
}
