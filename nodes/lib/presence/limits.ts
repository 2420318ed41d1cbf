/**
 * Of what anybody who may publish could fill the memory with.
 */

/** More devices aren't followed, nor remembered; nor more topics that discovery names. */
export const MOST_DEVICES = 100_000;

/** Characters: what comes on a longer topic isn't read. No device has one. */
export const LONGEST_TOPIC = 1_024;
