import type { Convention, Reading, Watch } from "../conventions/convention";
import { ANY_BASE, deviceTopics, type DeviceTopics, type WatchedPattern } from "./device-topics";
import type { Interpreter } from "../interpreters/interpreter";

/** What a node watches. */
export interface WatchSettings {
  readonly conventions: readonly Convention[];
  /** Whether payloads decide which of the conventions a topic follows: a device's name then says it, too. */
  readonly isAuto: boolean;
  /** In the place of the convention's usual base topic; empty: that. */
  readonly base: string;
  /** A filter whose traffic proves life; empty: the convention's, if silence counts. */
  readonly activity: string;
  /** Whether silence counts. */
  readonly isSilenceNoticed: boolean;
}

/** One filter of a convention, and how its messages are read. */
export interface WatchedTopics {
  readonly convention: Convention;
  /** Undefined where the traffic only proves that a device lives. */
  readonly watch: Watch | undefined;
  readonly topics: DeviceTopics;
  readonly interpreter: Interpreter;
  /** Where several match, the lowest counts. */
  readonly rank: number;
}

/** What traffic says when it only proves life. */
const SIGN: Reading = { kind: "sign" };

/**
 * All that a node watches from the start.
 * @param interpreterOf finds who reads
 * @throws MqttNodeError as a topic filter does, for a base topic or a filter for activity that makes none
 */
export function watchedTopics(
  settings: WatchSettings,
  interpreterOf: (reading: Reading) => Interpreter,
): WatchedTopics[] {
  const all: WatchedTopics[] = [];
  const add = (convention: Convention, watch: Watch | undefined, pattern: WatchedPattern, base: string): void => {
    const interpreter = interpreterOf(watch?.reading ?? SIGN);
    for (const topics of deviceTopics(pattern, base)) {
      all.push({ convention, watch, topics, interpreter, rank: all.length });
    }
  };
  for (const convention of settings.conventions) {
    const base = settings.base || (convention.base ?? "");
    const watchedBase = settings.isAuto && convention.isAnyBase === true ? ANY_BASE : base;
    for (const watch of convention.watches) add(convention, watch, watch, watchedBase);
  }
  for (const convention of settings.conventions) {
    const activity = activityOf(convention, settings);
    if (activity !== undefined) add(convention, undefined, activity, settings.base || (convention.base ?? ""));
  }
  return all;
}

/** The user's own filter, which means what it says, or the convention's, for names of any length. */
function activityOf({ activity, watches }: Convention, settings: WatchSettings): WatchedPattern | undefined {
  if (settings.activity !== "") return { topic: settings.activity };
  if (activity === undefined || !settings.isSilenceNoticed) return undefined;
  return { topic: activity, levels: Math.max(...watches.map(({ levels = 1 }) => levels)) };
}
