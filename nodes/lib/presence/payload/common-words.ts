import type { ReportedState } from "../evidence";

/** As the devices of many ecosystems say it; those that start or need attention are there. */
const WORDS: Readonly<Record<Exclude<ReportedState, "unknown">, readonly string[]>> = {
  online: [
    ...["online", "on", "true", "1", "2", "connected", "ready", "alive", "available", "up", "yes"],
    ...["init", "alert", "starting"],
  ],
  offline: [
    ...["offline", "off", "false", "0", "disconnected", "lost", "connection lost"],
    ...["stopped", "dead", "unavailable", "down", "no"],
  ],
  sleeping: ["sleeping", "asleep"],
};

const STATES = new Map(
  Object.entries(WORDS).flatMap(([state, words]) => words.map((word) => [word, state as ReportedState])),
);

/** The fields of a JSON payload in which devices say how they are, the likeliest first. */
export const COMMON_FIELDS: readonly string[] = ["state", "status", "value", "online", "connected", "available"];

/** The state that a word means to most devices, in any case: `Online`, `disconnected`, `1`; undefined of any other. */
export function commonState(word: string): ReportedState | undefined {
  return STATES.get(word.toLowerCase());
}
