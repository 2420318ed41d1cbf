import { catalogueKey } from "../../texts";
import { sharedText } from "../texts";
import { carryOut } from "./canvas/replacement";
import { isLocked, nodesToConvert } from "./canvas/scope";
import { flowToConvert, loginsToConvert } from "./flow-to-convert";
import { planConversion } from "./plan";
import { report } from "./report";

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
  const logins = await loginsToConvert();
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
