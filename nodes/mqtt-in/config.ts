import { choice, flag, integer, text, type ValuesOf } from "../lib/config/field";
import { MAX_TWO_BYTES } from "../lib/config/limits";
import { QOS_LEVELS } from "../lib/messages/qos";
import { RETAINED } from "../lib/subscriptions/subscription-options";

/** How a payload is given to the flow; the names and meanings of the built-in nodes. */
export const DATATYPES = ["auto-detect", "auto", "utf8", "json", "buffer", "base64"] as const;

/** When a message is acknowledged: when it is received, or when the flow has brought it back to the node. */
export const ACKNOWLEDGEMENTS = ["auto", "manual"] as const;

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
  /** Which retained messages the node gets: at start and after each reconnect, only when it is new, or none. */
  retained: choice("always", RETAINED),
  /** MQTT 5: leaves out what this connection publishes itself. */
  noLocal: flag(false),
  /** MQTT 5: `msg.retain` is as it was published, also for messages that are not replayed. */
  retainAsPublished: flag(false),
  ack: choice("auto", ACKNOWLEDGEMENTS),
  /** Seconds until a message that isn't acknowledged counts as failed. */
  ackTimeout: integer(30, 1, 86_400),
  /** Messages that are given to the flow at a time without an acknowledgement. */
  maxUnacked: integer(10, 1, MAX_TWO_BYTES),
  /** Whether subscriptions by message survive a restart. */
  persistSubscriptions: flag(false),
  /** 1 when the node takes control messages or acknowledgements; without a topic, subscriptions come by message. */
  inputs: integer(0, 0, 1),
};

/** The same, as they are read. */
export type MqttInConfig = ValuesOf<typeof fields>;
