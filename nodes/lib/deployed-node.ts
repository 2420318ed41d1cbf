/** The nodes of the flows that run, or are to run, as they are saved. */
export interface DeployedNodes<N> {
  eachNode(look: (saved: N) => void): void;
}

/** The first node that matches, whether it runs or is disabled, which Node-RED calls removed; undefined if there is none. */
export function deployedNode<N>(nodes: DeployedNodes<N>, matches: (saved: N) => boolean): N | undefined {
  let found: N | undefined;
  nodes.eachNode((saved) => {
    if (matches(saved)) found ??= saved;
  });
  return found;
}
