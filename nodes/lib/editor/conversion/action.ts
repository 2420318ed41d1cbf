import type { FlowNode } from "../flow-api";
import { catalogueKey } from "../../texts";
import { savedText } from "../saved-text";
import { sharedText } from "../texts";
import type { CoreBroker, OurBroker } from "./broker-plan";
import type { Login } from "./login";
import { planConversion, type FlowToConvert } from "./plan";
import { carryOut } from "./replacement";
import { report } from "./report";
import { isLocked, nodesToConvert } from "./scope";
import { storedLogins } from "./stored-logins";

const ACTION = "m2m-mqtt:convert-nodes";
const MENU_ITEM = "menu-item-m2m-mqtt-convert";

/** Offers the conversion of built-in MQTT nodes as an action and in the menu Edit. */
export function offerConversion(): void {
  // The script runs again when its node type is switched off and on.
  RED.actions.remove(ACTION);
  RED.actions.add(ACTION, () => void convertNodes(), { label: catalogueKey("conversion.action") });
  RED.menu.removeItem(MENU_ITEM);
  RED.menu.addItem("menu-item-edit-menu", {
    id: MENU_ITEM,
    label: sharedText("conversion.action"),
    onselect: ACTION,
  });
}

async function convertNodes(): Promise<void> {
  if (isRefused()) return;
  const logins = await storedLogins([...brokersOf(nodesToConvert()), ...ourBrokers()]);
  // Meanwhile, anything may have happened.
  if (isRefused()) return;
  const plan = planConversion(flowToConvert(logins), () => RED.nodes.id());
  if (plan.nodes.length > 0) carryOut(plan);
  report(plan);
}

function isRefused(): boolean {
  const why = nodesToConvert().length === 0 ? "nothing" : isLocked() ? "locked" : undefined;
  if (why === undefined) return false;
  RED.notify($("<p>").text(sharedText(`conversion.${why}`)), { type: "warning" });
  return true;
}

function flowToConvert(logins: ReadonlyMap<string, Login>): FlowToConvert {
  const nodes = nodesToConvert();
  const ids = new Set(nodes.map(({ id }) => id));
  const coreBroker = (broker: FlowNode): CoreBroker => ({
    node: exported(broker),
    login: logins.get(broker.id),
    isStillUsed: broker.users?.some(({ id }) => !ids.has(id)) === true,
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
