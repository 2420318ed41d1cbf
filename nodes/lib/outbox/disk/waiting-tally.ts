import type { OutboxEntry } from "../outbox-entry";
import type { StoreContents } from "./record-store";

/** How much waits, in all and of each sender, wherever it is. */
export class WaitingTally {
  readonly #senders = new Map<string, number>();
  #count = 0;
  #bytes = 0;

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#bytes;
  }

  of(sender: string): number {
    return this.#senders.get(sender) ?? 0;
  }

  add({ bytes, sender }: OutboxEntry): void {
    this.#count += 1;
    this.#bytes += bytes;
    this.#add(sender, 1);
  }

  remove({ bytes, sender }: OutboxEntry): void {
    this.#count -= 1;
    this.#bytes -= bytes;
    this.#add(sender, -1);
  }

  addStored({ count, bytes, senders }: StoreContents): void {
    this.#count += count;
    this.#bytes += bytes;
    for (const [sender, number] of senders) this.#add(sender, number);
  }

  /** Takes off what another tally counts. */
  subtract(other: WaitingTally): void {
    this.#count -= other.#count;
    this.#bytes -= other.#bytes;
    for (const [sender, number] of other.#senders) this.#add(sender, -number);
  }

  clear(): void {
    this.#count = 0;
    this.#bytes = 0;
    this.#senders.clear();
  }

  #add(sender: string, number: number): void {
    const sum = this.of(sender) + number;
    if (sum === 0) this.#senders.delete(sender);
    else this.#senders.set(sender, sum);
  }
}
