import { fields } from "../../../../broker-config/config";
import type { BrokerDraft } from "../../../admin-api/broker-draft";

/** A node of the editor, which has its saved properties beside these. */
interface BrokerNode {
  readonly id: string;
  readonly credentials?: Readonly<Record<string, unknown>>;
}

/** A `broker-config` as the editor has it now, deployed or not. */
export function draftOfNode(node: BrokerNode): BrokerDraft {
  const saved = node as unknown as Readonly<Record<string, unknown>>;
  const properties = Object.keys(fields).filter((name) => saved[name] !== undefined);
  return {
    id: node.id,
    properties: Object.fromEntries(properties.map((name) => [name, saved[name]])),
    credentials: typedIn(node.credentials ?? {}),
    hasStoredPassword: node.credentials?.["has_password"] === true,
  };
}

/** A password that is stored isn't known here; after a deploy nothing is. */
function typedIn(credentials: Readonly<Record<string, unknown>>): BrokerDraft["credentials"] {
  const names = ["username", "password", "websocketHeaders"] as const;
  const known = names.map((name) => [name, credentials[name]] as const);
  return Object.fromEntries(known.filter(([, value]) => typeof value === "string"));
}
