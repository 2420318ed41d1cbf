import { publishingFlow, wireFlow } from "../flows.mjs";

/**
 * Measures what many messages do to the event loop that a flow publishes in one turn (`burst`), and the same number
 * paced (`paced`): the longest stall of each. `saved` are further properties of our connection.
 */
export function publishBurst({ payload, perTurn, qos, saved }) {
  return async (workbench, side, { count }) => {
    const { peer, port } = await workbench.startPeer();
    const client = await workbench.startClient(publishingFlow(side, { port, qos, protocolVersion: 4, saved }));
    await client.ask("connected", ["out"]);
    const stallOf = async (messages, sent) => {
      const figures = client.ask("publishBurst", { node: "out", payload, count, ...messages });
      await peer.ask("received", sent);
      await client.ask("arrived");
      return (await figures).stall;
    };
    const burst = await stallOf({}, count);
    return { burst, paced: await stallOf({ perTurn }, 2 * count) };
  };
}

/** What the same burst does that goes into a node which only calls `done()`. */
export function doneBurst({ payload }) {
  return async (workbench, _side, { count }) => {
    const client = await workbench.startClient(wireFlow());
    const { stall } = await client.ask("publishBurst", { node: "sink", payload, count });
    return { burst: stall };
  };
}
