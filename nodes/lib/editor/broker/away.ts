import { sharedText } from "../texts";
import type { BrokerDialog } from "./broker-dialog";

/** The fold about the time without a connection: what waits, and when it is tried again. */
export function prepareAway(dialog: BrokerDialog): void {
  const showQueue = (): void => void $("#m2m-queue").toggle(dialog.shown("queue") !== "off");
  dialog.input("queue").on("change", showQueue);
  showQueue();
  dialog.fold("m2m-away", () =>
    dialog.shown("queue") === "off"
      ? sharedText("summary.queueOff")
      : sharedText("summary.queueMemory", { limit: grouped(dialog.shown("queueLimit")) }),
  );
}

/** With thin spaces between the thousands. */
function grouped(number: string): string {
  return number.replace(/\B(?=(\d{3})+$)/g, "\u2009");
}
