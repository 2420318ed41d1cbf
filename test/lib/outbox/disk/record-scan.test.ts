import assert from "node:assert/strict";
import { RecordBuffer } from "../../../../nodes/lib/outbox/disk/record-buffer";
import { RecordScan } from "../../../../nodes/lib/outbox/disk/record-scan";
import { message, range } from "./store-bench";

const MARKER = 0x8badf00d;

describe("the records of a segment", () => {
  const records = range(0, 6).map((sequence) => message(sequence, { payload: "p".repeat(sequence) }));
  const whole = records.map((record) => Buffer.from(new RecordBuffer().encode([record], MARKER)));
  const [start, end] = [2, 4].map((count) => Buffer.concat(whole.slice(0, count)).length);

  it("are found, and what is damaged between them, wherever that which is read at once ends", () => {
    const segment = Buffer.concat(whole);
    segment.fill("?", start, end);
    for (const size of range(1, segment.length + 1)) {
      const { sequences, damaged } = scanned(segment, size);
      assert.deepEqual(sequences, [0, 1, 4, 5], `${size} bytes at once`);
      assert.deepEqual(damaged, [{ start, end }]);
    }
  });

  it("are found behind what looks like the beginning of one", () => {
    const segment = Buffer.concat(whole);
    segment.fill("?", (start ?? 0) + 4, end);
    for (const size of range(1, segment.length + 1)) assert.deepEqual(scanned(segment, size).sequences, [0, 1, 4, 5]);
  });
});

/** @param size bytes that are read at once, or as many more as are asked for */
function scanned(segment: Buffer, size: number): { sequences: number[]; damaged: RecordScan["damaged"] } {
  const scan = new RecordScan(MARKER, segment.length);
  const sequences: number[] = [];
  while (!scan.isOver) {
    const bytes = segment.subarray(scan.position, scan.position + Math.max(size, scan.needed));
    scan.take(bytes, ({ sequence }) => sequences.push(sequence));
  }
  return { sequences, damaged: scan.damaged };
}
