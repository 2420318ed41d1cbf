import type { BrokerDraft } from "../../admin-api/broker-draft";
import type { BrokerDialog } from "./broker-dialog";
import { SAVED_SECRET } from "./saved-secret";

/** The broker that an open dialog shows. A secret that is only shown as saved stays where it is stored. */
export function draftOfDialog(dialog: BrokerDialog): BrokerDraft {
  const { id, properties, credentials } = dialog;
  const typed = Object.entries(credentials).filter(([, value]) => value !== SAVED_SECRET);
  return {
    id,
    properties,
    credentials: Object.fromEntries(typed),
    hasStoredPassword: credentials["password"] === SAVED_SECRET,
  };
}
