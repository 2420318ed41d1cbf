import type { MqttNodeError } from "../errors";
import type { OutboxEntry } from "./outbox-entry";
import type { FailedMessage, Sender } from "./sender";

/** The nodes that publish, by which a message that was kept on disk finds its own again. */
export class Senders {
  readonly #senders = new Map<string, Sender>();
  readonly #orphaned: (error: MqttNodeError, message: FailedMessage) => void;

  /** @param orphaned is told of a failed message whose sender is gone */
  constructor(orphaned: (error: MqttNodeError, message: FailedMessage) => void) {
    this.#orphaned = orphaned;
  }

  add(sender: Sender): void {
    this.#senders.set(sender.id, sender);
  }

  /** Does nothing where a successor has taken its place. */
  remove(sender: Sender): void {
    if (this.#senders.get(sender.id) === sender) this.#senders.delete(sender.id);
  }

  /** A message whose input was completed has come to its end. */
  settled(entry: OutboxEntry, error: MqttNodeError | undefined): void {
    const sender = this.#senders.get(entry.sender);
    if (error !== undefined && sender === undefined) this.#orphaned(error, entry);
    if (error !== undefined) sender?.failed(error, entry);
    sender?.waitingChanged();
  }

  /** Nobody's messages wait as they did before. */
  allChanged(): void {
    for (const sender of this.#senders.values()) sender.waitingChanged();
  }
}
