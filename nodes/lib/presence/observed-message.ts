/** A PUBLISH as far as it tells of devices. */
export interface ObservedMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** The payload, if it is UTF-8. */
  readonly text: string | undefined;
  /** Whether the broker has sent what it kept, because we have just subscribed [MQTT 5, 3.3.1.3]. */
  readonly retain: boolean;
}
