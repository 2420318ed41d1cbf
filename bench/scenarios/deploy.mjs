import { receivingFlow } from "../flows.mjs";

/** Measures a deploy of many nodes into an empty Node-RED: until the peer has answered for the last filter. */
export function deploy({ filters, qos = 0, protocolVersion = 4 }) {
  return async (workbench, side) => {
    const { peer, port } = await workbench.startPeer();
    const client = await workbench.startClient([]);
    const began = await client.ask("deploy", receivingFlow(side, { port, filters, qos, protocolVersion }));
    const { at, packets } = await peer.ask("subscribed", filters.length);
    return { ready: at - began, packets };
  };
}
