import type { MqttNodeError } from "../errors";
import type { Publication } from "../messages/publication";

/** Called once when a publication has ended: acknowledged, or why not. */
export type PublicationEnded = (error?: MqttNodeError) => void;

/** What an outbox sees of the network: a way to write a PUBLISH. */
export interface PublishTransport {
  /**
   * Writes a PUBLISH.
   * @param written called when the socket took it; the only end of a QoS 0 message
   * @returns the packet identifier, 0 for QoS 0
   */
  publish(publication: Publication, written: () => void): number;
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

/** How an outbox deals with what can't be sent at once. */
export interface OutboxSettings {
  /** Whether QoS 1 and 2 messages wait while the broker is away. */
  readonly waits: boolean;
  /** Messages. */
  readonly limit: number;
  readonly bytes: number;
  readonly overflow: "reject" | "drop-oldest";
  readonly queueQos0: boolean;
  /** Seconds, 0 for ever. */
  readonly ttl: number;
}

/** A message of the connection itself, such as its birth: sent before all others on this connection, or not at all. */
export interface Announcement {
  readonly publication: Publication;
  readonly ended: PublicationEnded;
}

/** Messages on their way to the broker: a FIFO across QoS, and those in flight. */
export interface Outbox {
  /** Messages that have not been sent yet. */
  readonly waiting: number;
  /** Takes a message; `ended` is called exactly once, perhaps before this returns. */
  publish(publication: Publication, ended: PublicationEnded): void;
  /**
   * The broker is there.
   * @param sessionPresent whether it still knows what was in flight
   */
  connected(
    transport: PublishTransport,
    limits: SendLimits,
    sessionPresent: boolean,
    announcements?: readonly Announcement[],
  ): void;
  /** The broker is gone: what may not wait for it has ended. */
  disconnected(): void;
  /** Sends a message of the connection itself before all that wait. */
  announce(announcement: Announcement): void;
  /** There is no broker to be had: why, if there is a reason, for those whose message may not wait. */
  unavailable(cause: MqttNodeError | undefined): void;
  /** What was in flight belongs to a session that won't come back: it waits again, in front. */
  sessionGone(): void;
  /** A PUBACK, a PUBCOMP or a refusing PUBREC came. */
  acknowledged(packetId: number, error?: MqttNodeError): void;
  /** Calls back when nothing waits and nothing is in flight, or when `milliseconds` are over. */
  drained(milliseconds: number, callback: () => void): void;
  /** Ends every message that is left, unsent or unacknowledged. */
  endAll(error: MqttNodeError): void;
  /** The same, for good: whatever comes from now on ends with the error. */
  close(error: MqttNodeError): void;
}
