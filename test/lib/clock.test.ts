import assert from "node:assert/strict";
import { systemClock } from "../../nodes/lib/clock";

describe("the clock of the process", () => {
  it("calls back once, in a later turn", async () => {
    let calls = 0;
    await new Promise<void>((resolve) => {
      systemClock.after(0, () => {
        calls += 1;
        resolve();
      });
      assert.equal(calls, 0);
    });
    assert.equal(calls, 1);
  });

  it("doesn't call back what was cancelled, and tells whether it came in time", async () => {
    let calls = 0;
    const timer = systemClock.after(0, () => (calls += 1));
    assert.deepEqual([timer.cancel(), timer.cancel()], [true, false]);
    const late = await new Promise<boolean>((resolve) => {
      const called = systemClock.after(1, () => resolve(called.cancel()));
    });
    assert.equal(late, false);
    assert.equal(calls, 0);
  });

  it("never goes back, and counts milliseconds", async () => {
    const before = systemClock.now();
    await new Promise<void>((resolve) => systemClock.after(20, resolve));
    const passed = systemClock.now() - before;
    assert.ok(passed >= 15 && passed < 10_000, String(passed));
  });
});
