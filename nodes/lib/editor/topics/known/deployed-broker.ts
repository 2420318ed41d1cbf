import type { BrokerDraft } from "../../../admin-api/broker-draft";
import { draftOfNode } from "./node-draft";

/** Whether a broker is deployed as the editor has it. */
export function isDeployedSo({ id, properties }: BrokerDraft): boolean {
  const deployed = RED.nodes.originalFlow()?.find((node) => node.id === id);
  return deployed !== undefined && JSON.stringify(draftOfNode(deployed).properties) === JSON.stringify(properties);
}
