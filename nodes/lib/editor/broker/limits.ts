import { CONNECT_NUMBERS } from "../../../broker-config/config";
import type { Hint } from "../hint-line";
import { KeyValueList } from "../key-value-list";
import { hasPlaceholder } from "../placeholder";
import { numberOrText, showValue } from "../saved-value";
import { reason, sharedText } from "../texts";
import type { BrokerDialog } from "./broker-dialog";
import { prepareWebSocket } from "./websocket";

/** The fold with the properties of an MQTT 5 CONNECT and of a WebSocket's handshake. */
export function prepareLimits(dialog: BrokerDialog): void {
  const userProperties = prepareProperties(dialog);
  const hasHeaders = prepareWebSocket(dialog);
  dialog.fold("m2m-limits", () => {
    const inputs = [...Object.keys(CONNECT_NUMBERS), "subprotocol"].filter((name) => dialog.shown(name) !== "");
    const count = inputs.length + Number(Object.keys(userProperties.value).length > 0) + Number(hasHeaders());
    return count === 0 ? sharedText("summary.none") : sharedText("summary.set", { count });
  });
}

function prepareProperties(dialog: BrokerDialog): KeyValueList {
  const saved = dialog.saved("properties");
  for (const name of Object.keys(CONNECT_NUMBERS) as (keyof typeof CONNECT_NUMBERS)[]) {
    showValue(dialog.input(name), saved[name]);
    if (name === "maximumPacketSize") dialog.quantity(name);
    dialog.hint(name, (shown) => numberProblem(name, shown));
  }
  const list = new KeyValueList(dialog.input("userProperties"), saved.userProperties ?? {});
  dialog.compose("properties", () => {
    const numbers = Object.keys(CONNECT_NUMBERS).map((name) => [name, numberOrText(dialog.shown(name))]);
    const isSet = Object.keys(list.value).length > 0;
    const all = [...numbers, ["userProperties", isSet ? list.value : undefined]];
    return Object.fromEntries(all.filter(([, value]) => value !== undefined));
  });
  return list;
}

function numberProblem(name: keyof typeof CONNECT_NUMBERS, shown: string): Hint | undefined {
  if (hasPlaceholder(shown)) return undefined;
  try {
    CONNECT_NUMBERS[name].read(name, shown);
    return undefined;
  } catch (error) {
    return { level: "error", text: reason(error, sharedText(`label.${name}`)) };
  }
}
