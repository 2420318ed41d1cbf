import type { SeededRandom } from "../../seeded-random";

/** The same in any order, and some of it twice. */
export function disordered<T>(events: readonly T[], random: SeededRandom): T[] {
  const all = [...events, ...events.filter(() => random.below(3) === 0)];
  for (let last = all.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    [all[last], all[other]] = [all[other] as T, all[last] as T];
  }
  return all;
}
