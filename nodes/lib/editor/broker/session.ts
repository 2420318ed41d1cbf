import { sharedText } from "../texts";
import type { BrokerDialog } from "./broker-dialog";

/** The fold about the session, whose choice stands for `cleanSession`: that checkbox itself isn't shown. */
export function prepareSession(dialog: BrokerDialog): void {
  const clean = dialog.input("cleanSession");
  const session = dialog.input("session").val(clean.prop("checked") === true ? "new" : "keep");
  const showExpiry = (): void => void $("#m2m-session-expiry").toggle(session.val() === "keep");
  session.on("change", () => {
    clean.attr("type", "checkbox").prop("checked", session.val() === "new");
    showExpiry();
    dialog.updateHint("clientId");
  });
  showExpiry();
  dialog.fold("m2m-session", () => summary(dialog));
}

function summary(dialog: BrokerDialog): string {
  const chosen = dialog.shown("protocolVersion");
  const version = sharedText(chosen === "auto" ? "summary.automatic" : `version.${chosen}`);
  const session = sharedText(dialog.shown("session") === "new" ? "summary.sessionNew" : "summary.sessionKept");
  return `${version}, ${session}`;
}
