import type { OutboxEntry } from "./outbox-entry";
import { SenderCounts } from "./sender-counts";

type Counted = Pick<OutboxEntry, "bytes" | "sender">;

/** How many messages there are, in all and of each sender, and how many bytes they have. */
export class MessageTally {
  readonly #senders = new SenderCounts();
  #count = 0;
  #bytes = 0;

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** How many there are of each sender; none of them is 0. */
  get senders(): ReadonlyMap<string, number> {
    return this.#senders.all;
  }

  of(sender: string): number {
    return this.#senders.of(sender);
  }

  add({ bytes, sender }: Counted): void {
    this.#count += 1;
    this.#bytes += bytes;
    this.#senders.add(sender, 1);
  }

  remove({ bytes, sender }: Counted): void {
    this.#count -= 1;
    this.#bytes -= bytes;
    this.#senders.add(sender, -1);
  }

  /** Adds what another tally counts. */
  addAll({ count, bytes, senders }: Pick<MessageTally, "count" | "bytes" | "senders">): void {
    this.#count += count;
    this.#bytes += bytes;
    for (const [sender, number] of senders) this.#senders.add(sender, number);
  }

  /** Takes off what another tally counts. */
  subtract({ count, bytes, senders }: MessageTally): void {
    this.#count -= count;
    this.#bytes -= bytes;
    for (const [sender, number] of senders) this.#senders.add(sender, -number);
  }

  clear(): void {
    this.#count = 0;
    this.#bytes = 0;
    this.#senders.clear();
  }
}
