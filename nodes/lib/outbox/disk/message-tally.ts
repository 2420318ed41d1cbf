/** Counts messages, their bytes and whose they are. */
export class MessageTally {
  readonly senders = new Map<string, number>();
  #count = 0;
  #bytes = 0;

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(bytes: number, sender: string): void {
    this.#count += 1;
    this.#bytes += bytes;
    this.senders.set(sender, (this.senders.get(sender) ?? 0) + 1);
  }

  addAll(other: MessageTally): void {
    this.#count += other.count;
    this.#bytes += other.bytes;
    for (const [sender, count] of other.senders) this.senders.set(sender, (this.senders.get(sender) ?? 0) + count);
  }
}
