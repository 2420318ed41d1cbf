import { receivingFlow } from "../flows.mjs";

/**
 * Measures receiving: the peer floods, the client counts at the sink. `identifiers`: MQTT 5 subscription identifiers
 * are offered and put into each PUBLISH. Of a message that goes to several nodes the figures are those of all copies.
 */
export function receive({ filters, topics, payload, qos = 0, protocolVersion = 4, identifiers = false }) {
  return async (workbench, side, { warm, count }) => {
    const { peer, port } = await workbench.startPeer({ identifiers });
    const client = await workbench.startClient(receivingFlow(side, { port, filters, qos, protocolVersion }));
    const distinct = new Set(filters).size;
    const copies = filters.length / distinct;
    await peer.ask("subscribed", distinct);
    const flood = async (messages) => {
      const figures = client.ask("receive", messages * copies);
      await client.ask("ready");
      await peer.ask("flood", { topics, payload, qos, count: messages });
      return figures;
    };
    await flood(warm);
    const { cpu, rate, loopDelay } = await flood(count);
    return { cpu: cpu * copies, rate: rate / copies, loopDelay };
  };
}
