import { MessageTally } from "../message-tally";
import type { Ledger } from "./ledger";
import * as layout from "./record-layout";
import { type Place, RecordScan } from "./record-scan";
import type { RecordView } from "./record-view";
import type { Segment } from "./segment";
import { SequenceSet } from "./sequence-set";

/** Bytes that are read at once: a few milliseconds of work. */
const WINDOW = 1_048_576;

/** Reads a whole log, in pieces. */
export class SegmentSurvey {
  readonly #ledger: Ledger;
  readonly #window = Buffer.allocUnsafe(WINDOW);

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Enters what the last segment of the ledger holds. @returns its messages, settled or not, and where it is damaged */
  async enter(segment: Segment): Promise<{ tally: MessageTally; damaged: readonly Place[] }> {
    const tally = new MessageTally();
    const damaged = await this.#read(segment, (record) => this.#note(record, tally));
    return { tally, damaged };
  }

  /** @returns its messages that aren't settled, once all of the log has been entered */
  async countUnsettled(segment: Segment): Promise<MessageTally> {
    const tally = new MessageTally();
    if (segment.unsettled.size === 0) return tally;
    const seen = new SequenceSet();
    await this.#read(segment, (record) => {
      if (record.type !== layout.MESSAGE || !segment.unsettled.has(record.sequence)) return;
      if (seen.add(record.sequence)) tally.add(record);
    });
    return tally;
  }

  #note(record: RecordView, tally: MessageTally): void {
    const ledger = this.#ledger;
    switch (record.type) {
      case layout.MESSAGE:
        if (ledger.message(record.sequence)) tally.add(record);
        return;
      case layout.SETTLED:
        return ledger.settle(record.sequence);
      case layout.CLEARED:
        return ledger.clear(record.sequence, record.last);
      case layout.RECEIVED:
        return ledger.receive(record.sequence);
      case layout.SESSION:
        return ledger.begin(record.identity);
      case layout.SUMMARY:
        return ledger.resume(record.summary());
    }
  }

  async #read({ file }: Segment, visit: (record: RecordView) => void): Promise<readonly Place[]> {
    const scan = new RecordScan(file.marker, file.size);
    while (!scan.isOver) {
      const buffer = scan.needed > WINDOW ? Buffer.allocUnsafe(scan.needed) : this.#window;
      scan.take(await file.read(buffer, scan.position), visit);
    }
    await file.close();
    return scan.damaged;
  }
}
