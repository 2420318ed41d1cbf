import assert from "node:assert/strict";
import { RecordBuffer } from "../../../../nodes/lib/outbox/disk/record-buffer";
import { message } from "./store-bench";

describe("the buffer of records", () => {
  it("gives back the memory that a large message took", () => {
    const buffer = new RecordBuffer();
    assert.ok(buffer.encode([message(0, { payload: Buffer.alloc(5_000_000) })], 1).length > 5_000_000);
    assert.ok(buffer.encode([message(1)], 1).buffer.byteLength < 100_000);
  });

  it("makes room for as many records as there are", () => {
    const buffer = new RecordBuffer();
    const large = Array.from({ length: 30 }, (_, sequence) => message(sequence, { payload: "ü".repeat(10_000) }));
    const all = Buffer.from(buffer.encode(large, 1));
    const each = large.map((record) => Buffer.from(buffer.encode([record], 1)));
    assert.deepEqual(all, Buffer.concat(each));
  });
});
