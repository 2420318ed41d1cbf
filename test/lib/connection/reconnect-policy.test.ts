import assert from "node:assert/strict";
import { ReconnectPolicy } from "../../../nodes/lib/connection/reconnect-policy";
import { ManualClock } from "../../support/manual-clock";

/** Just below one. */
const MOST = 1 - Number.EPSILON;

describe("the time between two attempts to connect", () => {
  it("may double with each failure up to the largest", () => {
    const { delays } = policy(1, 60, MOST);
    assert.deepEqual(delays(9), [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it("is anything between nothing and that, so that clients don't come back together", () => {
    assert.deepEqual(policy(1, 60, 0).delays(4), [0, 0, 0, 0]);
    assert.deepEqual(policy(1, 60, 0.5).delays(4), [500, 1_000, 2_000, 4_000]);
    assert.deepEqual(policy(1, 60, 0.33337).delays(2), [333, 667]);
  });

  it("has its limits in seconds", () => {
    assert.deepEqual(policy(5, 7, MOST).delays(3), [5_000, 7_000, 7_000]);
    assert.deepEqual(policy(5, 5, MOST).delays(2), [5_000, 5_000]);
  });

  it("never is longer than the smallest where the limits are the wrong way round", () => {
    assert.deepEqual(policy(10, 2, MOST).delays(3), [10_000, 10_000, 10_000]);
  });

  it("stays within its limits over thousands of failures", () => {
    assert.equal(policy(1, 86_400, MOST).delays(5_000).at(-1), 86_400_000);
  });

  it("counts the attempts", () => {
    const { reconnecting, delays } = policy(1, 60, MOST);
    assert.equal(reconnecting.attempt, 0);
    delays(3);
    assert.equal(reconnecting.attempt, 3);
  });

  it("starts small again after a session of ten seconds", () => {
    const { reconnecting, clock, delays } = policy(1, 60, MOST);
    delays(4);
    reconnecting.connected();
    clock.advance(10_000);
    assert.deepEqual(delays(2), [1_000, 2_000]);
    assert.equal(reconnecting.attempt, 2);
  });

  it("goes on growing after a shorter session: a broker that accepts and closes is hammered no more than one that refuses", () => {
    const { reconnecting, clock, delays } = policy(1, 60, MOST);
    delays(2);
    reconnecting.connected();
    clock.advance(9_999);
    assert.deepEqual(delays(1), [4_000]);
  });

  it("may be the longest at once where another client fights for the session, however long that lasts", () => {
    const { reconnecting, clock } = policy(1, 60, 0.5);
    assert.equal(reconnecting.nextDelay(true), 30_000);
    reconnecting.connected();
    clock.advance(50_000);
    assert.equal(reconnecting.nextDelay(true), 30_000);
    assert.equal(reconnecting.attempt, 2);
    assert.equal(reconnecting.nextDelay(), 2_000);
  });

  it("goes on growing however long attempts last that don't connect", () => {
    const { reconnecting, clock, delays } = policy(1, 60, MOST);
    reconnecting.connected();
    clock.advance(10_000);
    delays(1);
    clock.advance(100_000);
    assert.deepEqual(delays(2), [2_000, 4_000]);
  });

  function policy(min: number, max: number, random: number) {
    const clock = new ManualClock();
    const reconnecting = new ReconnectPolicy(min, max, clock, () => random);
    const delays = (count: number): number[] => Array.from({ length: count }, () => reconnecting.nextDelay());
    return { reconnecting, clock, delays };
  }
});
