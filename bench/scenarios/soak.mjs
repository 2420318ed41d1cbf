import { loopFlow } from "../flows.mjs";

/** A part of the messages at a time: a process must answer within two minutes. */
const PART_SECONDS = 60;

/**
 * Measures messages in and out at the same time, so many a second each way: `core`, the percentage of a core that those to be
 * counted take, and `growth`, how many times as much memory is in use at the end as after those to warm up with, garbage
 * collected.
 */
export function soak({ topics, payload, qos, rate }) {
  return async (workbench, side, { warm, count }) => {
    const { peer, port } = await workbench.startPeer();
    const flow = loopFlow(side, { port, filters: ["bench/#"], qos, protocolVersion: 4 });
    const client = await workbench.startClient(flow, ["--expose-gc"]);
    await client.ask("connected", ["in-0", "out"]);
    const exchange = async (messages) => {
      const figures = client.ask("exchange", { topics, payload, rate, count: messages });
      await client.ask("ready");
      await peer.ask("pace", { topics, payload, qos, rate, count: messages });
      return figures;
    };
    await inParts(warm, rate, exchange);
    const early = await client.ask("memoryUsed");
    const { cpu, milliseconds, loopDelay } = await inParts(count, rate, exchange);
    const late = await client.ask("memoryUsed");
    return { core: (100 * cpu) / milliseconds, growth: late / early, rate: (1000 * count) / milliseconds, loopDelay };
  };
}

/** The figures of all parts: the milliseconds they took, those of the processor, and the worst delay of the event loop. */
async function inParts(count, rate, exchange) {
  const all = { cpu: 0, milliseconds: 0, loopDelay: 0 };
  for (let left = count; left > 0; left -= PART_SECONDS * rate) {
    const messages = Math.min(left, PART_SECONDS * rate);
    const { cpu, milliseconds, loopDelay } = await exchange(messages);
    all.cpu += (cpu * messages) / 1000;
    all.milliseconds += milliseconds;
    all.loopDelay = Math.max(all.loopDelay, loopDelay);
  }
  return all;
}
