import type { fields } from "../../../mqtt-in/config";
import type { Dialog } from "../dialog";

/** The open dialog of an `mqtt-in`. */
export type MqttInDialog = Dialog<typeof fields>;
