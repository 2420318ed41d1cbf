import assert from "node:assert/strict";

const SMALL = 1_000;
/** Eight times as large: what is linear takes eight times as long, what is quadratic sixty-four times. */
export const LARGE = 8 * SMALL;
const TOLERATED = 30;
/** Milliseconds: the clock can't tell less from nothing, nor does less matter. */
const LEAST = 0.05;

/** Compares the work for a small and a large input: no absolute times, so that a slow machine doesn't matter. */
export function assertLinear(prepare: (size: number) => () => void): void {
  const [small, large] = [prepare(SMALL), prepare(LARGE)];
  small();
  const ratio = fastest(large) / Math.max(fastest(small), LEAST);
  assert.ok(ratio < TOLERATED, `8 times the input took ${ratio.toFixed(1)} times as long`);
}

/** Milliseconds of processor time that work takes when nothing disturbs it. */
export function fastest(work: () => void): number {
  return Math.min(...Array.from({ length: 9 }, () => processorTime(work)));
}

/** Milliseconds of processor time that work takes: what runs beside the tests doesn't matter. */
export function processorTime(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}
