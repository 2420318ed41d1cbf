import { SavedBroker, type ExpectedSession } from "../broker/saved-broker";
import type { Hint } from "../hint-line";
import { text } from "../texts";
import type { MqttInDialog } from "./mqtt-in-dialog";

/** How grave it is what becomes of the session that an acknowledgement by the flow needs. */
const SESSION_LEVELS: Readonly<Record<ExpectedSession, Hint["level"]>> = {
  kept: "info",
  open: "info",
  discarded: "error",
  unnamed: "warning",
};

/** When a message is acknowledged, and what it takes that the flow does it. */
export function prepareAcknowledgement(dialog: MqttInDialog): void {
  const ack = dialog.input("ack");
  const showManual = (): void => void $("#m2m-manual").toggle(isManual(dialog));
  // It says more of what is wrong with the broker than the node's error could.
  dialog.hint("ack", () => (isManual(dialog) ? manualHint(dialog.shown("broker")) : dialog.problem("ack")));
  dialog.hint("ackTimeout", () => dialog.problem("ackTimeout") ?? info(text("mqtt-in", "hint.ackTimeout")));
  dialog.hint("qos", () => dialog.problem("qos") ?? (isManual(dialog) ? qosHint(dialog.shown("qos")) : undefined));
  dialog.input("broker").on("change", () => dialog.updateHint("ack"));
  ack.on("change", () => {
    showManual();
    dialog.updateHint("qos");
  });
  showManual();
}

/** Whether the flow acknowledges. */
export function isManual(dialog: MqttInDialog): boolean {
  return dialog.shown("ack") === "manual";
}

function manualHint(broker: string): Hint {
  const session = SavedBroker.find(broker)?.session ?? "open";
  const needs = session === "kept" ? [] : [text("mqtt-in", `manual.${session}`)];
  return { level: SESSION_LEVELS[session], text: [text("mqtt-in", "hint.manual"), ...needs].join("\n") };
}

/** A message of QoS 0 has no acknowledgement; holding that of QoS 2 would hold up all others. */
function qosHint(qos: string): Hint | undefined {
  if (qos === "0") return { level: "warning", text: text("mqtt-in", "hint.manualQos0") };
  return qos === "2" ? info(text("mqtt-in", "hint.manualQos2")) : undefined;
}

function info(words: string): Hint {
  return { level: "info", text: words };
}
