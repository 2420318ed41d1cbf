import { fields } from "../../../broker-config/config";
import type { SavedFlowNode } from "./settings/core-value";

/** Whether two `broker-config`s make the same connection, whatever they are called and however their values are saved. */
export function isSameBroker(a: SavedFlowNode, b: SavedFlowNode): boolean {
  const settings = Object.keys(fields).filter((property) => property !== "name");
  return isSameScope(a, b) && settings.every((property) => meaning(a, property) === meaning(b, property));
}

function isSameScope(a: SavedFlowNode, b: SavedFlowNode): boolean {
  return (a["z"] ?? "") === (b["z"] ?? "") && (a["d"] ?? false) === (b["d"] ?? false);
}

function meaning(node: SavedFlowNode, property: string): string {
  try {
    return JSON.stringify(fields[property as keyof typeof fields].read(property, node[property]));
  } catch {
    return JSON.stringify(node[property]);
  }
}
