import { receivingFlow, wireFlow } from "../flows.mjs";

/** Measures what the retained messages of many topics, which come all at once when flows start, do to the event loop. */
export function retainedFlood({ payload }) {
  return async (workbench, side, { count }) => {
    const { peer, port } = await workbench.startPeer();
    const options = { port, filters: ["bench/#"], qos: 0, protocolVersion: 4 };
    const client = await workbench.startClient(receivingFlow(side, options));
    await peer.ask("subscribed", 1);
    const figures = client.ask("receive", count);
    await client.ask("ready");
    const topics = Array.from({ length: count }, (_, number) => `bench/${number}`);
    await peer.ask("flood", { topics, payload, qos: 0, retain: true, count });
    return figures;
  };
}

/** What the same messages do that a node sends in one turn to one that only calls `done()`. */
export function burst({ payload }) {
  return async (workbench, _side, { count }) => {
    const client = await workbench.startClient(wireFlow());
    return client.ask("burst", { payload, count });
  };
}
