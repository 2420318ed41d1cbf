import { SenderCounts } from "../sender-counts";

/** Counts messages, their bytes and whose they are. */
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

  get senders(): ReadonlyMap<string, number> {
    return this.#senders.all;
  }

  add(bytes: number, sender: string): void {
    this.#count += 1;
    this.#bytes += bytes;
    this.#senders.add(sender, 1);
  }

  addAll(other: MessageTally): void {
    this.#count += other.count;
    this.#bytes += other.bytes;
    for (const [sender, count] of other.senders) this.#senders.add(sender, count);
  }
}
