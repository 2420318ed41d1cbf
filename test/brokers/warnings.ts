import type { DeployedFlow } from "../support/flow";

/** Of Node-RED's log: warnings and errors. */
const WARN = 30;

/** What the node `broker` has warned of so far. */
export function warnings(flow: DeployedFlow): string[] {
  return flow.logged.all.filter(({ level, id }) => level <= WARN && id === "broker").map(({ msg }) => String(msg));
}

/** Resolves when so many attempts have failed in a row, or more, as the node `in` shows to Status nodes. */
export async function failed(flow: DeployedFlow, times: number): Promise<void> {
  await flow.statuses("in").next((status) => {
    const { connection } = status as { connection?: { attempt?: number } };
    return (connection?.attempt ?? 0) >= times;
  });
}
