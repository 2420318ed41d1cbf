import { manyPublishersFlow, publishingFlow } from "../flows.mjs";

/**
 * Measures publishing: messages go down the wire with few incomplete at a time, the peer acknowledges at once. It ends
 * when all are done and the peer has them. `saved` are further properties of our connection.
 */
export function publish(options) {
  return publishThrough(publishingFlow, ["out"], options);
}

/** The same through so many nodes, a message each in turn. */
export function publishFromMany({ nodes, ...options }) {
  const flow = (side, connection) => manyPublishersFlow(side, { nodes, ...connection });
  return publishThrough(flow, [`out-${nodes - 1}`], options);
}

function publishThrough(flow, ids, { topics, payload, qos, protocolVersion = 4, saved }) {
  return async (workbench, side, { warm, count }) => {
    const { peer, port } = await workbench.startPeer();
    const client = await workbench.startClient(flow(side, { port, qos, protocolVersion, saved }));
    await client.ask("connected", ids);
    let sent = 0;
    const publishAll = async (messages) => {
      sent += messages;
      const figures = client.ask("publish", { topics, payload, count: messages });
      await peer.ask("received", sent);
      await client.ask("arrived");
      return figures;
    };
    await publishAll(warm);
    return publishAll(count);
  };
}
