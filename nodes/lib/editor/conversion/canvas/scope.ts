import type { FlowGroup, FlowNode } from "../../flow-api";

const CORE_NODES: readonly string[] = ["mqtt in", "mqtt out"];

/** The built-in nodes that are to be converted: those that are selected, else those of the flow that is shown. */
export function nodesToConvert(): readonly FlowNode[] {
  const selected = (RED.view.selection().nodes ?? []).flatMap(withMembers).filter(isCore);
  return selected.length > 0 ? selected : RED.nodes.filterNodes({ z: RED.workspaces.active() }).filter(isCore);
}

/** Whether the flow that is shown is protected from changes. */
export function isLocked(): boolean {
  const id = RED.workspaces.active();
  return (RED.nodes.workspace(id) ?? RED.nodes.subflow(id))?.locked === true;
}

function withMembers(node: FlowNode | FlowGroup): readonly FlowNode[] {
  return "nodes" in node ? RED.group.getNodes(node, true, true) : [node];
}

function isCore(node: FlowNode): boolean {
  return CORE_NODES.includes(node.type);
}
