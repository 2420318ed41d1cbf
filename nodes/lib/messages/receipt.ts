/**
 * Stands for the acknowledgement of one received QoS 1 message [MQTT 5, 4.3.2]: it is sent when nobody holds it any
 * more, and after those of all messages that came before [MQTT-4.6.0-2].
 */
export interface Receipt {
  /** Names the message among all that are ever received: by its connection and its packet identifier. */
  readonly id: string;
  /** The acknowledgement waits for one more {@link release}. */
  hold(): void;
  /** Ends one hold. Does nothing once the connection is gone: the broker sends the message again on the next. */
  release(): void;
}
