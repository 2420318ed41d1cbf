import { integer } from "../../config/field";
import type { Hint } from "../hint-line";
import { KeyValueList } from "../key-value-list";
import { hasPlaceholder } from "../placeholder";
import { numberOrText, showValue } from "../saved-value";
import { reason, sharedText } from "../texts";
import type { BrokerDialog } from "./broker-dialog";
import { prepareWebSocket } from "./websocket";

/** The numbers in `properties` [MQTT 5, 3.1.2.11]. */
const NUMBERS = {
  receiveMaximum: integer(undefined, 1, 65_535),
  maximumPacketSize: integer(undefined, 1, 4_294_967_295),
  topicAliasMaximum: integer(undefined, 0, 65_535),
};

/** The fold with the properties of an MQTT 5 CONNECT and of a WebSocket's handshake. */
export function prepareLimits(dialog: BrokerDialog): void {
  const userProperties = prepareProperties(dialog);
  const hasHeaders = prepareWebSocket(dialog);
  dialog.fold("m2m-limits", () => {
    const inputs = [...Object.keys(NUMBERS), "subprotocol"].filter((name) => dialog.shown(name) !== "");
    const count = inputs.length + Number(Object.keys(userProperties.value).length > 0) + Number(hasHeaders());
    return count === 0 ? sharedText("summary.none") : sharedText("summary.set", { count });
  });
}

function prepareProperties(dialog: BrokerDialog): KeyValueList {
  const saved = dialog.saved("properties");
  for (const name of Object.keys(NUMBERS) as (keyof typeof NUMBERS)[]) {
    showValue(dialog.input(name), saved[name]);
    if (name === "maximumPacketSize") dialog.quantity(name);
    dialog.hint(name, (shown) => numberProblem(name, shown));
  }
  const list = new KeyValueList(dialog.input("userProperties"), saved.userProperties ?? {});
  dialog.compose("properties", () => {
    const numbers = Object.keys(NUMBERS).map((name) => [name, numberOrText(dialog.shown(name))]);
    const isSet = Object.keys(list.value).length > 0;
    const all = [...numbers, ["userProperties", isSet ? list.value : undefined]];
    return Object.fromEntries(all.filter(([, value]) => value !== undefined));
  });
  return list;
}

function numberProblem(name: keyof typeof NUMBERS, shown: string): Hint | undefined {
  if (hasPlaceholder(shown)) return undefined;
  try {
    NUMBERS[name].read(name, shown);
    return undefined;
  } catch (error) {
    return { level: "error", text: reason(error, sharedText(`label.${name}`)) };
  }
}
