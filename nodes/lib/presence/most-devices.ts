/** More devices aren't followed, nor remembered: anybody who may publish could fill the memory with them. */
export const MOST_DEVICES = 100_000;
