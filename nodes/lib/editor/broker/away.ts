import { sharedText } from "../texts";
import type { BrokerDialog } from "./broker-dialog";

/** What the closed fold says of each choice. */
const SUMMARIES: Readonly<Record<string, string>> = {
  memory: "summary.queueMemory",
  disk: "summary.queueDisk",
  off: "summary.queueOff",
};

/** The fold about the time without a connection: what waits, and when it is tried again. */
export function prepareAway(dialog: BrokerDialog): void {
  const showQueue = (): void => void $("#m2m-queue").toggle(dialog.shown("queue") !== "off");
  dialog.input("queue").on("change", showQueue);
  showQueue();
  dialog.hint("queue", (queue) =>
    queue === "disk" ? { level: "info", text: sharedText("hint.queueDisk") } : undefined,
  );
  dialog.fold("m2m-away", () => summary(dialog));
}

/** A choice that only the environment knows speaks for itself. */
function summary(dialog: BrokerDialog): string {
  const queue = dialog.shown("queue");
  const key = SUMMARIES[queue];
  return key === undefined ? queue : sharedText(key, { limit: grouped(dialog.shown("queueLimit")) });
}

/** With thin spaces between the thousands. */
function grouped(number: string): string {
  return number.replace(/\B(?=(\d{3})+$)/g, "\u2009");
}
