import { MessageTally } from "../message-tally";
import type { DamageRepair } from "./damage-repair";
import type { Ledger } from "./ledger";
import type { QueueFolder } from "./queue-folder";
import { Segment } from "./segment";
import { SegmentFile } from "./segment-file";
import { SegmentSurvey } from "./segment-survey";

/**
 * Enters the log of a folder in a ledger; what is damaged is made whole and told.
 * @returns the messages that aren't settled
 */
export async function openLog(folder: QueueFolder, ledger: Ledger, repair: DamageRepair): Promise<MessageTally> {
  const survey = new SegmentSurvey(ledger);
  const files = await SegmentFile.all(folder);
  const tallies = new Map<Segment, MessageTally>();
  for (const file of files) {
    const segment = new Segment(file);
    ledger.segments.push(segment);
    const { tally, damaged } = await survey.enter(segment);
    segment.isDamaged = !(await repair.repair(file, damaged, file === files.at(-1)));
    tallies.set(segment, tally);
  }
  return sumOf(tallies, survey);
}

/** A queue is settled from its begin on, so that hardly a segment has to be read again. */
async function sumOf(tallies: ReadonlyMap<Segment, MessageTally>, survey: SegmentSurvey): Promise<MessageTally> {
  const sum = new MessageTally();
  for (const [segment, all] of tallies) {
    const hasSettled = all.count !== segment.unsettled.size;
    sum.addAll(hasSettled ? await survey.countUnsettled(segment) : all);
  }
  return sum;
}
