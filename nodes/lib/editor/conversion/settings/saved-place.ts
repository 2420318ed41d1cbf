import type { SavedFlowNode } from "./core-value";

/** What Node-RED itself saves with a node; an icon only if somebody chose it. */
const PLACE = ["id", "z", "g", "d", "x", "y", "l", "icon", "info", "inputLabels", "outputLabels"] as const;

/** A node that stands where another one does. */
export function inPlaceOf(
  other: SavedFlowNode,
  type: string,
  properties: Readonly<Record<string, unknown>>,
): SavedFlowNode {
  const place = PLACE.filter((property) => other[property] !== undefined);
  return { ...Object.fromEntries(place.map((property) => [property, other[property]])), type, ...properties };
}
