import assert from "node:assert/strict";
import { Settling } from "../../../nodes/lib/connection/settling";
import { ManualClock } from "../../support/manual-clock";

describe("the changes of a turn", () => {
  it("are settled together, in the next turn", () => {
    const { settling, clock, settled } = bench();
    for (let change = 0; change < 3; change += 1) settling.changed();
    assert.equal(settled(), 0);
    clock.advance(0);
    assert.equal(settled(), 1);
    settling.changed();
    clock.advance(0);
    assert.equal(settled(), 2);
    assert.equal(clock.pending, 0);
  });

  it("are settled after a deploy, changed or not, in the turn after its end", () => {
    const { settling, clock, settled } = bench();
    settling.hold();
    settling.changed();
    assert.deepEqual([settling.isHeld, clock.pending], [true, 0]);
    settling.release();
    assert.deepEqual([settling.isHeld, settled()], [false, 0]);
    clock.advance(0);
    assert.equal(settled(), 1);
  });

  it("wait for the end of a deploy that has begun in the same turn", () => {
    const { settling, clock, settled } = bench();
    settling.changed();
    settling.hold();
    clock.advance(0);
    assert.equal(settled(), 0);
    settling.release();
    clock.advance(0);
    assert.equal(settled(), 1);
  });

  function bench() {
    const clock = new ManualClock();
    let count = 0;
    return { clock, settling: new Settling(clock, () => (count += 1)), settled: () => count };
  }
});
