import type { DeployedFlow } from "./flow";

/** The key of a status phrase, as a node shows it and the editor translates it. */
export function phrase(name: string): string {
  return `@m2m-flows/node-red-mqtt/broker-config:status.${name}`;
}

/** Resolves when nodes show that they are connected. */
export async function connected(flow: DeployedFlow, ...ids: string[]): Promise<void> {
  await Promise.all(ids.map((id) => showing(flow, id, "connected")));
}

/** Resolves when a node shows a phrase. */
export async function showing(
  flow: DeployedFlow,
  id: string,
  name: string,
): Promise<{ fill?: string; shape?: string }> {
  return flow.statuses(id).next(({ text }) => text === phrase(name));
}
