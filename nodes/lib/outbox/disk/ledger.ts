import type { Summary } from "./record-buffer";
import type { StoreRecord } from "./record-store";
import type { Segment } from "./segment";

/** What the records of a log say, up to the last one. */
export class Ledger {
  /** The oldest first; records are appended to the last. */
  readonly segments: Segment[] = [];
  /** Of the session: PUBREC came, and they aren't settled. */
  readonly received = new Set<number>();
  #session = "";
  #nextSequence = 0;

  get session(): string {
    return this.#session;
  }

  /** Greater than all that were used. */
  get nextSequence(): number {
    return this.#nextSequence;
  }

  /** Messages that aren't settled. */
  get unsettled(): number {
    return this.segments.reduce((sum, { unsettled }) => sum + unsettled.size, 0);
  }

  /** A message stands at the end. @returns false for one that is there already */
  message(sequence: number): boolean {
    // It was appended again after a failure, but the first attempt could not be undone.
    if (sequence < this.#nextSequence && this.#segmentOf(sequence) !== undefined) return false;
    this.#use(sequence);
    this.segments.at(-1)?.unsettled.add(sequence);
    return true;
  }

  settle(sequence: number): void {
    this.#use(sequence);
    this.received.delete(sequence);
    this.#segmentOf(sequence)?.unsettled.delete(sequence);
  }

  /** Settles all from one to another. */
  clear(first: number, last: number): void {
    this.#use(last);
    for (const sequence of this.received) if (sequence >= first && sequence <= last) this.received.delete(sequence);
    for (const { unsettled } of this.segments) unsettled.deleteRange(first, last);
  }

  receive(sequence: number): void {
    this.#use(sequence);
    if (this.#segmentOf(sequence) !== undefined) this.received.add(sequence);
  }

  begin(session: string): void {
    this.#session = session;
    this.received.clear();
  }

  /** Takes note of records that were appended. */
  note(records: readonly StoreRecord[]): void {
    for (const record of records) this.#note(record);
  }

  /** What a new segment begins with, so that those before it aren't needed once their messages are settled. */
  summary(): Summary {
    return { kind: "summary", nextSequence: this.#nextSequence, session: this.#session, received: [...this.received] };
  }

  /** A new segment begins. */
  resume({ nextSequence, session, received }: Summary): void {
    this.#nextSequence = Math.max(this.#nextSequence, nextSequence);
    this.begin(session);
    for (const sequence of received) this.receive(sequence);
  }

  #note(record: StoreRecord): void {
    switch (record.kind) {
      case "message":
        return void this.message(record.entry.sequence);
      case "settled":
        return this.settle(record.sequence);
      case "cleared":
        return this.clear(record.first, record.last);
      case "received":
        return this.receive(record.sequence);
      case "session":
        return this.begin(record.identity);
    }
  }

  #use(sequence: number): void {
    this.#nextSequence = Math.max(this.#nextSequence, sequence + 1);
  }

  /** Where a message stands that isn't settled. */
  #segmentOf(sequence: number): Segment | undefined {
    return this.segments.find(({ unsettled }) => unsettled.has(sequence));
  }
}
