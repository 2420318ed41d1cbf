import type { MqttNodeError } from "../errors";
import type { Publication } from "../messages/publication";

/** Called once when a publication has ended: the broker has it, or it is safe on disk; or why neither will be. */
export type PublicationEnded = (error?: MqttNodeError) => void;

/**
 * How far a message has come in the broker's session: nothing was sent; perhaps it was; its PUBREC has come, so that
 * only PUBREL may follow [MQTT-4.3.3].
 */
export type Progress = "new" | "sent" | "received";

/** One accepted message. */
export interface OutboxEntry {
  /** Counts the messages of a connection, also over restarts where they are kept on disk; given by the queue. */
  sequence: number;
  readonly publication: Publication;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly queuedAt: number;
  /** Milliseconds it is worth sending from then on; undefined for ever. */
  readonly lifetime: number | undefined;
  /** When that is over, on the outbox's clock. */
  readonly expires: number | undefined;
  /** Whether it may wait while the broker is away. */
  readonly mayWait: boolean;
  /** A message of the connection itself, which means nothing on the next one. */
  readonly isAnnouncement: boolean;
  /** Id of the node that sent it. */
  readonly sender: string;
  progress: Progress;
  /** Undefined when it has been called. */
  ended: PublicationEnded | undefined;
}
