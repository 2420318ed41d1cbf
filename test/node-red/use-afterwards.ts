/** How something that was started is stopped. */
export type Stop = () => unknown;

/**
 * What a suite starts in its `before` hook is stopped after it, the last first: each part though another can't be
 * stopped, and none that wasn't started because an earlier one failed.
 * @returns to be called as soon as something is started
 */
export function useAfterwards(): (stop: Stop) => void {
  const stops: Stop[] = [];
  after(async () => {
    const failures: unknown[] = [];
    for (const stop of stops.toReversed()) {
      try {
        await stop();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  });
  return (stop) => void stops.push(stop);
}
