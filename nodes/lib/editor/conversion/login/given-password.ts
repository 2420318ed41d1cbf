import type { FlowNode } from "../../flow-api";

/**
 * Gives a broker its password, for the next deploy.
 * @param stored what the runtime tells of its credentials, if the editor wasn't told before
 */
export function givePassword(id: string, password: string, stored: object): void {
  const node: FlowNode | null | undefined = RED.nodes.node(id);
  if (!node) return;
  node.credentials = { ...(node.credentials ?? { ...stored, _: stored }), password, has_password: true };
  node.changed = true;
  RED.nodes.dirty(true);
}
