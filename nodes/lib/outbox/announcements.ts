import { ANNOUNCEMENT_IDENTIFIERS } from "../messages/packet-identifiers";
import type { OutboxEntry } from "./outbox-entry";

/** Messages of the connection itself that are to be sent, and the packet identifiers that such have, in turn. */
export class Announcements {
  #waiting: OutboxEntry[] = [];
  #nextId = ANNOUNCEMENT_IDENTIFIERS.first;

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  get first(): OutboxEntry | undefined {
    return this.#waiting[0];
  }

  push(entry: OutboxEntry): void {
    this.#waiting.push(entry);
  }

  /** Takes {@link first} out. */
  shift(): void {
    this.#waiting.shift();
  }

  /** Takes all out. */
  takeAll(): OutboxEntry[] {
    return this.#waiting.splice(0);
  }

  /** @returns a packet identifier that wasn't used for long; 0 for QoS 0 */
  identifierFor({ publication }: OutboxEntry): number {
    if (publication.qos === 0) return 0;
    const { first, last } = ANNOUNCEMENT_IDENTIFIERS;
    const id = this.#nextId;
    this.#nextId = id === last ? first : id + 1;
    return id;
  }
}
