import type { OutboxEntry } from "../outbox-entry";
import { SenderCounts } from "../sender-counts";
import type { StoreContents } from "./record-store";

/** How much waits, in all and of each sender, wherever it is. */
export class WaitingTally {
  readonly #senders = new SenderCounts();
  #count = 0;
  #bytes = 0;

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#bytes;
  }

  of(sender: string): number {
    return this.#senders.of(sender);
  }

  add({ bytes, sender }: OutboxEntry): void {
    this.#count += 1;
    this.#bytes += bytes;
    this.#senders.add(sender, 1);
  }

  remove({ bytes, sender }: OutboxEntry): void {
    this.#count -= 1;
    this.#bytes -= bytes;
    this.#senders.add(sender, -1);
  }

  addStored({ count, bytes, senders }: StoreContents): void {
    this.#count += count;
    this.#bytes += bytes;
    for (const [sender, number] of senders) this.#senders.add(sender, number);
  }

  /** Takes off what another tally counts. */
  subtract(other: WaitingTally): void {
    this.#count -= other.#count;
    this.#bytes -= other.#bytes;
    for (const [sender, number] of other.#senders.all) this.#senders.add(sender, -number);
  }

  clear(): void {
    this.#count = 0;
    this.#bytes = 0;
    this.#senders.clear();
  }
}
