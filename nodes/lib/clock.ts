/** Time as a collaborator, so that backoff, expiry and throttling are tested without waiting. */
export interface Clock {
  /** Milliseconds, never going back. */
  now(): number;
  /** Milliseconds since 1970: what outlives the process is dated by it, though it may be set back or forth. */
  date(): number;
  /** Calls back once, in a later turn, after some milliseconds; in the next if they are over. */
  after(milliseconds: number, callback: () => void): Timer;
}

/** A call that is to come. */
export interface Timer {
  /** @returns whether the call was still to come */
  cancel(): boolean;
}

/** The clock of this process. */
export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  after(milliseconds, callback) {
    let isPending = true;
    const timeout = setTimeout(
      () => {
        isPending = false;
        callback();
      },
      Math.max(0, milliseconds),
    );
    return {
      cancel() {
        clearTimeout(timeout);
        const wasPending = isPending;
        isPending = false;
        return wasPending;
      },
    };
  },
};
