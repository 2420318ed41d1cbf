import type { MqttNodeError } from "../errors";
import type { FailedMessage } from "../outbox/sender";
import type { ConnectionState } from "./state";

/** Who uses a connection and wants to know how it stands. */
export interface ConnectionUser {
  /** Called with the present state on joining, and with each new one. Must not throw. */
  stateChanged(state: ConnectionState): void;
}

/** Who follows a connection without using it. */
export interface ConnectionObserver extends ConnectionUser {
  /** The broker, or its limits, refused a birth message. */
  announcementFailed(error: MqttNodeError): void;
  /** A message that was safe on disk has failed after all, and the node that sent it is gone. */
  messageFailed(error: MqttNodeError, message: FailedMessage): void;
  /** Something is wrong that doesn't change the state: another config node has the same client id, say. */
  troubled(error: MqttNodeError): void;
}
