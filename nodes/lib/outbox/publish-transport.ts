import type { Publication } from "../messages/publication";

/** What an outbox sees of the network. */
export interface PublishTransport {
  /**
   * Writes a PUBLISH.
   * @param packetId 1 to 65535, 0 for QoS 0
   * @param isRepeated whether it may have been sent before in this session: DUP [MQTT-3.3.1-1]
   * @returns false when the socket wants a pause: what is written anyway is kept in memory; it is said when it is over
   */
  publish(publication: Publication, packetId: number, isRepeated: boolean): boolean;
  /** Writes a PUBREL. */
  release(packetId: number): void;
  /** Writes a PINGREQ. @param answered called when the broker has answered all that was written before; not if it is lost */
  probe(answered: () => void): void;
}

/** What the server said in CONNACK about what it takes. */
export interface SendLimits {
  /** QoS 1 and 2 messages it takes unacknowledged [MQTT 5, 3.2.2.3.3]; undefined if it didn't say. */
  readonly receiveMaximum: number | undefined;
  readonly maximumQos: 0 | 1 | 2;
  readonly retainAvailable: boolean;
  /** Bytes. */
  readonly maximumPacketSize: number | undefined;
}
