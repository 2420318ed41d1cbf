/**
 * What stands in front of what on a workspace, and the members of its groups: as the ids stay, what a conversion and
 * its undoing put at the end goes back to its place.
 */
export class FlowOrder {
  readonly #workspace: string;
  readonly #nodes: readonly string[];
  readonly #groups: ReadonlyMap<string, readonly string[]>;

  /** Remembers the order as it is now. */
  constructor(workspace: string) {
    this.#workspace = workspace;
    this.#nodes = RED.nodes.getNodeOrder(workspace);
    const groups = RED.nodes.groups(workspace);
    this.#groups = new Map(groups.map(({ id, nodes }) => [id, nodes.map((node) => node.id)]));
  }

  /** Puts nodes with the remembered ids into that order. */
  restore(): void {
    RED.nodes.setNodeOrder(this.#workspace, this.#nodes);
    for (const [id, members] of this.#groups) {
      RED.nodes.group(id)?.nodes.sort((a, b) => members.indexOf(a.id) - members.indexOf(b.id));
    }
  }
}
