import type { FlowNode } from "../flow-api";
import { savedText } from "../saved-text";
import type { CoreBroker, OurBroker } from "./broker-plan";
import { nodesToConvert } from "./canvas/scope";
import { storedLogins } from "./login/stored-logins";
import type { Login } from "./login/login";
import type { FlowToConvert } from "./plan";

/** The logins of the brokers that a conversion is about, by their ids. */
export function loginsToConvert(): Promise<ReadonlyMap<string, Login>> {
  return storedLogins([...brokersOf(nodesToConvert()), ...ourBrokers()]);
}

/** The built-in nodes that are to be converted now, and their brokers, as they would be exported. */
export function flowToConvert(logins: ReadonlyMap<string, Login>): FlowToConvert {
  const nodes = nodesToConvert();
  const ids = new Set(nodes.map(({ id }) => id));
  const coreBroker = (broker: FlowNode): CoreBroker => ({
    node: exported(broker),
    login: logins.get(broker.id),
    isStillUsed: broker.users?.some(({ id }) => !ids.has(id)) === true || isOfferedBySubflow(broker.id),
  });
  const ours = (broker: FlowNode): OurBroker => ({ node: exported(broker), login: logins.get(broker.id) });
  return {
    nodes: nodes.map(exported),
    brokers: new Map(brokersOf(nodes).map((broker) => [broker.id, coreBroker(broker)])),
    existing: ourBrokers().map(ours),
  };
}

function brokersOf(nodes: readonly FlowNode[]): readonly FlowNode[] {
  const ids = new Set(nodes.map((node) => savedText((node as { broker?: unknown }).broker)));
  return [...ids].flatMap((id) => RED.nodes.node(id) ?? []).filter(({ type }) => type === "mqtt-broker");
}

/** Whether the instances of a subflow have it unless they choose another one: such a subflow is none of its users. */
function isOfferedBySubflow(id: string): boolean {
  let isOffered = false;
  RED.nodes.eachSubflow(({ env }) => {
    isOffered ||= env?.some(({ value }) => value === id) === true;
  });
  return isOffered;
}

function ourBrokers(): readonly FlowNode[] {
  const found: FlowNode[] = [];
  RED.nodes.eachConfig((config) => {
    if (config.type === "broker-config") found.push(config);
    return true;
  });
  return found;
}

function exported(node: FlowNode): Readonly<Record<string, unknown>> {
  return RED.nodes.convertNode(node, { credentials: false });
}
