import type { FlowNode, Wire } from "../../flow-api";

/**
 * The wires that have to be taken out and put back for some nodes to be replaced. What leaves a port does so in the
 * order of its wires, and the editor adds at the end: so all that leave such a port come along, not those alone that
 * lead to the nodes. So do all that reach an output of a subflow together with one of them.
 */
export function wiresAround(ids: ReadonlySet<string>): readonly Wire[] {
  const all: Wire[] = [];
  RED.nodes.eachLink((wire) => void all.push(wire));
  const touching = all.filter(({ source, target }) => ids.has(source.id) || ids.has(target.id));
  const sources = new Set(touching.map(({ source }) => source.id));
  const leaving = all.filter(({ source }) => sources.has(source.id));
  const outputs = new Set(leaving.filter(({ target }) => target.type === "subflow").map(({ target }) => target.id));
  return all.filter(({ source, target }) => sources.has(source.id) || outputs.has(target.id));
}

/** The same wires, with some of the nodes replaced; a wire between others stays the one it is. */
export function rewired(wires: readonly Wire[], nodes: ReadonlyMap<string, FlowNode>): readonly Wire[] {
  return wires.map((wire) => {
    const { source, sourcePort, target } = wire;
    if (!nodes.has(source.id) && !nodes.has(target.id)) return wire;
    return { source: nodes.get(source.id) ?? source, sourcePort, target: nodes.get(target.id) ?? target };
  });
}
