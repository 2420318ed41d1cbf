import type { MqttNodeError } from "../errors";
import type { Publication } from "../messages/publication";

/** A node that publishes. */
export interface Sender {
  /** Its id, by which what waits on disk finds it again after a restart. */
  readonly id: string;
  /** A message whose input has been completed, because it was safe on disk, has failed after all. */
  failed(error: MqttNodeError, message: FailedMessage): void;
  /** Another number of its messages waits, or something is wrong with where they wait. */
  waitingChanged(): void;
}

/** What is known of such a message. */
export interface FailedMessage {
  readonly publication: Publication;
  /** Milliseconds since 1970. */
  readonly queuedAt: number;
}
