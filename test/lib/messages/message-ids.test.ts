import assert from "node:assert/strict";
import { createMessageIds } from "../../../nodes/lib/messages/message-ids";

describe("message ids", () => {
  it("have Node-RED's form, 16 hexadecimal digits", () => {
    const next = createMessageIds();
    for (let count = 0; count < 1_000; count += 1) assert.match(next(), /^[0-9a-f]{16}$/);
  });

  it("are each given once", () => {
    const next = createMessageIds();
    const ids = new Set(Array.from({ length: 100_000 }, next));
    assert.equal(ids.size, 100_000);
  });

  it("differ between node types and restarts by a random prefix", () => {
    const ids = new Set(Array.from({ length: 200 }, () => createMessageIds()()));
    assert.equal(ids.size, 200);
  });
});
