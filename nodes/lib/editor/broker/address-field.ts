import { sharedText } from "../texts";
import { addressHint, completedUri, splitCredentials } from "./address";
import type { BrokerDialog } from "./broker-dialog";

/** A bare host becomes a URI, and a user name and password in the URI move to their own fields. */
export function prepareAddress(dialog: BrokerDialog): void {
  const uri = dialog.input("uri");
  let hasMoved = tidy(dialog);
  uri.on("input", () => (hasMoved = false));
  uri.on("blur", () => {
    const before = dialog.shown("uri");
    hasMoved = tidy(dialog) || hasMoved;
    if (dialog.shown("uri") !== before) uri.trigger("change");
  });
  dialog.hint("uri", (shown) => (hasMoved ? { level: "info", text: sharedText("hint.uriMoved") } : addressHint(shown)));
}

/** Tells whether it moved credentials. */
function tidy(dialog: BrokerDialog): boolean {
  const shown = dialog.shown("uri");
  const credentials = splitCredentials(shown);
  dialog.input("uri").val(credentials?.uri ?? completedUri(shown) ?? shown);
  if (credentials === undefined) return false;
  dialog.input("username").val(credentials.username);
  if (credentials.password !== undefined) dialog.input("password").val(credentials.password);
  return true;
}
