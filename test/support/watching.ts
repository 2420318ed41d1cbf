import type { RosterEntry, RosterList } from "../../nodes/lib/presence/devices/roster";
import { deploy, type DeployedFlow, type FlowMessage, type FlowNode } from "./flow";

/** A will monitor that runs, and what it tells. */
export class Watching {
  readonly flow: DeployedFlow;

  constructor(flow: DeployedFlow) {
    this.flow = flow;
  }

  /** Everything it has told so far. */
  get changes(): readonly FlowMessage[] {
    return this.flow.received("changes").all;
  }

  /** Resolves when the broker has granted all that it watches. */
  async subscribed(): Promise<void> {
    await this.flow.statuses("monitor").next(({ shape }) => shape === "dot");
  }

  /** The roster's devices, by name. */
  async listed(): Promise<Readonly<Record<string, RosterEntry>>> {
    this.flow.send("monitor", { action: "list" });
    const { payload } = await this.flow.received("rosters").next(({ action }) => action === "list");
    return (payload as RosterList).devices;
  }

  /** The next transition: `lamp: online > offline, reported`, with `, initial` behind if it is only how things stood. */
  async told(): Promise<string> {
    return summary(await this.flow.received("changes").next());
  }

  /** The next transitions, in the order they came. */
  async take(count: number): Promise<string[]> {
    return (await this.flow.received("changes").take(count)).map(summary);
  }

  /** The same where any order will do. */
  async toldOf(count: number): Promise<string[]> {
    return (await this.take(count)).sort();
  }
}

/** A broker-config, a will monitor `monitor`, and a helper behind each output: `changes`, `rosters`. */
export function monitorFlow(config: object, monitor: object): FlowNode[] {
  return [
    { id: "broker", type: "broker-config", reconnectMin: 1, reconnectMax: 1, ...config },
    { id: "monitor", type: "will-monitor", broker: "broker", wires: [["changes"], ["rosters"]], ...monitor },
    { id: "changes", type: "helper" },
    { id: "rosters", type: "helper" },
  ];
}

/** Deploys a will monitor. */
export async function watching(config: object, monitor: object): Promise<Watching> {
  return new Watching(await deploy(monitorFlow(config, monitor)));
}

/** What a transition says, but for topic and times. */
export function summary({ device, previous, payload, reason, initial }: FlowMessage): string {
  const change = `${String(device)}: ${String(previous)} > ${String(payload)}, ${String(reason)}`;
  return initial === true ? `${change}, initial` : change;
}
