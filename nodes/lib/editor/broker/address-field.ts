import { sharedText } from "../texts";
import { addressHint, completedUri, splitCredentials } from "./address";
import type { BrokerDialog } from "./broker-dialog";

/** A bare host becomes a URI, and a user name and password in the URI move to their own fields. */
export function prepareAddress(dialog: BrokerDialog): void {
  const uri = dialog.input("uri");
  let movedFrom = tidy(dialog);
  uri.on("blur", () => {
    const before = dialog.shown("uri");
    movedFrom = tidy(dialog) ?? movedFrom;
    if (dialog.shown("uri") !== before) uri.trigger("change");
  });
  dialog.hint("uri", (shown) =>
    shown === movedFrom ? { level: "info", text: sharedText("hint.uriMoved") } : addressHint(shown),
  );
}

/** Returns the address that it took credentials out of, if it did. */
function tidy(dialog: BrokerDialog): string | undefined {
  const shown = dialog.shown("uri");
  const credentials = splitCredentials(shown);
  dialog.input("uri").val(credentials?.uri ?? completedUri(shown) ?? shown);
  if (credentials === undefined) return undefined;
  dialog.input("username").val(credentials.username);
  if (credentials.password !== undefined) dialog.input("password").val(credentials.password);
  return credentials.uri;
}
