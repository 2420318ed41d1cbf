/** The nodes of the flows that run, or are to run. */
export interface DeployedNodes {
  eachNode(look: (node: { readonly id: string }) => void): void;
}

/** Whether a node that closes is still in the flows: Node-RED calls a disabled one removed, too, and it may come back. */
export function isDeployed(nodes: DeployedNodes, nodeId: string): boolean {
  let isFound = false;
  nodes.eachNode(({ id }) => void (isFound ||= id === nodeId));
  return isFound;
}
