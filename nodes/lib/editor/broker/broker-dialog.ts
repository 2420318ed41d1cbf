import type { fields } from "../../../broker-config/config";
import type { Dialog } from "../dialog";

/** The open dialog of a `broker-config`. */
export type BrokerDialog = Dialog<typeof fields>;
