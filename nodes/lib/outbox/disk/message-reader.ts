import type { DamageRepair } from "./damage-repair";
import type { Ledger } from "./ledger";
import { MESSAGE } from "./record-layout";
import { RecordScan } from "./record-scan";
import type { StoredMessage } from "./record-store";
import type { Segment } from "./segment";
import { SequenceSet } from "./sequence-set";

/** Reads messages that aren't settled, from the oldest on. */
export class MessageReader {
  readonly #ledger: Ledger;
  readonly #repair: DamageRepair;
  /** Where it goes on. */
  #segment: Segment | undefined;
  #position = 0;
  /** What has been read of that segment: a message may stand there twice, if it was appended again after a failure. */
  #seen = new SequenceSet();

  constructor(ledger: Ledger, repair: DamageRepair) {
    this.#ledger = ledger;
    this.#repair = repair;
  }

  /** @param bytes about how many @returns [] at the end; it goes on when more has been appended */
  async read(bytes: number): Promise<readonly StoredMessage[]> {
    for (let segment = await this.#turn(); segment !== undefined; segment = await this.#turn()) {
      const messages = await this.#readFrom(segment, bytes);
      if (messages.length > 0) return messages;
    }
    return [];
  }

  /** Turns to the segment in which there is more to read, if there is any. */
  async #turn(): Promise<Segment | undefined> {
    const { segments } = this.#ledger;
    let index = segments.findIndex((segment) => segment === this.#segment);
    // When one has been removed, so have been all before it.
    if (index === -1) index = this.#start(0);
    while (!this.#hasMore(segments[index])) {
      if (index >= segments.length - 1) return undefined;
      await this.#segment?.file.close();
      index = this.#start(index + 1);
    }
    return this.#segment;
  }

  #start(index: number): number {
    this.#segment = this.#ledger.segments[index];
    this.#position = 0;
    this.#seen = new SequenceSet();
    return index;
  }

  #hasMore(segment: Segment | undefined): boolean {
    return segment !== undefined && segment.unsettled.size > 0 && this.#position < segment.file.size;
  }

  async #readFrom(segment: Segment, bytes: number): Promise<StoredMessage[]> {
    const { file } = segment;
    const scan = new RecordScan(file.marker, file.size, this.#position);
    const messages: StoredMessage[] = [];
    while (scan.position === this.#position) {
      const buffer = Buffer.allocUnsafe(Math.max(bytes, scan.needed));
      scan.take(await file.read(buffer, scan.position), (record) => {
        if (record.type !== MESSAGE || !segment.unsettled.has(record.sequence)) return;
        if (this.#seen.add(record.sequence)) messages.push(record.message());
      });
    }
    // It was whole when the store was opened, unless that could not be helped.
    if (!segment.isDamaged) segment.isDamaged = !(await this.#repair.repair(file, scan.damaged, false));
    this.#position = scan.position;
    return messages;
  }
}
