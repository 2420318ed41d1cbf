import { SavedBroker } from "../broker/saved-broker";
import type { Hint } from "../hint-line";
import { hasPlaceholder } from "../placeholder";
import { text } from "../texts";
import { isManual, prepareAcknowledgement } from "./acknowledgement";
import { hasInput, prepareInput } from "./control-input";
import type { MqttInDialog } from "./mqtt-in-dialog";

/** The fold with what is rarely changed: which stored values come, and when a message is acknowledged. */
export function prepareDelivery(dialog: MqttInDialog): void {
  prepareAcknowledgement(dialog);
  prepareInput(dialog);
  dialog.hint("noLocal", (shown) => dialog.problem("noLocal") ?? (shown === "true" ? noLocalHint(dialog) : undefined));
  dialog.hint("retainAsPublished", (shown) =>
    shown === "true" ? { level: "info", text: text("mqtt-in", "hint.retainAsPublished") } : undefined,
  );
  dialog.input("topic").on("input change", () => dialog.updateHint("noLocal"));
  dialog.input("broker").on("change", () => dialog.updateHint("noLocal"));
  dialog.fold("m2m-delivery", () => summary(dialog));
}

function noLocalHint(dialog: MqttInDialog): Hint | undefined {
  const version = SavedBroker.find(dialog.shown("broker"))?.version ?? "open";
  if (version === "5") return undefined;
  const level = version === "older" ? "warning" : "info";
  return { level, text: text("mqtt-in", "hint.noLocal") };
}

function summary(dialog: MqttInDialog): string {
  const parts = [
    chosen(dialog.shown("retained")),
    chosen(dialog.shown("ack")),
    dialog.shown("noLocal") === "true" && text("mqtt-in", "summary.noLocal"),
    dialog.shown("retainAsPublished") === "true" && text("mqtt-in", "summary.retainAsPublished"),
    hasInput(dialog) && !isManual(dialog) && text("mqtt-in", "summary.control"),
  ];
  return parts.filter((part) => part !== false).join(", ");
}

/** One of the choices in words; what the environment chooses as it stands. */
function chosen(option: string): string {
  return hasPlaceholder(option) ? option : text("mqtt-in", `summary.${option}`);
}
