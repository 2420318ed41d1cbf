/** How many messages of each sender wait. */
export class SenderCounts {
  readonly #counts = new Map<string, number>();

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
