import { setTimeout } from "node:timers/promises";

const LOOK_EVERY_MS = 20;

/** Resolves as soon as something is so; returns after how many seconds, or Infinity if it isn't by then. */
export async function until(isSo, mostSeconds) {
  const began = performance.now();
  const passed = () => (performance.now() - began) / 1000;
  while (!isSo()) {
    if (passed() > mostSeconds) return Infinity;
    await setTimeout(LOOK_EVERY_MS);
  }
  return passed();
}
