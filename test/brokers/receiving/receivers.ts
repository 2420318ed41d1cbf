import { deploy, type DeployedFlow, type FlowMessage, type FlowNode } from "../../support/flow";
import { connected } from "../../support/phrase";

/** The payload that ends what a test publishes. */
export const END = "end";

/** A broker-config, an mqtt-out, and an mqtt-in `in-0`, `in-1`, ... for each entry, wired to a helper `sink-0`, ... */
export function receivers(config: object, wanted: readonly object[]): FlowNode[] {
  return [
    { id: "broker", type: "broker-config", reconnectMin: 1, reconnectMax: 1, ...config },
    { id: "out", type: "mqtt-out", broker: "broker" },
    ...wanted.flatMap((properties, index) => [
      { id: `in-${index}`, type: "mqtt-in", broker: "broker", wires: [[`sink-${index}`]], ...properties },
      { id: `sink-${index}`, type: "helper" },
    ]),
  ];
}

/** Deploys receivers; resolves when each is subscribed. */
export async function receiving(config: object, wanted: readonly object[]): Promise<DeployedFlow> {
  const flow = await deploy(receivers(config, wanted));
  await connected(flow, ...wanted.map((_, index) => `in-${index}`));
  return flow;
}

/** All payloads that a receiver has got when the last one comes. */
export async function payloadsUntil(flow: DeployedFlow, index: number, last: unknown = END): Promise<unknown[]> {
  return (await messagesUntil(flow, index, last)).map(({ payload }) => payload);
}

/** All messages that a receiver has got when the one with the last payload comes. */
export async function messagesUntil(
  flow: DeployedFlow,
  index: number,
  last: unknown = END,
): Promise<readonly FlowMessage[]> {
  const received = flow.received(`sink-${index}`);
  if (received.all.at(-1)?.payload !== last) await received.next(({ payload }) => payload === last);
  return received.all.slice(0, received.all.findIndex(({ payload }) => payload === last) + 1);
}
