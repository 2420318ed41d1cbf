import assert from "node:assert/strict";
import { Draining } from "../../../nodes/lib/outbox/draining";
import { ManualClock } from "../../support/manual-clock";

describe("those who wait for an outbox to be drained", () => {
  it("are told once, also when one of them ends it for all", () => {
    const draining = new Draining(new ManualClock());
    const told: string[] = [];
    draining.begin(500, () => {
      told.push("first");
      draining.end();
    });
    draining.begin(500, () => told.push("second"));
    draining.end();
    assert.deepEqual(told, ["first", "second"]);
  });

  it("wait for the next end where they begin in the course of one", () => {
    const clock = new ManualClock();
    const draining = new Draining(clock);
    const told: string[] = [];
    draining.begin(500, () => draining.begin(500, () => told.push("second")));
    draining.end();
    assert.deepEqual([told, draining.isAwaited], [[], true]);
    clock.advance(500);
    assert.deepEqual([told, draining.isAwaited], [["second"], false]);
  });
});
