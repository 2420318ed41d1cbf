import { text } from "../texts";
import { isManual } from "./acknowledgement";
import type { MqttInDialog } from "./mqtt-in-dialog";

/**
 * The checkbox that stands for the number of inputs, out of which the editor makes the port. A flow that acknowledges
 * can't do without one.
 */
export function prepareInput(dialog: MqttInDialog): void {
  const inputs = dialog.input("inputs");
  const control = dialog.input("control");
  let isWanted = dialog.saved("inputs") === 1;
  const follow = (): void => {
    control.prop({ checked: isWanted || isManual(dialog), disabled: isManual(dialog) });
    if (hasInput(dialog) !== (dialog.shown("inputs") === "1")) inputs.val(hasInput(dialog) ? "1" : "0");
    $("#m2m-persist").toggle(hasInput(dialog));
    for (const name of ["ack", "control", "topic"]) dialog.updateHint(name);
  };
  control.on("change", () => {
    isWanted = hasInput(dialog);
    follow();
  });
  dialog.input("ack").on("change", follow);
  follow();
  dialog.hint("control", () => {
    if (!hasInput(dialog)) return undefined;
    const control = text("mqtt-in", "hint.control");
    return { level: "info", text: isManual(dialog) ? `${text("mqtt-in", "hint.inputForced")} ${control}` : control };
  });
}

/** Whether the node as the dialog shows it has an input. */
export function hasInput(dialog: MqttInDialog): boolean {
  return dialog.shown("control") === "true";
}
