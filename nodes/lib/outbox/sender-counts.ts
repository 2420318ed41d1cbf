/** How many messages there are of each sender. */
export class SenderCounts {
  readonly #counts = new Map<string, number>();

  /** By their senders; none of them is 0. */
  get all(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  of(sender: string): number {
    return this.#counts.get(sender) ?? 0;
  }

  add(sender: string, count: number): void {
    const sum = this.of(sender) + count;
    if (sum === 0) this.#counts.delete(sender);
    else this.#counts.set(sender, sum);
  }

  clear(): void {
    this.#counts.clear();
  }
}
