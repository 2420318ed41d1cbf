import assert from "node:assert/strict";
import { RosterUpdates } from "../../../nodes/lib/monitoring/roster-updates";
import { ManualClock } from "../../support/manual-clock";

describe("the roster after a change", () => {
  it("is sent at once after a quiet time, but not within the change itself", () => {
    const { clock, updates, sent } = updating();
    updates.changed();
    assert.deepEqual(sent, []);
    clock.advance(0);
    assert.deepEqual(sent, [0]);
    clock.advance(5_000);
    updates.changed();
    clock.advance(0);
    assert.deepEqual(sent, [0, 5_000]);
  });

  it("is sent once for many changes at once", () => {
    const { clock, updates, sent } = updating();
    for (let device = 0; device < 10_000; device += 1) updates.changed();
    clock.advance(60_000);
    assert.deepEqual([sent, clock.pending], [[0], 0]);
  });

  it("is sent once a second while devices come and go, and after the last", () => {
    const { clock, updates, sent } = updating();
    for (let tenth = 0; tenth < 25; tenth += 1) {
      updates.changed();
      clock.advance(100);
    }
    clock.advance(60_000);
    assert.deepEqual([sent, clock.pending], [[0, 1_000, 2_000, 3_000], 0]);
  });

  it("is not sent once the node is closed", () => {
    const { clock, updates, sent } = updating();
    updates.changed();
    updates.close();
    assert.equal(clock.pending, 0);
    clock.advance(60_000);
    assert.deepEqual(sent, []);
  });

  it("is not sent once the node is closed while the next one is due", () => {
    const { clock, updates, sent } = updating();
    updates.changed();
    clock.advance(500);
    updates.changed();
    updates.close();
    clock.advance(60_000);
    assert.deepEqual([sent, clock.pending], [[0], 0]);
  });

  it("is somebody else's to send if it wasn't before the node is closed, and only then", () => {
    const { clock, updates } = updating();
    assert.equal(updates.close(), false);
    updates.changed();
    clock.advance(0);
    assert.equal(updates.close(), false);
    updates.changed();
    assert.equal(updates.close(), true);
    updates.changed();
    clock.advance(500);
    updates.changed();
    assert.deepEqual([updates.close(), updates.close()], [true, false]);
  });

  function updating() {
    const clock = new ManualClock();
    const sent: number[] = [];
    return { clock, sent, updates: new RosterUpdates(clock, () => sent.push(clock.now())) };
  }
});
