import { choice, integer, text, type ValuesOf } from "../lib/config/field";
import { QOS_LEVELS } from "../lib/messages/qos";

/** How a payload is given to the flow; the names and meanings of the built-in nodes. */
export const DATATYPES = ["auto-detect", "auto", "utf8", "json", "buffer", "base64"] as const;

/** The saved properties of `mqtt-in`. */
export const fields = {
  name: text(),
  /** Id of the `broker-config`. */
  broker: text(),
  /** Topic filter; `+name` and `#name` are named wildcards. */
  topic: text(),
  /** The most the node asks for: it gets the lower of this and the PUBLISH's. */
  qos: choice(1, QOS_LEVELS),
  datatype: choice("auto-detect", DATATYPES),
  /** 1 when the node takes control messages; without a topic it does nothing else. */
  inputs: integer(0, 0, 1),
};

export type MqttInConfig = ValuesOf<typeof fields>;
