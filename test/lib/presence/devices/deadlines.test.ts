import assert from "node:assert/strict";
import { Deadlines } from "../../../../nodes/lib/presence/devices/deadlines";
import { ManualClock } from "../../../support/manual-clock";

describe("deadlines", () => {
  it("are due the same time after each was set, in that order", () => {
    const { clock, deadlines, due } = waiting(10);
    deadlines.set("a");
    clock.advance(4_000);
    deadlines.set("b");
    clock.advance(5_999);
    assert.deepEqual(due, []);
    clock.advance(1);
    assert.deepEqual(due, ["a"]);
    clock.advance(4_000);
    assert.deepEqual(due, ["a", "b"]);
  });

  it("are due anew when they are set again", () => {
    const { clock, deadlines, due } = waiting(10);
    deadlines.set("a");
    deadlines.set("b");
    clock.advance(9_000);
    deadlines.set("a");
    clock.advance(9_000);
    assert.deepEqual(due, ["b"]);
    clock.advance(1_000);
    assert.deepEqual(due, ["b", "a"]);
  });

  it("are due once", () => {
    const { clock, deadlines, due } = waiting(10);
    deadlines.set("a");
    clock.advance(3_600_000);
    assert.deepEqual([due, clock.pending], [["a"], 0]);
  });

  it("are never due once cancelled", () => {
    const { clock, deadlines, due } = waiting(10);
    deadlines.set("a");
    deadlines.set("b");
    deadlines.cancel("a");
    deadlines.cancel("of nobody");
    clock.advance(3_600_000);
    assert.deepEqual(due, ["b"]);
  });

  it("have one timer for any number of items", () => {
    const { clock, deadlines, due } = waiting(10);
    for (let item = 0; item < 1_000; item += 1) deadlines.set(String(item));
    for (let item = 0; item < 1_000; item += 2) deadlines.set(String(item));
    assert.equal(clock.pending, 1);
    clock.advance(10_000);
    assert.equal(due.length, 1_000);
  });

  it("of 0 seconds are never due", () => {
    const { clock, deadlines, due } = waiting(0);
    deadlines.set("a");
    assert.deepEqual([deadlines.areKept, clock.pending], [false, 0]);
    clock.advance(3_600_000);
    assert.deepEqual([due, waiting(1).deadlines.areKept], [[], true]);
  });

  it("may be as long as a timer can be", () => {
    const { clock, deadlines, due } = waiting(2_147_483);
    deadlines.set("a");
    clock.advance(2_147_482_999);
    assert.deepEqual(due, []);
    clock.advance(1);
    assert.deepEqual(due, ["a"]);
  });

  it("may be set and cancelled by what is done when one is due", () => {
    const { clock, deadlines, due } = waiting(10, (item) => {
      if (item !== "a") return;
      deadlines.cancel("b");
      deadlines.set("a");
    });
    for (const item of ["a", "b", "c"]) deadlines.set(item);
    clock.advance(10_000);
    assert.deepEqual(due, ["a", "c"]);
    clock.advance(10_000);
    assert.deepEqual(due, ["a", "c", "a"]);
  });

  it("may be cleared by what is done when one is due", () => {
    const { clock, deadlines, due } = waiting(10, () => deadlines.clear());
    for (const item of ["a", "b", "c"]) deadlines.set(item);
    clock.advance(10_000);
    assert.deepEqual([due, clock.pending], [["a"], 0]);
  });

  it("are nobody's once cleared", () => {
    const { clock, deadlines, due } = waiting(10);
    deadlines.set("a");
    deadlines.clear();
    assert.equal(clock.pending, 0);
    clock.advance(3_600_000);
    assert.deepEqual(due, []);
    deadlines.set("b");
    clock.advance(10_000);
    assert.deepEqual(due, ["b"]);
  });

  it("aren't due during a pause, and at once after it if they would have been", () => {
    const { clock, deadlines, due } = waiting(10);
    deadlines.set("a");
    clock.advance(5_000);
    deadlines.set("b");
    deadlines.pause();
    assert.equal(clock.pending, 0);
    clock.advance(6_000);
    deadlines.set("c");
    assert.deepEqual([due, clock.pending], [[], 0]);
    deadlines.resume();
    clock.advance(0);
    assert.deepEqual(due, ["a"]);
    clock.advance(4_000);
    assert.deepEqual(due, ["a", "b"]);
    clock.advance(6_000);
    assert.deepEqual([due, clock.pending], [["a", "b", "c"], 0]);
  });

  it("aren't due early where a timer is", () => {
    const { clock, deadlines, due } = waiting(10, undefined, new SlowClock());
    deadlines.set("a");
    clock.advance(10_000);
    assert.deepEqual([due, clock.pending], [[], 1]);
    clock.advance(1);
    assert.deepEqual(due, ["a"]);
  });

  function waiting(seconds: number, then: (item: string) => void = () => undefined, clock = new ManualClock()) {
    const due: string[] = [];
    const deadlines = new Deadlines<string>(seconds, clock, (item) => {
      due.push(item);
      then(item);
    });
    return { clock, deadlines, due };
  }
});

/** By its own time its timers come a millisecond early. */
class SlowClock extends ManualClock {
  override now(): number {
    const now = super.now();
    return now > 0 ? now - 1 : now;
  }
}
