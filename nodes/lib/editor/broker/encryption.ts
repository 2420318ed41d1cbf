import { sharedText } from "../texts";
import { NOTHING_CHOSEN } from "../validators";
import { mayBe } from "./address";
import type { BrokerDialog } from "./broker-dialog";

/** The fold with the certificates, there only for an address that may be encrypted. */
export function prepareEncryption(dialog: BrokerDialog): void {
  const isVerified = (): boolean => dialog.shown("verifyServer") !== "false";
  const fold = dialog.fold("m2m-encryption", () => {
    if (!isVerified()) return sharedText("summary.notVerified");
    const hasOwn = !["", NOTHING_CHOSEN].includes(dialog.shown("tls"));
    return sharedText(hasOwn ? "summary.ownCertificates" : "summary.verified");
  });
  dialog.hint("verifyServer", () =>
    isVerified() ? undefined : { level: "warning", text: sharedText("hint.notVerified") },
  );
  dialog.hint("tls", () => ({ level: "info", text: sharedText("hint.tls") }));
  const showFold = (): void => fold.toggle(mayBe("secure", dialog.shown("uri")));
  dialog.input("uri").on("input change", showFold);
  showFold();
}
