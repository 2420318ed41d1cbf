import type { fields } from "../../../will-monitor/config";
import { conventionOf } from "../../presence/conventions/conventions";
import type { Convention } from "../../presence/conventions/convention";
import type { Dialog } from "../dialog";

/** The open dialog of a `will-monitor`. */
export type WillMonitorDialog = Dialog<typeof fields>;

/** The ecosystem that is chosen; undefined of `auto`, of a pattern of one's own, and of what only the environment knows. */
export function chosenConvention(dialog: WillMonitorDialog): Convention | undefined {
  return conventionOf(dialog.shown("convention"));
}

/** Whether the user says how devices tell. */
export function isCustom(dialog: WillMonitorDialog): boolean {
  return dialog.shown("convention") === "custom";
}
