import type { EditorNode } from "./red";

/** The id of the broker that a node dropped on the canvas can only mean: the single one there is. */
export function onlyBroker(node: EditorNode): string | undefined {
  const usable: EditorNode[] = [];
  RED.nodes.eachConfig((config) => {
    const isInScope = config.z === undefined || config.z === "" || config.z === node.z;
    const isUsable = config.d !== true && config.valid !== false;
    if (config.type === "broker-config" && isInScope && isUsable) usable.push(config);
    return true;
  });
  return usable.length === 1 ? usable[0]?.id : undefined;
}

/** Tells whether the editor just made the node, rather than imported it. */
export function isNew(node: EditorNode): boolean {
  return !RED.nodes.node(node.id);
}
