import type { FlowNode, HistoryEvent, Wire } from "../../flow-api";
import type { PlannedBroker } from "../broker-plan";
import { FlowOrder } from "./flow-order";
import { newCredentials } from "../login/new-credentials";
import type { ConversionPlan } from "../plan";
import { rewired, wiresAround } from "./wires";

/** Puts the planned nodes in the places of the built-in ones, in one step that can be taken back. */
export function carryOut(plan: ConversionPlan): void {
  const workspace = RED.workspaces.active();
  const dirty = RED.nodes.dirty();
  const order = new FlowOrder(workspace);
  RED.view.select(null);
  const wires = wiresAround(new Set(plan.nodes.map((node) => String(node["id"]))));
  const removal: HistoryEvent = { t: "delete", nodes: takeOut(plan, wires), links: wires, dirty, callback: redraw };
  redraw();
  const added = putIn(plan);
  const links = rewired(wires, new Map(added.map((node) => [node.id, node])));
  for (const wire of links) RED.nodes.addLink(wire);
  const nodes = added.map(({ id }) => id);
  const addition: HistoryEvent = { t: "add", nodes, links, ...subflowChange(workspace), dirty: true, callback: redraw };
  order.restore();
  RED.nodes.dirty(true);
  RED.history.push({ t: "multi", events: [removal, addition], dirty, callback: () => order.restore() });
  RED.workspaces.refresh();
  RED.sidebar.config.refresh();
  RED.view.redraw(true);
}

/** Between the two: the canvas takes a node with the id of another one for that one, and would leave its looks. */
function redraw(): void {
  RED.view.redraw(true, true);
}

/** Brokers first: the editor puts back in this order, and a node finds its broker only if that is there. */
function takeOut(plan: ConversionPlan, wires: readonly Wire[]): readonly FlowNode[] {
  const brokers = [...plan.brokers].filter(([, { isRemoved }]) => isRemoved).map(([id]) => id);
  const ids = [...brokers, ...plan.nodes.map((node) => String(node["id"]))];
  const nodes = ids.map((id) => RED.nodes.node(id)).filter((node) => node !== null && node !== undefined);
  for (const wire of wires) RED.nodes.removeLink(wire);
  // The users of a broker leave it before it goes.
  for (const { id } of [...nodes].reverse()) RED.nodes.remove(id);
  return nodes;
}

function putIn(plan: ConversionPlan): readonly FlowNode[] {
  const brokers = [...plan.brokers.values()].filter(({ node }) => node !== undefined);
  const nodes = [...brokers.map(({ node }) => node ?? {}), ...plan.nodes];
  const added = RED.nodes.import(nodes, { reimport: true, markChanged: true }).nodes;
  const byId = new Map(added.map((node) => [node.id, node]));
  for (const broker of brokers) setLogin(byId.get(broker.id), broker);
  for (const { id, g } of plan.nodes) join(byId.get(String(id)), g);
  return added;
}

/** Without its group, an imported node belongs to none. */
function join(node: FlowNode | undefined, id: unknown): void {
  const group = typeof id === "string" ? RED.nodes.group(id) : undefined;
  if (node === undefined || group === undefined) return;
  node.g = group.id;
  group.nodes[group.nodes.findIndex((member) => member.id === node.id)] = node;
  RED.group.markDirty(group);
}

function setLogin(node: FlowNode | undefined, { login, isRemoved }: PlannedBroker): void {
  if (node !== undefined && login !== undefined) node.credentials = newCredentials(login, isRemoved);
}

/** The instances of a subflow that is changed are marked as changed, too. */
function subflowChange(workspace: string): { subflow?: object } {
  const subflow = RED.nodes.subflow(workspace);
  if (subflow === undefined) return {};
  const { id, changed } = subflow;
  subflow.changed = true;
  return { subflow: { id, changed, instances: RED.subflow.refresh(true)?.instances } };
}
