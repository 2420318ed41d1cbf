import type { SegmentFile } from "./segment-file";
import { SequenceSet } from "./sequence-set";

/** A part of the log. */
export class Segment {
  readonly file: SegmentFile;
  /** Those of its messages that aren't settled. */
  readonly unsettled = new SequenceSet();
  /** It has places without a record, which was told, but they could not be set aside. */
  isDamaged = false;

  constructor(file: SegmentFile) {
    this.file = file;
  }
}
